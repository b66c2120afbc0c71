"""What an organisation sets its members."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders_list_of
from ledr_cli.render.tables import Columns, listing
from ledr_core.views.organisation import GoalItem


@renders_list_of(GoalItem)
def goals(page: Page, items: Sequence[GoalItem]) -> None:
    """Goals, a row each, in the order in which they are due."""
    columns: Columns[GoalItem] = {
        "text": lambda one: one.text,
        "due": lambda one: one.due,
        "by": lambda one: one.by,
    }
    listing(page, items, "no goal", columns)
