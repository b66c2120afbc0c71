"""Results about sessions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from attrs import frozen

from ledr_core.domain.people.roles import Role, RoleName
from ledr_core.domain.sessions.names import PolicyName, SessionKindName
from ledr_core.views.errors import ErrorView


@frozen
class PolicyView:
    """How a session rotates."""

    kind: PolicyName
    every: int | None
    weekends: bool
    holidays: bool

    @property
    def days(self) -> Literal["day", "weekday", "working_day"]:
        """Which days count (ROT-5): all, Monday to Friday, or of those the ones that are no public holidays."""
        if self.weekends:
            return "day"
        return "weekday" if self.holidays else "working_day"


@frozen
class MemberView:
    """A member of a session."""

    email: str
    name: str
    role: RoleName
    start: date
    end: date
    slot: int | None

    @property
    def learns(self) -> bool:
        """Whether they take a seat (ROLE-9)."""
        return Role(self.role).learns


@frozen
class HolderView:
    """Who holds a slot, since when."""

    slot: int
    person: str
    name: str
    since: datetime


@frozen
class UndrawnName:
    """Somebody in whose name letters are that no document can show (CERT-5)."""

    person: str
    name: str
    letters: tuple[str, ...]


@frozen
class SessionSheet:
    """A session with its members, holders and waiting list; to staff also names that documents cannot show."""

    reference: str
    company: str | None
    course: str
    course_title: str
    kind: SessionKindName
    start: date
    end: date
    package: int
    free: int
    expired: bool
    policy: PolicyView
    members: tuple[MemberView, ...]
    holders: tuple[HolderView, ...]
    waiting: tuple[str, ...]
    slots: tuple[SlotView, ...]
    expected: tuple[ExpectedView, ...]
    undrawn: tuple[UndrawnName, ...]


@frozen
class MemberOutcome:
    """What becomes of somebody who is to be enrolled.

    They are `created` (a new account), `enrolled`, `moved` (from another company, which they leave: ROLE-12), or
    `refused`, with what refuses them.
    """

    email: str
    name: str
    outcome: Literal["created", "enrolled", "moved", "refused"]
    role: RoleName | None
    former_company: str | None
    error: ErrorView | None


@frozen
class MembersAdded(SessionSheet):
    """A session to which people were added, and the learners among them for whom no slot is free (SLOT-9).

    In a preview it is as it would be with those who are not refused; `package_error` says what keeps its package from
    being taken (SES-3).
    """

    without_slot: tuple[str, ...]
    outcomes: tuple[MemberOutcome, ...] = ()
    preview: bool = False
    package_error: ErrorView | None = None

    @property
    def all_well(self) -> bool:
        """Whether all of it can be done."""
        return self.package_error is None and all(one.error is None for one in self.outcomes)


@frozen
class ReplacedEnd:
    """Somebody's personal end that the session's new one has replaced."""

    person: str
    name: str
    end: date


@frozen
class DatesChanged(SessionSheet):
    """A session whose dates were changed, and the personal ends that gave way to its own (SES-13)."""

    replaced: tuple[ReplacedEnd, ...]


@frozen
class SlotView:
    """One slot of a session: who holds it, how far their turn is, and who comes next."""

    slot: int
    person: str | None
    name: str | None
    since: datetime | None
    counted_days: int | None
    of: int | None
    due: date | None
    next: str | None
    next_name: str | None
    next_on: date | None


@frozen
class SessionItem:
    """A session in a list."""

    reference: str
    company: str | None
    course: str
    kind: SessionKindName
    start: date
    end: date
    package: int
    members: int
    held: int
    waiting: int
    expired: bool


@frozen
class ExpectedView:
    """Somebody who waits, and the day on which they are expected to start; null beyond the horizon."""

    person: str
    name: str
    position: int
    date: date | None
