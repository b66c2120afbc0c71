"""Slots: who holds which, since when, and why a period of holding began and ended (SLOT-7)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from attrs import define, field

from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import Moment, day_of
from ledr_core.domain.sessions.names import ClosedName, OpenedName


class Opened(StrEnum):
    """Why a period of holding began."""

    _value_: OpenedName

    MANUAL = "manual"
    ROTATION = "rotation"
    KIND_CHANGE = "kind_change"
    REOPENED = "reopened"

    @property
    def by_somebody(self) -> bool:
        """Whether a person has decided it, and no rotation (TRACK-9)."""
        return self is not Opened.ROTATION


class Closed(StrEnum):
    """Why a period of holding ended."""

    _value_: ClosedName

    RELEASED = "released"
    ROTATION = "rotation"
    FINISHED = "finished"
    LEFT = "left"
    ROLE_LOST = "role_lost"
    ENDED = "ended"
    EXPIRED = "expired"
    """Ended with the whole session: such a slot goes back to its holder when the session is extended (SES-13)."""
    KIND_CHANGE = "kind_change"

    @property
    def shown(self) -> ClosedName:
        """The reason as the ledger gives it."""
        return (Closed.ENDED if self is Closed.EXPIRED else self)._value_

    @property
    def by_somebody(self) -> bool:
        """Whether a person has decided it, and neither rotation nor calendar (TRACK-9)."""
        return self in (Closed.RELEASED, Closed.LEFT, Closed.ROLE_LOST, Closed.KIND_CHANGE)


@define
class Holding:
    """A period in which one person holds one slot; it is the *number*-th of its session."""

    number: int
    slot: int
    person: PersonId
    since: datetime
    opened_by: Opened
    until: datetime | None = None
    closed_by: Closed | None = None
    opener: PersonId | None = None
    """Who began it; None for staff without an account, and where it was nobody's decision."""
    closer: PersonId | None = None
    """Who ended it, likewise."""
    day: date = field(init=False, eq=False, repr=False)
    """The school's day of the allocation."""

    @day.default
    def _day_of_allocation(self) -> date:
        return day_of(self.since)

    def close(self, at: Moment, reason: Closed) -> None:
        """End the period; nothing the learner did is lost (SLOT-5)."""
        self.until, self.closed_by = at.instant, reason
        self.closer = at.actor if reason.by_somebody else None
