"""Whom and what the operations of an organisation name: to anybody but staff, unknown and foreign look the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ledr_core.application.operating.near_names import spelled_nearly
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.organisation.roles import OverallRole
from ledr_core.domain.organisation.sight import Sight
from ledr_core.domain.organisation.teams import Team
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.person import Person


def sight_of(work: Work) -> Sight:
    """How far the actor sees into the organisation, which has been named: their own, or any to staff."""
    me = work.actor.person
    if work.actor.is_staff:
        return Sight(None if me is None else me.id, OverallRole.ADMINISTRATOR)
    assert me is not None
    return Sight(me.id, me.organisation_role, work.supervised)


def followed_team(work: Work, company: Company, name: str) -> Team:
    """The company's team of that name, one of the actor's own where they only supervise some.

    Raises Refused TEAM-1 for a team that they do not supervise, NotFound to who administers.
    """
    found = work.unit.teams.named(company.id, name)
    if not sight_of(work).administers and (found is None or found.id not in work.supervised):
        raise Refused("TEAM-1", "another team", {"team_name": name})
    if found is None:
        raise no_such_team(work, company, name)
    return found


def readable_team(work: Work, company: Company, name: str) -> Team:
    """The company's team of that name whose page the actor reads: one they are in as well.

    Raises Refused TEAM-1 for any other, NotFound to who administers.
    """
    found, sight = work.unit.teams.named(company.id, name), sight_of(work)
    own = {} if sight.person is None else work.unit.teams.of_person(sight.person, company.id)
    if not sight.administers and (found is None or not (found.id in own or found.id in sight.supervised)):
        raise Refused("TEAM-1", "not their team", {"team_name": name})
    if found is None:
        raise no_such_team(work, company, name)
    return found


def no_such_team(work: Work, company: Company, name: str) -> NotFound:
    """There is no team of that name: whoever sees all of the organisation is told what is called nearly so."""
    names = list(work.unit.teams.names(company.id).values())
    error = NotFound("team", name)
    error.facts = {"company": company.name, "close": spelled_nearly(name, names) or None, "none_yet": not names or None}
    return error


def no_team_named(work: Work, company: Company) -> Invalid:
    """A supervisor needs a team: one of these, where there are some."""
    names = list(work.unit.teams.names(company.id).values())
    return Invalid("team", "no team to supervise", {"choices": names} if names else {"company": company.name})


def member_of(work: Work, company: Company, email: str) -> Person:
    """The member of that organisation who has that address.

    Raises Refused: to staff TEAM-6 for somebody who is none, and NotFound for nobody; to others ROLE-6 for both.
    """
    return members_of(work, company, [email])[0]


def members_of(work: Work, company: Company, emails: Sequence[str]) -> list[Person]:
    """The members of these addresses, in their order, asked for at once. Raises as `member_of` does."""
    known = work.unit.people.with_emails(emails)
    asked = [person.id for person in known.values()] or [PersonId("")]  # as much is asked about nobody
    among = work.unit.teams.members_among(company.id, asked, work.today)
    return [_must_belong(work, company, email, known.get(address_key(email)), among) for email in emails]


def _must_belong(work: Work, company: Company, email: str, found: Person | None, among: Collection[PersonId]) -> Person:
    if found is not None and found.id in among:
        return found
    if not work.actor.is_staff:
        raise Refused("ROLE-6", "another company", {"person": email})
    if found is None:
        raise NotFound("person", email)
    raise Refused("TEAM-6", "not a member", {"person": found.id, "company": company.name})


def own_member_of(work: Work, company: Company, email: str) -> Person:
    """The same of somebody whose company that is: roles are theirs alone. Raises Refused TEAM-6 for others."""
    found = member_of(work, company, email)
    if found.company != company.id:
        raise Refused("TEAM-6", "another organisation", {"person": found.id, "company": company.name})
    return found


def whose_role(work: Work, email: str) -> Person:
    """Whose role an administrator, of the same organisation, or staff may set. Raises what `own_member_of` raises."""
    own = work.actor.company
    if not work.actor.is_staff and own is not None:
        return own_member_of(work, work.unit.companies.get(own), email)
    return work.person(email)
