"""Making the communication pack of a launch (INV-5). Contract: `ledr_core.testing.contracts.packs`.

A pack is made from its facts alone: the same facts give the same bytes. Any text is taken: it stays text, whatever it
holds, and what is too long for its place is made smaller, then cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

from attrs import field, frozen

from ledr_core.domain.kernel.content import Content


class Piece(StrEnum):
    """What a pack is made of."""

    FLYER = "flyer"
    POSTER = "poster"
    NEWSLETTER = "newsletter"
    BANNER = "banner"
    STORYBOARD = "storyboard"
    GUIDE = "guide"


@frozen(kw_only=True)
class PackCourse:
    """A course that a company follows, with what its sheet says; what is not known is empty (OFFER-4)."""

    title: str
    hours: int = 0
    certifying: bool = False
    register: str = ""
    for_whom: str = ""
    aim: str = ""
    skills: tuple[str, ...] = ()


@frozen(kw_only=True)
class PackFacts:
    """What a pack says: of the company, of the school, and how one joins."""

    company: str
    school: str
    site: str
    address: str
    """Where the school helps."""
    chat: str = ""
    test: str = ""
    """Where one assesses oneself."""
    days: int
    """How long an invitation is good."""
    contact: str = ""
    """The name of whom the company's people may ask first."""
    contact_address: str = ""
    courses: tuple[PackCourse, ...] = ()
    """In the order in which they are named."""
    made: date
    logo: bytes | None = field(default=None, repr=False)
    """The company's, an image as `Documents.image` gives it."""


class Packs(Protocol):
    """Makes communication packs. May be shared by threads."""

    def pack(self, facts: PackFacts, language: str) -> Mapping[Piece, Sequence[Content]]:
        """The files of a pack in that language, each piece in its forms, the one to look at first.

        Flyer (A5) and poster (A3) are PDF as printers take them: pages of the size to which they are cut with 3 mm of
        bleed around, faces embedded. The newsletter is HTML and text, the banner SVG and PNG, storyboard and managers'
        guide are PDF and text. Names of files differ from language to language. Raises Invalid (`language`).
        """
