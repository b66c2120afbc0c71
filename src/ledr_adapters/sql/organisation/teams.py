"""Teams and who is in them, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.rows import Mapper, PartRows, itself
from ledr_adapters.sql.statements import chunks, delete_wholes, insert_into, locked
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, TeamId
from ledr_core.domain.kernel.texts import folded
from ledr_core.domain.organisation.roles import OverallRole
from ledr_core.domain.organisation.teams import Team
from ledr_core.ports.teams import MemberRow, TeamRow

COURSES_OF_TEAM = PartRows[Team, CourseId](
    t.team_courses,
    ("team_id", "position"),
    lambda team: {(team.id, position): course for position, course in enumerate(team.courses)},
    {"course_id": itself},
)
TEAM = Mapper[Team](
    t.teams,
    {"id": "id"},
    {
        "company_id": "company",
        "name": "name",
        "name_key": lambda team: folded(team.name),
        "message": "message",
    },
    (COURSES_OF_TEAM,),
)

_p, _m, _s, _t = t.people.c, t.memberships.c, t.sessions.c, t.teams.c
_in, _over = t.team_members.c, t.team_supervisors.c
_company = sa.bindparam("company", type_=sa.String)
_today = sa.bindparam("today", type_=sa.Date)
_enrolled = (
    sa.select(_m.person_id)
    .join(t.sessions, _s.id == _m.session_id)
    .where(_s.company_id == _company, _m.left_at.is_(None), _m.end >= _today)
)
_members = sa.select(_p.id).where(_p.company_id == _company).union(_enrolled).subquery()
SUPERVISED = Prepared(sa.select(_over.team_id).where(_over.person_id == sa.bindparam("person")))
OF_PERSON = Prepared(
    sa.select(_t.id, _t.name)
    .join(t.team_members, _in.team_id == _t.id)
    .where(_in.person_id == sa.bindparam("person"), _t.company_id == _company)
    .order_by(_t.name_key)
)
INSIDE = Prepared(sa.select(_in.person_id).where(one_of(_in.team_id, "teams")))
AMONG = Prepared(
    sa.select(_p.id).where(
        one_of(_p.id, "people"), sa.or_(_p.company_id == _company, _p.id.in_(_enrolled.correlate(None)))
    )
)
TEAMS = Prepared(sa.select(_t.id, _t.name).where(_t.company_id == _company).order_by(_t.name_key))
MEMBERS = Prepared(
    sa.select(_p.id, _p.email, _p.first_name, _p.last_name, _p.company_id, _p.organisation_role)
    .join(_members, _members.c.id == _p.id)
    .order_by(_p.list_key)
)
PLACES = Prepared(
    sa.select(_in.team_id, _in.person_id).join(t.teams, _t.id == _in.team_id).where(_t.company_id == _company)
)
SUPERVISORS = Prepared(
    sa.select(_over.team_id, _over.person_id).join(t.teams, _t.id == _over.team_id).where(_t.company_id == _company)
)


class SqlTeams:
    """The teams, who is in them, and who supervises them."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(TEAM)

    def named(self, company: CompanyId, name: str) -> Team | None:
        """The company's team of that name."""
        key = folded(name)
        for known in self.tracker.all():
            if known.company == company and folded(known.name) == key:
                return known
        return self._loaded(_t.company_id == company, _t.name_key == key)

    def get(self, team: TeamId) -> Team:
        """The team so identified."""
        found = self.tracker.known(team) or self._loaded(_t.id == team)
        if found is None:
            raise LookupError(team)
        return found

    def _loaded(self, *where: sa.ColumnElement[bool]) -> Team | None:
        statement = sa.select(t.teams).where(*where)
        row = self._connection.execute(locked(self._connection, statement, reads=self._reads)).one_or_none()
        if row is None:
            return None
        own = sa.select(t.team_courses.c.course_id).where(t.team_courses.c.team_id == row.id)
        courses = self._connection.scalars(own.order_by(t.team_courses.c.position))
        team = Team(TeamId(row.id), CompanyId(row.company_id), row.name, row.message, tuple(map(CourseId, courses)))
        return self.tracker.loaded(team, row.version)

    def add(self, team: Team) -> None:
        """Keep a new team."""
        self.tracker.add(team)

    def remove(self, team: Team) -> None:
        """Forget a team, and who is in it."""
        delete_wholes(self._connection, t.teams, _t.id == team.id)
        self.tracker.forget(team.id)

    def put_in(self, team: TeamId, people: Iterable[PersonId]) -> None:
        """Have people in a team."""
        for some in chunks(people):
            self._link(t.team_members, [{"team_id": team, "person_id": person} for person in some])

    def take_out(self, team: TeamId, person: PersonId) -> None:
        """Have somebody in a team no more."""
        self._connection.execute(sa.delete(t.team_members).where(_in.team_id == team, _in.person_id == person))

    def give(self, team: TeamId, supervisor: PersonId) -> None:
        """Have somebody supervise a team."""
        self._link(t.team_supervisors, [{"team_id": team, "person_id": supervisor}])

    def take_from(self, team: TeamId, supervisor: PersonId) -> None:
        """Have somebody supervise a team no more."""
        where = (_over.team_id == team, _over.person_id == supervisor)
        self._connection.execute(sa.delete(t.team_supervisors).where(*where))

    def _link(self, table: sa.Table, rows: list[dict[str, str]]) -> None:
        self._connection.execute(insert_into(self._connection, table).on_conflict_do_nothing(), rows)

    def names(self, company: CompanyId) -> dict[TeamId, str]:
        """The teams of a company, with their names."""
        return {TeamId(row.id): row.name for row in TEAMS.rows(self._connection, company=company)}

    def supervised_by(self, person: PersonId) -> frozenset[TeamId]:
        """The teams that somebody supervises."""
        return frozenset(TeamId(row.team_id) for row in SUPERVISED.rows(self._connection, person=person))

    def of_person(self, person: PersonId, company: CompanyId) -> dict[TeamId, str]:
        """The teams of a company that somebody is in, with their names."""
        return {TeamId(row.id): row.name for row in OF_PERSON.rows(self._connection, person=person, company=company)}

    def inside(self, teams: Collection[TeamId]) -> set[PersonId]:
        """The people who are in one of these teams."""
        return {PersonId(row.person_id) for row in INSIDE.rows(self._connection, teams=list(teams))}

    def part_with(self, person: PersonId, company: CompanyId) -> None:
        """Have somebody in no team of a company any more, nor supervise one."""
        own = sa.select(_t.id).where(_t.company_id == company)
        for table in (t.team_members, t.team_supervisors):
            where = (table.c.person_id == person, table.c.team_id.in_(own))
            self._connection.execute(sa.delete(table).where(*where))

    def members_among(self, company: CompanyId, people: Collection[PersonId], today: date) -> set[PersonId]:
        """Who of these people is a member of that organisation."""
        rows = AMONG.rows(self._connection, company=company, people=list(people), today=today)
        return {PersonId(row.id) for row in rows}

    def rows(self, company: CompanyId, today: date) -> list[TeamRow]:
        """The teams of a company by name."""
        members = {row.id: row.email for row in MEMBERS.rows(self._connection, company=company, today=today)}
        inside, over = _by_first(self._pairs(PLACES, company)), _by_first(self._pairs(SUPERVISORS, company))
        return [
            TeamRow(
                TeamId(row.id),
                row.name,
                sum(person in members for person in inside.get(row.id, ())),
                tuple(sorted(members[person] for person in over.get(row.id, ()) if person in members)),
            )
            for row in TEAMS.rows(self._connection, company=company)
        ]

    def members(self, company: CompanyId, today: date) -> list[MemberRow]:
        """The members of an organisation."""
        teams = [TeamId(row.id) for row in TEAMS.rows(self._connection, company=company)]
        inside = _by_first((person, team) for team, person in self._pairs(PLACES, company))
        over = {person for _, person in self._pairs(SUPERVISORS, company)}
        return [
            MemberRow(
                PersonId(row.id),
                row.email,
                f"{row.first_name} {row.last_name}".strip(),
                OverallRole(row.organisation_role) if row.company_id == company else OverallRole.MEMBER,
                row.id in over,
                tuple(team for team in teams if team in inside.get(row.id, ())),
            )
            for row in MEMBERS.rows(self._connection, company=company, today=today)
        ]

    def _pairs(self, statement: Prepared, company: CompanyId) -> Iterable[tuple[Any, Any]]:
        return zip(*statement.columns(self._connection, company=company), strict=True)


def _by_first(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found
