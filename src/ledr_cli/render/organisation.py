"""What is made for an organisation."""

from __future__ import annotations

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders
from ledr_core.ports.packs import Piece
from ledr_core.views.organisation import PackView


@renders(PackView)
def pack(page: Page, pack: PackView) -> None:
    """Where each piece of a communication pack is to be looked at, and how many files there are besides."""
    words = page.words
    page.pairs([(words.label(piece.value), str(getattr(pack, piece.value))) for piece in Piece])
    page.line(words.count(len(pack.files) - len(Piece), "other files of a pack"))
    if pack.undrawn:
        page.line(words.say("undrawn in a pack", letters=" ".join(pack.undrawn)))
