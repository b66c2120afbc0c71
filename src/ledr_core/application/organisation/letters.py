"""The invitation to a company's organisation, and the code that shows whose its address is (INV-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import frozen

from ledr_core.application.access.passwords import token_hash
from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import Matter, MessageKind, Said
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.messages import grounds
from ledr_core.domain.messages.grounds import Withdrawal


@frozen(kw_only=True)
class InvitationFacts:
    """Who invites to what, what opens the door, and until when."""

    company: str
    role: str
    team: str | None = None
    inviter: str
    token: str
    expires: datetime


@frozen(kw_only=True)
class InvitationCodeFacts:
    """What shows that the invited address is theirs who is signed in to another account, and until when."""

    token: str
    company: str
    account: str
    """The address of that account."""
    expires: datetime


def _is_open(work: Work, matter: Matter[InvitationFacts]) -> Withdrawal | None:
    """Nobody has used or withdrawn it, and no newer link is in its place (INV-3)."""
    found = work.unit.invitations.with_hash(token_hash(matter.facts.token))
    used = found is None or found.ended is not None
    return grounds.link(matter.facts.expires, work.moment.instant, used=used)


def _is_timely(work: Work, matter: Matter[InvitationCodeFacts]) -> Withdrawal | None:
    return grounds.link(matter.facts.expires, work.moment.instant, used=False)


def _to_a_team(made_up: MadeUp, moment: Moment) -> Said:
    return {
        "company": made_up.company,
        "role": "member",
        "team": made_up.team,
        "inviter": made_up.people[0],
        "token": made_up.secret,
        "expires": moment.instant + 30 * ONE_DAY,
    }


def _to_another(made_up: MadeUp, moment: Moment) -> Said:
    return {
        "token": made_up.secret,
        "company": made_up.company,
        "account": "lea@exemple.fr",
        "expires": moment.instant + ONE_DAY / 24,
    }


INVITATION: Final = MessageKind(
    name="invitation",
    rule="INV-2",
    automatic=False,
    facts=InvitationFacts,
    sample=_to_a_team,
    ground=_is_open,
    secrets=("token",),
    page="invitation",
)

INVITATION_CODE: Final = MessageKind(
    name="invitation_code",
    rule="INV-2",
    automatic=False,
    facts=InvitationCodeFacts,
    sample=_to_another,
    ground=_is_timely,
    secrets=("token",),
    page="confirmation",
)

KINDS: Final = (INVITATION, INVITATION_CODE)
