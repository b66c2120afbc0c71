"""What of an organisation somebody sees (TEAM-1, TEAM-7)."""

from __future__ import annotations

from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.naming import sight_of
from ledr_core.domain.organisation.roles import shown_role, tabs
from ledr_core.domain.people.companies import Company
from ledr_core.ports.teams import MemberRow, TeamRow
from ledr_core.views.organisation import MemberItem, OrganisationView, TeamItem


def shown_organisation(work: Work, company: Company) -> OrganisationView:
    """The organisation, as far as the actor sees it."""
    me, sight = work.actor.person, sight_of(work)
    rows = work.unit.teams.rows(company.id, work.today)
    names = {row.team: row.name for row in rows}
    members = [row for row in work.unit.teams.members(company.id, work.today) if sight.names(row.person, row.teams)]
    own = {team for row in members if row.person == sight.person for team in row.teams}
    return OrganisationView(
        company=company.name,
        initials="" if me is None else me.initials,
        tabs=tuple(tab.value for tab in tabs(sight.role, supervises=bool(sight.supervised))),
        teams=tuple(_team(row, sight.counts(row.team)) for row in rows if row.team in own or sight.counts(row.team)),
        members=tuple(_member(row, tuple(names[team] for team in row.teams)) for row in members),
    )


def _team(row: TeamRow, counted: bool) -> TeamItem:
    return TeamItem(row.name, row.people, row.supervisors) if counted else TeamItem(row.name, None, ())


def _member(row: MemberRow, teams: tuple[str, ...]) -> MemberItem:
    role = shown_role(row.role, supervises=row.supervises)
    return MemberItem(row.email, row.name, role.value, teams, premium=True)
