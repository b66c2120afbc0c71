"""Results about sessions."""

from __future__ import annotations

from datetime import date, datetime

from attrs import frozen

from ledr_core.domain.people.roles import Role, RoleName
from ledr_core.domain.sessions.rotation import PolicyName
from ledr_core.domain.sessions.sessions import SessionKindName


@frozen
class PolicyView:
    """How a session rotates."""

    kind: PolicyName
    every: int | None
    weekends: bool
    holidays: bool


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
class MembersAdded(SessionSheet):
    """A session to which people were added, and the learners among them for whom no slot is free (SLOT-9)."""

    without_slot: tuple[str, ...]


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
