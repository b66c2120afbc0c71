"""What the contact bases know of the school's people (JOB-1). Contract: `ledr_core.testing.contracts.jobs`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from attrs import frozen

from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.people.roles import Role
from ledr_core.ports.contacts import Base


@frozen(kw_only=True)
class Known:
    """What a contact is made of, beside the seat and the progress."""

    id: PersonId
    email: str
    first_name: str
    last_name: str
    role: Role
    company: str | None
    phone: str | None
    community_emails: bool
    sms: bool
    demo_day: date | None
    last_active: datetime | None
    left: bool
    """Whether there were memberships and all have ended by leaving."""
    done: str
    """What was done, in a few numbers that differ once more is done."""
    finished: frozenset[CourseId]
    certified: Mapping[CourseId, tuple[Level, Decimal, date]]

    @property
    def erased(self) -> bool:
        """Whether the identifier alone is left of them (NOTE-6)."""
        return self.email == self.id


@frozen
class Transferred:
    """What a base was last told of somebody."""

    person: PersonId
    email: str
    fingerprint: str


class Transfers(Protocol):
    """The people as contacts, and what each base was told of them."""

    def people(self, after: PersonId | None, limit: int) -> list[PersonId]:
        """The accounts in the order of their identifiers, from the one behind *after* on."""

    def known(self, people: Collection[PersonId]) -> list[Known]:
        """What contacts are made of, of these people in the order of their identifiers, in few statements.

        Unknown people are left out.
        """

    def transferred(self, base: Base, people: Collection[PersonId]) -> dict[PersonId, Transferred]:
        """What a base was told of these people; who it knows nothing of is left out."""

    def gone(self, base: Base) -> list[Transferred]:
        """What a base was told of people whose account is no more."""

    def keep(self, base: Base, transferred: Sequence[Transferred], at: datetime) -> int:
        """Take note of what a base was told; gives how many differ from what had been noted."""

    def forget(self, base: Base, people: Collection[PersonId]) -> int:
        """Take note that a base knows these people no more; gives how many it had known."""
