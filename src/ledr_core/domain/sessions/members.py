"""Memberships: a person in a session, with dates of their own (ACC-10, ACC-11, SES-15)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from attrs import define, frozen

from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.kernel.moments import ONE_DAY, day_of
from ledr_core.domain.people.roles import Role


@define
class Member:
    """A person in a session; the *number*-th to be enrolled in it."""

    number: int
    person: PersonId
    role: Role
    start: date
    end: date
    enrolled: datetime
    welcomed: bool = False
    """Whether the welcome of this membership has been written (one a membership, ACC-15)."""
    left: datetime | None = None
    """When the person left or was moved, None while the membership lasts (SES-15)."""

    @property
    def learns(self) -> bool:
        """Whether the role is one that learns (ROLE-9)."""
        return self.role.learns

    def ended(self, today: date) -> bool:
        """Whether the own end date, inclusive, is passed."""
        return today > self.end

    def runs_on(self, today: date) -> bool:
        """Whether that day lies within the own dates."""
        return self.start <= today <= self.end

    def reminder_due(self, today: date, reminders: Iterable[int]) -> int | None:
        """How many days before the end the reminder that is due today speaks of; the nearest one only (JOB-5)."""
        left = (self.end - today).days
        due = [days for days in reminders if 0 <= left <= days]
        return min(due) if due and self.start <= today else None

    def reminder_days(self, reminders: Iterable[int]) -> list[date]:
        """The days on which reminders of the end fall due, none before the start."""
        return [max(self.start, self.end - days * ONE_DAY) for days in reminders]


@frozen
class Period:
    """The days on which a person learns in a session, as another session needs to know them (SES-15)."""

    session: SessionId
    reference: str
    person: PersonId
    start: date
    end: date


def learning_period(start: date, end: date, enrolled: datetime) -> tuple[date, date]:
    """The days a membership covers: nobody learns in a session before joining it."""
    return max(start, day_of(enrolled)), end


def must_not_overlap(person: PersonId, start: date, end: date, others: Iterable[Period]) -> None:
    """Raises Refused SES-15 when the person learns in another session on one of those days."""
    for other in others:
        if start <= other.end and other.start <= end:
            facts = {"person": person, "session": other.reference, "start": other.start, "end": other.end}
            raise Refused("SES-15", "learns elsewhere", facts)
