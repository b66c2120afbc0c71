"""Where somebody stands in a session, as every table, audience and report marks it (TRACK-6)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from attrs import frozen

from ledr_core.domain.sessions.reminders import inactive, quiet_since


class LearnerState(StrEnum):
    """The one word that says where a learner stands."""

    COMING = "coming"
    LEARNING = "learning"
    WAITING = "waiting"
    FINISHED = "finished"
    ENDED = "ended"


@frozen
class Marks:
    """What a learner is marked with in a session."""

    state: LearnerState
    inactive: bool
    active: bool
    """Started, end not passed, not inactive."""


@frozen(kw_only=True)
class Presence:
    """What the marks of a membership depend on."""

    start: date
    end: date
    shared: bool
    """Whether the session shares slots."""
    slot: int | None
    allocated: date | None
    """The day on which the slot was allocated."""
    connected: date | None
    """The day of the last connection."""


def marks(presence: Presence, today: date, days: int, *, finished: bool) -> Marks:
    """The marks of today; *days* of silence make inactive, of those who have finished or wait too, whom the state
    tells apart."""
    since = quiet_since(presence.start, presence.connected, presence.allocated)
    quiet = inactive(since, presence.end, today, days)
    runs = presence.start <= today <= presence.end
    return Marks(_state(presence, today, finished=finished), quiet, runs and not quiet)


def _state(presence: Presence, today: date, *, finished: bool) -> LearnerState:
    """Finished whatever the dates, since nothing takes that back; then by the dates; then by the slot."""
    if finished:
        return LearnerState.FINISHED
    if presence.start > today:
        return LearnerState.COMING
    if presence.end < today:
        return LearnerState.ENDED
    if presence.shared and presence.slot is None:
        return LearnerState.WAITING
    return LearnerState.LEARNING
