"""What an organisation sets its members, and what is made for it."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.tables import Columns, listing
from ledr_core.ports.packs import Piece
from ledr_core.views.organisation import GoalItem, PackView


@renders_list_of(GoalItem)
def goals(page: Page, items: Sequence[GoalItem]) -> None:
    """Goals, a row each, in the order in which they are due."""
    columns: Columns[GoalItem] = {
        "text": lambda one: one.text,
        "due": lambda one: one.due,
        "by": lambda one: one.by,
    }
    listing(page, items, "no goal", columns)


@renders(PackView)
def pack(page: Page, pack: PackView) -> None:
    """Where each piece of a communication pack is to be looked at, and how many files there are besides."""
    words = page.words
    page.pairs([(words.label(piece.value), str(getattr(pack, piece.value))) for piece in Piece])
    page.line(words.count(len(pack.files) - len(Piece), "other files of a pack"))
    if pack.undrawn:
        page.line(words.say("undrawn in a pack", letters=" ".join(pack.undrawn)))
