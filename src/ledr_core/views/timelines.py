"""Timelines: who held which slot when, and who will."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from ledr_core.domain.kernel.content import Content
from ledr_core.domain.sessions.names import SessionKindName
from ledr_core.views.sessions import ExpectedView, PolicyView


@frozen
class PeriodView:
    """A period held, or forecast."""

    person: str
    name: str
    since: date
    until: date | None
    forecast: bool


@frozen
class SlotTimeline:
    """Who holds one slot when."""

    slot: int
    periods: tuple[PeriodView, ...]


@frozen
class SessionTimeline:
    """Who holds which slot of a session when, and who waits."""

    session: str
    company: str | None
    kind: SessionKindName
    package: int
    policy: PolicyView
    start: date
    end: date
    slots: tuple[SlotTimeline, ...]
    waiting: tuple[ExpectedView, ...]


@frozen
class TimelineView:
    """Timelines of sessions, as of a day, forecast until another; and the page written, when one was asked for.

    `next` is the last session of a page that others come after: what `after` takes to go on.
    """

    as_of: date
    until: date
    sessions: tuple[SessionTimeline, ...]
    file: str | Content | None
    next: str | None = None
