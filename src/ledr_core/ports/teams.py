"""Teams as they are kept, and who belongs to an organisation. Contract: `ledr_core.testing.contracts.organisation`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CompanyId, PersonId, TeamId
from ledr_core.domain.organisation.roles import OverallRole
from ledr_core.domain.organisation.teams import Team


@frozen
class TeamRow:
    """A team with the number of its people and the addresses of its supervisors, in order."""

    team: TeamId
    name: str
    people: int
    supervisors: tuple[str, ...]


@frozen
class MemberRow:
    """A member of an organisation, with their teams by name."""

    person: PersonId
    email: str
    name: str
    role: OverallRole
    supervises: bool
    teams: tuple[TeamId, ...]


class Teams(Protocol):
    """The teams, who is in them, and who supervises them.

    Who is a member of an organisation: the people of the company, and those with a membership of one of its sessions
    that they have not left and that has not ended (TEAM-6).
    """

    def named(self, company: CompanyId, name: str) -> Team | None:
        """The company's team of that name, None when there is none; neither case nor accents count."""

    def get(self, team: TeamId) -> Team:
        """The team so identified. Raises LookupError when there is none."""

    def add(self, team: Team) -> None:
        """Keep a new team; a name that another of the company has is a Conflict when the unit is flushed."""

    def remove(self, team: Team) -> None:
        """Forget a team that this unit has given, and who is in it."""

    def put_in(self, team: TeamId, people: Iterable[PersonId]) -> None:
        """Have people in a team; those who are in it already stay."""

    def take_out(self, team: TeamId, person: PersonId) -> None:
        """Have somebody in a team no more, if they were."""

    def give(self, team: TeamId, supervisor: PersonId) -> None:
        """Have somebody supervise a team, if they do not yet."""

    def take_from(self, team: TeamId, supervisor: PersonId) -> None:
        """Have somebody supervise a team no more, if they did."""

    def names(self, company: CompanyId) -> dict[TeamId, str]:
        """The teams of a company, with their names, in the order of these."""

    def supervised_by(self, person: PersonId) -> frozenset[TeamId]:
        """The teams that somebody supervises."""

    def of_person(self, person: PersonId, company: CompanyId) -> dict[TeamId, str]:
        """The teams of a company that somebody is in, with their names, in the order of these."""

    def inside(self, teams: Collection[TeamId]) -> set[PersonId]:
        """The people who are in one of these teams, members or not any more."""

    def part_with(self, person: PersonId, company: CompanyId) -> None:
        """Have somebody in no team of a company any more, nor supervise one (ROLE-12)."""

    def members_among(self, company: CompanyId, people: Collection[PersonId], today: date) -> set[PersonId]:
        """Who of these people is a member of that organisation."""

    def rows(self, company: CompanyId, today: date) -> list[TeamRow]:
        """The teams of a company by name; only members count."""

    def members(self, company: CompanyId, today: date) -> list[MemberRow]:
        """The members of an organisation, in the order of lists of people."""
