"""Companies."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders_list_of
from ledr_cli.render.tables import plain_list
from ledr_core.views.companies import CompanyItem


@renders_list_of(CompanyItem)
def companies(page: Page, items: Sequence[CompanyItem]) -> None:
    """Companies, a row each."""
    plain_list(page, items, "no company yet")
