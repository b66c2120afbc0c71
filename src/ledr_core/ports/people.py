"""People as they are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.people.person import Person


@frozen
class Card:
    """How a person is called."""

    id: PersonId
    email: str
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        """First name and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class People(Protocol):
    """The accounts."""

    def with_email(self, email: str) -> Person | None:
        """The person with that address, None when there is none; however it is spelt (ACC-1, ACC-18).

        Who was erased has none: their identifier finds nobody (NOTE-6).
        """

    def with_emails(self, emails: Iterable[str]) -> dict[str, Person]:
        """The people with those addresses, by `address_key`; unknown ones are left out."""

    def get(self, person: PersonId) -> Person:
        """The person so identified. Raises LookupError when there is none."""

    def many(self, people: Iterable[PersonId]) -> list[Person]:
        """The people so identified, each once, in the order asked; unknown ones are left out."""

    def managed_by(self, manager: PersonId) -> list[Person]:
        """The people whom somebody manages; nobody when there is no such manager."""

    def managed_by_any(self, managers: Collection[PersonId]) -> list[Person]:
        """The people whom any of these manages, each once."""

    def of_company(self, company: CompanyId) -> list[Person]:
        """The people of a company; nobody when there is no such company."""

    def changed(self) -> list[Person]:
        """The people who differ from what was loaded, new ones among them."""

    def unwelcomed(self, limit: int) -> list[PersonId]:
        """At most so many people without membership, not yet welcomed, whose role has a space at once (ACC-15)."""

    def demos_to_welcome(self, day: date, limit: int) -> list[PersonId]:
        """At most so many testers whose demo day that is, not yet welcomed (ACC-9, ACC-15)."""

    def add(self, person: Person) -> None:
        """Keep a new person; an address that somebody has is a Conflict when the unit is flushed (ACC-12)."""

    def cards(self, people: Iterable[PersonId]) -> dict[PersonId, Card]:
        """How people are called; unknown ones are left out."""
