"""Invitations to an organisation: good for a while, for one address, once (INV-2, INV-3)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from attrs import define

from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CompanyId, InvitationId, TeamId
from ledr_core.domain.organisation.roles import OrganisationRole

InvitationStateName: TypeAlias = Literal["pending", "accepted", "expired", "withdrawn"]
"""An `InvitationState` by its value."""
OutcomeName: TypeAlias = Literal["invited", "already_member", "already_invited", "invalid"]
"""What became of an address that was pasted (INV-1)."""


class InvitationState(StrEnum):
    """What an invitation is at an instant."""

    _value_: InvitationStateName

    PENDING = "pending"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Ended(StrEnum):
    """How an invitation ended; one whose time alone is over is told by that, until another takes its place."""

    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@define
class Invitation:
    """An invitation of one address to a role in a company's organisation, and to a team of it."""

    id: InvitationId
    company: CompanyId
    address: str
    """In small letters."""
    role: OrganisationRole
    team: TeamId | None
    token_hash: str
    created: datetime
    expires: datetime
    ended: Ended | None = None
    ended_at: datetime | None = None
    code_hash: str | None = None
    """Of the code that was mailed to the address last, for whoever is signed in under another one."""

    def state(self, now: datetime) -> InvitationState:
        """What it is at that instant."""
        if self.ended is not None:
            return InvitationState(self.ended.value)
        return InvitationState.EXPIRED if self.expires <= now else InvitationState.PENDING

    def must_be_good(self, now: datetime) -> None:
        """Raises Refused INV-3 for one that was accepted or withdrawn, or has expired."""
        state = self.state(now)
        if state is not InvitationState.PENDING:
            raise Refused("INV-3", str(state.value), {"at": self.ended_at or self.expires})

    def end(self, how: Ended, at: datetime) -> None:
        """Be good no more."""
        self.ended, self.ended_at, self.code_hash = how, at, None

    def renew(self, token_hash: str, expires: datetime) -> None:
        """Be good again, by another token alone. Raises Refused INV-3 once it has ended for good."""
        if self.ended is not None:
            raise Refused("INV-3", self.ended.value, {"at": self.ended_at, **self._as_listed()})
        self.token_hash, self.expires, self.code_hash = token_hash, expires, None

    def withdraw(self, at: datetime) -> None:
        """Be withdrawn. Raises Refused INV-3 once it was accepted."""
        if self.ended is Ended.ACCEPTED:
            raise Refused("INV-3", "accepted", {"at": self.ended_at, **self._as_listed()})
        if self.ended is not Ended.WITHDRAWN:
            self.end(Ended.WITHDRAWN, at)

    def _as_listed(self) -> dict[str, object]:
        """What whoever sends and withdraws invitations is told of it, and nobody who merely has its link."""
        said = {"company": self.company, "address": self.address, "team_name": self.team}
        return {**said, "organisation_role": self.role.value}
