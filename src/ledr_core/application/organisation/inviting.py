"""Inviting pasted addresses to an organisation (INV-1, INV-3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from ledr_core.application.access.passwords import token_hash
from ledr_core.application.operating.texts import read_email
from ledr_core.application.operating.values import MOST_ITEMS
from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.letters import INVITATION, InvitationFacts
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import InvitationId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.kernel.school import SCHOOL_NAME
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.organisation.invitations import Ended, Invitation, InvitationState
from ledr_core.domain.organisation.pasting import Pasted, pasted_in
from ledr_core.domain.organisation.roles import OrganisationRole
from ledr_core.domain.organisation.settings import INVITATION_DAYS
from ledr_core.domain.organisation.teams import Team
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.person import Person
from ledr_core.ports.outbox import NewMessage
from ledr_core.views.invitations import InvitedItem


def invite_all(
    work: Work, company: Company, text: str, role: OrganisationRole, team: Team | None
) -> tuple[InvitedItem, ...]:
    """Invite the addresses of a pasted text; gives what became of each, in order. Raises Invalid for none, or too many.

    What there is about all of them is asked at once.
    """
    read = [_read(one) for one in pasted_in(text)]
    if not read:
        raise Invalid("addresses", "no addresses pasted")
    if len(read) > MOST_ITEMS:
        raise Invalid("addresses", "too many items", {"count": len(read), "most": MOST_ITEMS})
    inviting = _Inviting.of(work, company, [one for one in read if isinstance(one, str)], role, team)
    items = tuple(one if isinstance(one, InvitedItem) else inviting.invite(one) for one in read)
    work.write(inviting.letters)
    return items


def invite_again(work: Work, invitation: Invitation) -> None:
    """Send an invitation again, good as long as a new one, by another link alone. Raises Refused INV-3."""
    person = work.unit.people.with_email(invitation.address)
    work.write([_by_another_link(work, invitation, _expiry(work), person)])


def invite_anew(work: Work, person: Person) -> list[NewMessage]:
    """What is written to somebody who has taken another address: invitations to it, each by another link alone.

    Whoever was forwarded the former link does not make the invited address theirs by taking it as their login: only who
    reads what is sent there has the new one (INV-2). It is the address that is written to, not yet the person.
    """
    now = work.moment.instant
    open_ones = (one for one in work.unit.invitations.open_anywhere(person.email) if one.company != person.company)
    good = (one for one in open_ones if one.state(now) is InvitationState.PENDING)
    return [_by_another_link(work, one, one.expires, None) for one in good]


def _by_another_link(work: Work, invitation: Invitation, expires: datetime, person: Person | None) -> NewMessage:
    token = work.ports.chance.token()
    invitation.renew(token_hash(token), expires)
    company = work.unit.companies.get(invitation.company)
    team = None if invitation.team is None else work.unit.teams.get(invitation.team)
    return _letter(work, invitation, token, company, team, person)


def _read(pasted: Pasted) -> str | InvitedItem:
    """An address in small letters, or what is wrong with it."""
    try:
        return address_key(read_email(pasted.address, "addresses"))
    except Invalid as wrong:
        return InvitedItem(pasted.typed, "invalid", wrong.reason, wrong.ground, wrong.facts)


@frozen
class _Inviting:
    """Invites addresses one by one, knowing what there is about all of them."""

    work: Work
    company: Company
    role: OrganisationRole
    team: Team | None
    expires: datetime
    known: Mapping[str, Person]
    """Those who have an account."""
    members: frozenset[str]
    open: dict[str, Invitation]
    letters: list[NewMessage] = field(factory=list)

    @classmethod
    def of(
        cls, work: Work, company: Company, addresses: list[str], role: OrganisationRole, team: Team | None
    ) -> _Inviting:
        known = work.unit.people.with_emails(addresses)
        among = work.unit.teams.members_among(company.id, [person.id for person in known.values()], work.today)
        members = frozenset(key for key, person in known.items() if person.id in among)
        opened = work.unit.invitations.open_to(company.id, addresses)
        return cls(work, company, role, team, _expiry(work), known, members, opened)

    def invite(self, address: str) -> InvitedItem:
        """Invite an address, unless it needs no invitation; one that has expired gives way to another."""
        if address in self.members:
            return InvitedItem(address, "already_member")
        now, former = self.work.moment.instant, self.open.get(address)
        if former is not None and former.state(now) is InvitationState.PENDING:
            return InvitedItem(address, "already_invited")
        if former is not None:
            former.end(Ended.EXPIRED, former.expires)
        token = self.work.ports.chance.token()
        invitation = self.open[address] = self._made(address, token)
        self.work.unit.invitations.add(invitation)
        self.letters.append(_letter(self.work, invitation, token, self.company, self.team, self.known.get(address)))
        return InvitedItem(address, "invited")

    def _made(self, address: str, token: str) -> Invitation:
        return Invitation(
            id=InvitationId(self.work.ports.chance.identifier()),
            company=self.company.id,
            address=address,
            role=self.role,
            team=None if self.team is None else self.team.id,
            token_hash=token_hash(token),
            created=self.work.moment.instant,
            expires=self.expires,
        )


def _expiry(work: Work) -> datetime:
    return work.moment.instant + work.setting(INVITATION_DAYS) * ONE_DAY


def _letter(
    work: Work, invitation: Invitation, token: str, company: Company, team: Team | None, person: Person | None
) -> NewMessage:
    me = work.actor.person
    if me is not None and address_key(me.email) == address_key(invitation.address):
        me = None  # nobody invites themselves
    facts = InvitationFacts(
        company=company.name,
        role=invitation.role.value,
        team=None if team is None else team.name,
        inviter=(me.name or me.email) if me is not None else work.setting(SCHOOL_NAME),
        token=token,
        expires=invitation.expires,
    )
    known, address = (None, invitation.address) if person is None else (person.id, None)
    return INVITATION.message(work, known, None, invitation.token_hash, facts, address)
