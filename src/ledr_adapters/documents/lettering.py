"""Which faces a document is written in, and text made fit for them: whatever people type gives a sound page.

Documents are written in small faces with the letters of European languages in the Latin alphabet. One with any other
letter is written in the full faces; a letter in neither is drawn as `MISSING`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cache
from pathlib import Path
from typing import Final, cast

import attrs
from attrs import field, frozen
from fpdf import FPDF
from fpdf.fonts import SubsetMap, TTFFont

FAMILY: Final = "ledr"
MISSING: Final = "\ufffd"
"""Stands where a letter is in no face."""

_FONTS: Final = Path(__file__).with_name("fonts")
_SMALL: Final = ("LedrSans-Regular.ttf", "LedrSans-Bold.ttf")
_FULL: Final = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_JOINERS, _TINTS = "\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad", map(chr, range(0x1F3FB, 0x1F400))
_UNSEEN: Final = frozenset(_JOINERS) | frozenset(_TINTS)
"""Drawn as nothing: joiners, marks of width zero, and those that only tint the emoji before them."""
_SHAPED: Final = frozenset({"R", "AL", "AN"})
"""Classes of letters that are written from right to left, or join their neighbours."""


@frozen
class Lettering:
    """How the text of one document is drawn."""

    full: bool
    """Whether it needs a letter that only the full faces have."""
    shaped: bool
    """Whether it has letters that are written from right to left."""
    letters: frozenset[str] = field(init=False, repr=False)

    @letters.default
    def _letters(self) -> frozenset[str]:
        return _letters(_FULL if self.full else _SMALL)

    @staticmethod
    def of(facts: object) -> Lettering:
        """What the texts among the facts of a document need, at any depth."""
        used = {letter for text in _texts(facts) for letter in unicodedata.normalize("NFC", text)}
        others = {letter for letter in used - _letters(_SMALL) - _UNSEEN if not _is_control(letter)}
        shaped = any(unicodedata.bidirectional(letter) in _SHAPED for letter in others)
        return Lettering(bool(others), shaped)

    @staticmethod
    def file(*, full: bool, bold: bool) -> Path:
        """Where a face is, for what is drawn otherwise than as a document."""
        return _FONTS / (_FULL if full else _SMALL)[bold]

    def load(self, pdf: FPDF) -> None:
        """Give a document its faces, regular and bold."""
        for face in _read(_FULL if self.full else _SMALL):
            pdf.fonts[face.fontkey] = _unused(face)
        if self.shaped:
            pdf.set_text_shaping(use_shaping_engine=True)

    def clean(self, text: str) -> str:
        """A text of one or more lines with only what can be drawn: no control characters, letters composed."""
        if self.letters.issuperset(text):
            return text
        composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
        return "".join(self._drawn(letter) for letter in composed if letter not in _UNSEEN)

    def line(self, text: str) -> str:
        """The same on one line, spaces at the ends apart."""
        return " ".join(self.clean(text).split("\n")).strip(" ")

    def _drawn(self, letter: str) -> str:
        if letter in self.letters or letter == "\n":
            return letter
        if unicodedata.category(letter) in ("Zl", "Zp"):
            return "\n"
        if unicodedata.category(letter) == "Zs":
            return " "
        return "" if _is_control(letter) else MISSING


def undrawn(text: str) -> str:
    """The letters of a text that no face has, each once: they would be drawn as `MISSING`."""
    used = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(letter for letter in used if Lettering(full=True, shaped=False).clean(letter) == MISSING)


def faces_of(pdf: FPDF) -> list[TTFFont]:
    """The faces that a document was given."""
    return [font for font in pdf.fonts.values() if isinstance(font, TTFFont)]


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter of a text that has a direction is written from right to left."""
    return next((found for found in map(unicodedata.bidirectional, text) if found in ("L", "R", "AL")), "L") != "L"


@cache
def _read(files: tuple[str, ...]) -> list[TTFFont]:
    """The faces, read once: that takes longer than to write most documents."""
    pdf = FPDF()
    for style, file in zip(("", "B"), files, strict=True):
        pdf.add_font(FAMILY, style, _FONTS / file)
    return faces_of(pdf)


def _unused(face: TTFFont) -> TTFFont:
    """A face that was read, as no document has used it yet."""
    own = copy(face)
    own.desc, own.missing_glyphs = copy(face.desc), []
    own.subset = SubsetMap(own)
    return own


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp")


def _texts(facts: object) -> Iterator[str]:
    if isinstance(facts, str):
        yield facts
    elif attrs.has(type(facts)):
        yield from _texts(attrs.asdict(cast(attrs.AttrsInstance, facts), recurse=False).values())
    elif isinstance(facts, Mapping):
        yield from _texts(facts.values())
    elif isinstance(facts, Iterable) and not isinstance(facts, bytes):
        for item in facts:
            yield from _texts(item)


@cache
def _letters(files: tuple[str, ...]) -> frozenset[str]:
    """The letters that all of these faces have."""
    drawn = set.intersection(*(set(map(chr, face.cmap)) for face in _read(files)))
    return frozenset(letter for letter in drawn - _UNSEEN if not _is_control(letter))
