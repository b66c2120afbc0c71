"""What events cause for sessions: people are told of their slots and ends, sessions become due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledr_core.application.operating.contexts import Reactions
from ledr_core.application.operating.work import Work
from ledr_core.application.operating.writing import about
from ledr_core.domain.events import (
    CourseFinished,
    EndIsNear,
    Queued,
    SlotAssigned,
    SlotReleased,
    TurnEndsSoon,
    WentQuiet,
)
from ledr_core.domain.sessions.daily import welcome_if_due
from ledr_core.domain.sessions.slots import Closed
from ledr_core.ports.outbox import NewMessage

CHANGED_HANDS: Final = {Closed.RELEASED.value, Closed.ROTATION.value, Closed.FINISHED.value, Closed.ENDED.value}
"""The ends of a holding of which its holder is told (ROT-12), unless the whole session has ended."""


def _slot_given(work: Work, event: SlotAssigned) -> Iterable[NewMessage]:
    session = work.unit.sessions.get(event.session)
    member = session.member(event.person)
    if member is not None and not member.welcomed and work.daily_run_over:
        welcome_if_due(session, member, work.moment)
    facts = {"slot": event.slot, "day": work.today, "holding": event.holding}
    yield about(work, event, "slot_given", f"{event.session}:{event.holding}", facts)


def _slot_taken(work: Work, event: SlotReleased) -> Iterable[NewMessage]:
    expired = work.unit.sessions.get(event.session).expired(work.today)
    if event.reason in CHANGED_HANDS and not expired:
        facts = {"slot": event.slot, "day": work.today, "reason": event.reason}
        yield about(work, event, "slot_taken", f"{event.session}:{event.holding}", facts)


def _slot_soon(work: Work, event: TurnEndsSoon) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.holding}:{event.due}"
    facts = {"slot": event.slot, "due": event.due, "holding": event.holding}
    yield about(work, event, "slot_soon", key, facts)


def _queued(work: Work, event: Queued) -> Iterable[NewMessage]:
    if event.by_kind_change:
        key = f"{event.session}:{event.person}:{event.at.isoformat()}"
        yield about(work, event, "waiting", key, {})


def _end_is_near(work: Work, event: EndIsNear) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.member}:{event.end}:{event.days}"
    yield about(work, event, "end_reminder", key, {"end": event.end, "member": event.member})


def _quiet(work: Work, event: WentQuiet) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.member}:{event.since}:{event.due}"
    facts: dict[str, object] = {"days": (work.today - event.since).days, "end": event.end, "member": event.member}
    yield about(work, event, "inactivity", key, facts)


def _finished(work: Work, event: CourseFinished) -> Iterable[NewMessage]:
    """The sessions concerned are due at the next daily run (ROT-2)."""
    for session in work.unit.sessions.with_learner_of(event.course, event.person):
        session.hear_of_finish(event.person, work.today)
    return ()


REACTIONS: Final[Reactions] = {
    SlotAssigned: _slot_given,
    SlotReleased: _slot_taken,
    TurnEndsSoon: _slot_soon,
    Queued: _queued,
    EndIsNear: _end_is_near,
    WentQuiet: _quiet,
    CourseFinished: _finished,
}
