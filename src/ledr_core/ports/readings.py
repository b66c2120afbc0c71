"""Tables and facts over many sessions and people, read without loading them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal, Protocol, TypeAlias

from attrs import frozen

from ledr_core.domain.access.standing import Seat
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId, ThemeId
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.names import SessionKindName
from ledr_core.ports.paging import WHOLE, Page


@frozen
class CompanyRow:
    """A company in a list."""

    name: str
    sessions: int
    people: int


@frozen
class PersonRow:
    """A person in a list."""

    id: PersonId
    email: str
    first_name: str
    last_name: str
    role: Role
    company: str | None
    session: str | None


@frozen
class SessionRow:
    """A session in a list."""

    id: SessionId
    reference: str
    company: str | None
    course: str
    course_title: str
    kind: SessionKindName
    start: date
    end: date
    package: int
    members: int
    held: int
    waiting: int


NamedKind: TypeAlias = Literal["company", "session", "course", "theme", "module", "lesson", "workshop", "case"]
"""What has a name or a reference that people type."""


class Readings(Protocol):
    """Read models: tables and counts over many people, in few statements whatever their number."""

    def names_like(self, kind: NamedKind, text: str) -> list[str]:
        """The names of companies, or the references of parts, that begin with the letter that a text begins with.

        In whichever case, those of companies and sessions without accents too; at most 2,000.
        """

    def companies(self, page: Page[CompanyId] = WHOLE) -> list[CompanyRow]:
        """Companies by name, case and accents apart."""

    def sessions_of_company(self, company: CompanyId) -> int:
        """How many sessions a company has; 0 for an unknown one."""

    def people(
        self,
        company: CompanyId | None = None,
        session: SessionId | None = None,
        role: Role | None = None,
        text: str | None = None,
        managed_by: PersonId | None = None,
        page: Page[PersonId] = WHOLE,
    ) -> list[PersonRow]:
        """People by last name, first name, address; each word of `text` begins one of their names or e-mail (CAT-8).

        Each condition that is given narrows the list; one that nobody meets, an unknown identifier, or a text without
        any word leaves it empty.
        """

    def sessions(
        self,
        company: CompanyId | None = None,
        expired: bool | None = None,
        today: date | None = None,
        kind: str | None = None,
        page: Page[SessionId] = WHOLE,
    ) -> list[SessionRow]:
        """Sessions by start, then reference: of a company, of a kind, those that had *expired* by that day or had not.

        *expired* counts only with *today*; they come by end then. An unknown company has none.
        """

    def seats(self, person: PersonId) -> list[Seat]:
        """The memberships of a person as access sees them, by start; none for an unknown one."""

    def seats_of(self, people: Collection[PersonId]) -> dict[PersonId, list[Seat]]:
        """The same of several people at once: everybody asked for is there, without any seats too."""

    def domains_of_colleagues(self, person: PersonId) -> dict[str, int]:
        """The domains of the others in somebody's company, and how many have each: the 25 most used.

        In a large company two hundred of them are looked at. None for somebody without a company or colleagues, and for
        an unknown person.
        """

    def company_runs_until(self, company: CompanyId) -> date | None:
        """The latest end of a company's sessions; None when it has none, or there is no such company."""

    def managed_run_until(self, manager: PersonId) -> date | None:
        """The latest end of the sessions of the people whom somebody manages; None when there are none."""

    def learners_who_used(self, theme: ThemeId) -> int:
        """How many people saw a lesson of a theme, attempted it, or have its badge; 0 for an unknown one (CAT-5)."""

    def learners_among(self, courses: Collection[CourseId], today: date) -> dict[frozenset[CourseId], int]:
        """How many people are enrolled on these courses and have not reached their end, by which of them (CAT-7)."""

    def learners_of_course(self, course: CourseId) -> list[PersonId]:
        """The people who are enrolled on a course now, each once; nobody for an unknown one."""
