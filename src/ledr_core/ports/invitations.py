"""Invitations as they are kept. Contract: `ledr_core.testing.contracts.invitations`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CompanyId, InvitationId, TeamId
from ledr_core.domain.organisation.invitations import Invitation, InvitationState
from ledr_core.domain.organisation.roles import OrganisationRole
from ledr_core.ports.paging import WHOLE, Page


@frozen
class InvitationRow:
    """An invitation in a list."""

    invitation: InvitationId
    address: str
    role: OrganisationRole
    team: str | None
    state: InvitationState
    expires: datetime


class Invitations(Protocol):
    """The invitations to organisations; of their tokens a hash alone is kept."""

    def add(self, invitation: Invitation) -> None:
        """Keep a new invitation; another open one of the company to the address is a Conflict at the flush."""

    def get(self, invitation: InvitationId) -> Invitation | None:
        """The invitation so identified, None when there is none."""

    def with_hash(self, token_hash: str) -> Invitation | None:
        """The invitation whose token has that hash, held until the unit ends, so that of many at once one accepts."""

    def open_to(self, company: CompanyId, addresses: Iterable[str]) -> dict[str, Invitation]:
        """The company's invitations to these addresses that have not ended, by `address_key`, expired ones too."""

    def open_anywhere(self, address: str) -> Sequence[Invitation]:
        """The invitations of any company to that address that have not ended, expired ones too."""

    def joined(self, company: CompanyId, addresses: Collection[str], at: datetime) -> None:
        """End as accepted what is open and good of the company's to these addresses: they have come in otherwise."""

    def without_team(self, team: TeamId, at: datetime) -> None:
        """Have no invitation name a team that is going; open ones to supervise it end as withdrawn."""

    def rows(
        self,
        company: CompanyId,
        now: datetime,
        state: InvitationState | None = None,
        page: Page[InvitationId] = WHOLE,
    ) -> list[InvitationRow]:
        """The invitations of a company, those of one state or all: the oldest first, of one instant by address."""
