"""Invitations to organisations."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders_list_of
from ledr_cli.render.tables import Columns, listing
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.views.invitations import InvitationItem, InvitedItem
from ledr_core.wording import Place, told


@renders_list_of(InvitedItem)
def invited(page: Page, items: Sequence[InvitedItem]) -> None:
    """What became of each pasted address, a row each; why one is invalid in the words of whoever reads."""
    columns: Columns[InvitedItem] = {
        "address": lambda one: one.address,
        "outcome": lambda one: one.outcome,
        "reason": lambda one: _reason(page, one),
    }
    listing(page, items, "no invitation", columns)


def _reason(page: Page, item: InvitedItem) -> str | None:
    if item.ground is None:
        return None
    return told(Invalid("", item.ground, item.fact), page.words.language, Place.COMMAND_LINE).message


@renders_list_of(InvitationItem)
def invitations(page: Page, items: Sequence[InvitationItem]) -> None:
    """Invitations, a row each; the identifier is what sends one again or withdraws it."""
    columns: Columns[InvitationItem] = {
        "address": lambda one: one.address,
        "role": lambda one: one.role,
        "team": lambda one: one.team,
        "invitation_state": lambda one: one.state,
        "expires": lambda one: one.expires,
        "invitation": lambda one: one.invitation,
    }
    listing(page, items, "no invitation", columns)
