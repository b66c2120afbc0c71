"""The pieces of a pack, each in its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledr_adapters.packs.banner import as_picture, as_svg, banner
from ledr_adapters.packs.guide import guide
from ledr_adapters.packs.leaflets import flyer, poster
from ledr_adapters.packs.newsletter import newsletter
from ledr_adapters.packs.scripts import as_pdf, as_text
from ledr_adapters.packs.storyboard import storyboard, storyboard_pdf
from ledr_adapters.packs.words import PackWords
from ledr_core.domain.kernel.content import Content
from ledr_core.ports.packs import PackFacts, Piece


def pieces(facts: PackFacts, language: str) -> Mapping[Piece, Sequence[Content]]:
    """The files of a pack in that language. Raises Invalid (`language`)."""
    words = PackWords(facts, language)
    letter, banner_drawn = newsletter(words), banner(words)
    shots, advice = storyboard(words), guide(words)

    def file(name: str, content: bytes | str) -> Content:
        return Content(words.file(name), content if isinstance(content, bytes) else content.encode())

    return {
        Piece.FLYER: (file("flyer", flyer(words)),),
        Piece.POSTER: (file("poster", poster(words)),),
        Piece.NEWSLETTER: (file("newsletter", letter.html), file("newsletter text", letter.text)),
        Piece.BANNER: (
            file("banner", as_svg(words, banner_drawn)),
            file("banner picture", as_picture(words, banner_drawn)),
        ),
        Piece.STORYBOARD: (file("storyboard", storyboard_pdf(words, shots)), file("storyboard text", as_text(shots))),
        Piece.GUIDE: (file("guide", as_pdf(words, advice)), file("guide text", as_text(advice))),
    }
