"""Results about invitations to organisations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from ledr_core.domain.organisation.invitations import InvitationStateName, OutcomeName
from ledr_core.domain.organisation.roles import OrganisationRoleName


@frozen
class InvitedItem:
    """What became of one pasted address: in small letters, or as typed where it is invalid, with the `reason`.

    `ground` and `fact` are what that is made of.
    """

    address: str
    outcome: OutcomeName
    reason: str | None = None
    ground: str | None = None
    fact: Mapping[str, Any] | None = None


@frozen
class InvitationView:
    """An invitation as its link shows it; `account` says whether the address has one (INV-2)."""

    company: str
    team: str | None
    role: OrganisationRoleName
    address: str
    account: bool
    expires: datetime


@frozen
class AcceptedView:
    """Who has joined which organisation, and as what."""

    person: str
    company: str
    role: OrganisationRoleName
    team: str | None


@frozen
class InvitationItem:
    """An invitation in a list."""

    invitation: str
    address: str
    role: OrganisationRoleName
    team: str | None
    state: InvitationStateName
    expires: datetime


@frozen
class AnnouncementView:
    """A text to send beside invitations, ready to be pasted into a mail of one's own."""

    subject: str
    text: str
