"""Accepting an invitation: whose account joins, and what it joins (INV-2, INV-3)."""

from __future__ import annotations

from functools import partial

from attrs import field, frozen

from ledr_core.application.access.gates import link_gate, must_be_welcome
from ledr_core.application.access.hashing import signing_in
from ledr_core.application.access.passwords import give_password, token_hash
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.letters import INVITATION_CODE, InvitationCodeFacts
from ledr_core.application.sessions.enrolment import give_role, new_person
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.organisation.invitations import Ended, Invitation, InvitationState
from ledr_core.domain.organisation.roles import OrganisationRole, OverallRole
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role


@frozen
class Opened:
    """A link as it was followed, before anything is joined."""

    kept: str
    """What is kept of its token."""
    hashed: str | None = field(default=None, repr=False)
    """What is kept of the password of a new account."""
    owner: PersonId | None = None
    """Whose login the password opens, of somebody who has an account and is not signed in."""


@frozen
class _Visit:
    """What a link leads to: the invited address, None where it is good no more, and what is to be given with it."""

    address: str | None
    asks_login: bool = False
    asks_password: bool = False


def showing(before: Before, *, token: str, address: str | None = None) -> str:
    """What is kept of a link's token; one that nobody was given is counted."""
    kept, _ = before.keep(partial(_looked_at, token=token, network=address))
    return kept


def accepting(
    before: Before,
    *,
    token: str,
    first_name: str | None = None,
    last_name: str | None = None,
    password: str | None = None,
    confirmation: str | None = None,
    address: str | None = None,
) -> Opened:
    """The same; a password is hashed or compared while no transaction is open.

    Whoever is signed in under another address than the invited one, and brings no code, is sent one there.
    """
    kept, visit = before.keep(partial(_looked_at, token=token, network=address))
    if visit.address is not None and password is not None and visit.asks_login:
        return Opened(kept, owner=signing_in(before, login=visit.address, password=password, address=address))
    if password is not None and visit.asks_password:
        return Opened(kept, hashed=before.ports.passwords.hash(password))
    if confirmation is None:
        before.keep(partial(_send_code, kept=kept, network=address))
    return Opened(kept)


def good_invitation(work: Work, kept: str) -> Invitation:
    """The invitation whose token is kept so. Raises Refused INV-3 for none, and for one that is good no more."""
    found = work.unit.invitations.with_hash(kept)
    if found is None:
        raise Refused("INV-3", "unknown")
    found.must_be_good(work.moment.instant)
    return found


def _looked_at(work: Work, token: str, network: str | None) -> tuple[str, _Visit]:
    gate = link_gate(work, network)
    gate.must_be_open("INV-3")
    kept = token_hash(token)
    found = work.unit.invitations.with_hash(kept)
    if found is None:
        gate.failed()
    if found is None or found.state(work.moment.instant) is not InvitationState.PENDING:
        return kept, _Visit(None)
    has_account = work.unit.people.with_email(found.address) is not None
    nobody, visitor = work.actor.person is None, work.actor.is_visitor
    return kept, _Visit(found.address, has_account and visitor, not has_account and nobody)


def _send_code(work: Work, kept: str, network: str | None) -> None:
    """Mail a code to the invited address, for whoever is signed in under another one to show that it is theirs.

    Raises Refused INV-2 after several in a row.
    """
    me, found = work.actor.person, work.unit.invitations.with_hash(kept)
    if me is None or found is None or _is_of(found, me):
        return
    found.must_be_good(work.moment.instant)
    must_be_welcome(work, found.address, network, "INV-2")
    code = work.ports.chance.token()
    found.code_hash = _code_hash(me, code)
    facts = InvitationCodeFacts(
        token=code,
        company=work.unit.companies.get(found.company).name,
        account=me.email,
        expires=found.expires,
    )
    owner = work.unit.people.with_email(found.address)
    to, address = (None, found.address) if owner is None else (owner.id, None)
    work.write([INVITATION_CODE.message(work, to, None, token_hash(code), facts, address)])


def whoever_accepts(
    work: Work, invitation: Invitation, opened: Opened, names: tuple[str | None, str | None], confirmation: str | None
) -> Person:
    """The account that joins: that of whoever is signed in, else that of the address, else a new one.

    Raises Refused INV-2 when the address is not confirmed as theirs or nobody has signed in to its account, and Invalid
    when a new account lacks a name or a password.
    """
    me = work.actor.person
    if me is not None:
        _must_be_confirmed(invitation, me, confirmation)
        if work.unit.people.with_email(invitation.address) is None:
            # by which it is known as theirs
            work.unit.outbox.adopt(invitation.address, me.id, work.contexts.kinds_to_the_school)
        return me
    owner = work.unit.people.with_email(invitation.address)
    if owner is None:
        return _new_account(work, invitation, opened, names)
    if not work.actor.is_staff and opened.owner != owner.id:
        raise Refused("INV-2", "sign in", {"email": invitation.address})
    return owner


def _must_be_confirmed(invitation: Invitation, me: Person, confirmation: str | None) -> None:
    if _is_of(invitation, me):
        return
    if confirmation is None:
        raise Refused("INV-2", "not confirmed", {"email": invitation.address})
    if invitation.code_hash != _code_hash(me, confirmation):
        raise Refused("INV-2", "wrong code", {"email": invitation.address})


def _new_account(work: Work, invitation: Invitation, opened: Opened, names: tuple[str | None, str | None]) -> Person:
    if opened.hashed is None:
        raise Invalid("password", "no password for a new account", {"person": invitation.address})
    person = new_person(work, invitation.address, *names, Role.TESTER)
    work.flush()
    give_password(work, person, opened.hashed)
    return person


def join_organisation(work: Work, person: Person, invitation: Invitation) -> None:
    """Belong to the organisation, in the role and the team of the invitation, which is used up.

    Raises Refused INV-2 for somebody of another organisation, and TEAM-2; the link stays good. Who belongs to it
    already, under another address, keeps a role that is more than a member's; who steered or managed elsewhere does
    neither here.
    """
    supervises, arrives = invitation.role is OrganisationRole.SUPERVISOR, person.company is None
    person.come_by_invitation(invitation.company, work.moment)
    if arrives and person.role.alone is not person.role:
        give_role(work, person, person.role.alone)  # another company had put people in their charge
    if supervises:
        person.must_be_able_to_supervise()
    if invitation.role.overall is not OverallRole.MEMBER:
        supervised = work.unit.teams.supervised_by(person.id)
        person.be_in_organisation(invitation.role.overall, supervises=bool(supervised))
    invitation.end(Ended.ACCEPTED, work.moment.instant)
    work.flush()
    if invitation.team is not None:
        work.unit.teams.put_in(invitation.team, [person.id])
    if invitation.team is not None and supervises:
        work.unit.teams.give(invitation.team, person.id)


def end_what_is_joined(work: Work) -> None:
    """Invitations of an organisation to somebody who belongs to it by now have served (INV-3)."""
    arrived: dict[CompanyId, list[str]] = {}
    for person in work.unit.people.changed():
        if person.company is not None:
            arrived.setdefault(person.company, []).append(person.email)
    for company, addresses in arrived.items():
        work.unit.invitations.joined(company, addresses, work.moment.instant)


def _is_of(invitation: Invitation, person: Person) -> bool:
    return address_key(person.email) == address_key(invitation.address)


def _code_hash(person: Person, code: str) -> str:
    """What is kept of a code: it is that person's alone."""
    return token_hash(f"{person.id}:{code.strip()}")
