"""The invitation to a company's organisation (INV-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import frozen

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


def _is_open(work: Work, matter: Matter[InvitationFacts]) -> Withdrawal | None:
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

KINDS: Final = (INVITATION,)
