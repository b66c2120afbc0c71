"""Whom somebody writes to in an organisation: those named, a team, or all that they follow (TEAM-5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from attrs import AttrsInstance

from ledr_core.application.operating.message_kinds import MessageKind
from ledr_core.application.operating.naming import Named
from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.naming import followed_team, members_of, sight_of
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.school import SCHOOL_NAME
from ledr_core.domain.organisation.sight import Sight
from ledr_core.domain.people.companies import Company
from ledr_core.views.organisation import AddressedView

F = TypeVar("F", bound=AttrsInstance)


def addressed(work: Work, company: Company, team: str | None, people: Sequence[str] | None) -> list[PersonId]:
    """The members meant, each once: those named, in the team where one is named, else all but the actor.

    A supervisor reaches the people of their own teams. Raises as `member_of` and `followed_team` do, and Refused TEAM-1
    for a member who is not among those.
    """
    chosen, sight = None if team is None else followed_team(work, company, team), sight_of(work)
    named = None if people is None else _named(work, company, people)
    if sight.administers and chosen is None:
        return _everybody_else(work, company, sight) if named is None else named
    inside = work.unit.teams.inside(sight.supervised if chosen is None else [chosen.id])
    if named is None:
        members = work.unit.teams.members_among(company.id, inside, work.today)
        return sorted(one for one in members if one != sight.person)
    for person in named:
        if person not in inside:
            raise Refused("TEAM-1", "not followed", {"person": person})
    return named


def _everybody_else(work: Work, company: Company, sight: Sight) -> list[PersonId]:
    rows = work.unit.teams.members(company.id, work.today)
    return [row.person for row in rows if row.person != sight.person]


def _named(work: Work, company: Company, emails: Sequence[str]) -> list[PersonId]:
    """The members of these addresses, each once. Raises as `member_of` does."""
    return list(dict.fromkeys(member.id for member in members_of(work, company, emails)))


def sender(work: Work) -> str:
    """In whose name it is written: staff write in the school's."""
    me = work.actor.person
    return work.setting(SCHOOL_NAME) if me is None else me.name or me.email


def write_to(work: Work, people: Sequence[PersonId], kind: MessageKind[F], facts: F) -> AddressedView:
    """Write each of them a message of that kind; gives to whom."""
    key = work.ports.chance.identifier()
    work.write(kind.message(work, person, None, f"{key}:{person}", facts) for person in people)
    cards = work.unit.people.cards(people)
    return AddressedView(len(people), tuple(Named(cards[one].email, cards[one].name) for one in people))
