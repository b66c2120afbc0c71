"""Communication packs for launches: leaflets for printers, a newsletter, a banner, a storyboard, a managers' guide.

What they need is imported when the first pack is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledr_core.domain.kernel.content import Content
    from ledr_core.ports.packs import PackFacts, Piece


@frozen
class LaunchPacks:
    """The `Packs` that are shipped with the library."""

    def pack(self, facts: PackFacts, language: str) -> Mapping[Piece, Sequence[Content]]:
        """The files of a pack in that language. Raises Invalid (`language`)."""
        from ledr_adapters.packs.pieces import pieces

        return pieces(facts, language)
