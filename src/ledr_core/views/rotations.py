"""Results about waiting lists and rotation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from attrs import frozen

from ledr_core.views.sessions import ExpectedView, PolicyView
from ledr_core.views.shapes import Listed


@frozen
class WaitingView:
    """The waiting list, in order."""

    waiting: tuple[str, ...]


@frozen
class ChangeView:
    """A change that a coming daily run will make; `leaving` or `entering` is null where nobody does."""

    date: date
    slot: int
    leaving: str | None
    leaving_name: str | None
    entering: str | None
    entering_name: str | None
    reason: Annotated[str, Listed("reason")]


@frozen
class PreviewView:
    """What the coming daily runs will change, and when those who wait are expected to start."""

    session: str
    changes: tuple[ChangeView, ...]
    expected: tuple[ExpectedView, ...]


@frozen
class SlotExplanation:
    """Where a slot stands, and what would move it: `moves_by` names the ground, with its facts."""

    slot: int
    holder: str | None
    name: str | None
    since: datetime | None
    counted_days: int | None
    of: int | None
    due: date | None
    moves_by: str
    facts: Mapping[str, Any]


@frozen
class RotationExplanation:
    """For each slot of a session, what would move it."""

    session: str
    policy: PolicyView
    slots: tuple[SlotExplanation, ...]
