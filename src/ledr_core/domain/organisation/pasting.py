"""Addresses as people paste them: out of a mail, a table, a list of colleagues (INV-1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ledr_core.domain.kernel.texts import trimmed

_SEPARATORS: Final = ",;\t\n\r\v\f\u2028\u2029\uff0c\uff1b\u3001"
_QUOTES: Final = {'"': '"', "\u201c": "\u201d"}


@frozen
class Pasted:
    """One piece of what was pasted: as it was typed, and the address that it seems to hold."""

    typed: str
    address: str


def pasted_in(text: str) -> Iterator[Pasted]:
    """The pieces of a pasted text, in order.

    Commas, semicolons, tabs and line ends part them, but not within quotes: `"Last, First" <address>`. An address in
    angle brackets is one, whatever name stands before it, and ends its piece. Dots and spaces around an address are
    none of it, nor are signs that nobody sees; several with spaces between them are several.
    """
    for piece in _pieces(text):
        typed = str(trimmed(piece))
        inside = _bracketed(typed)
        words = [typed] if inside is None else [inside]
        if inside is None and all("@" in word for word in typed.split()):
            words = typed.split()
        for word in words if any(map(_bare, words)) else ():
            yield Pasted(typed if inside is not None else word, _bare(word))


def _pieces(text: str) -> Iterator[str]:
    """The text between separators that stand outside quotes, and after each address in brackets."""
    start, closing, quotes_end = 0, "", 0
    for place, letter in enumerate(text):
        if closing:
            closing = "" if letter == closing else closing
        elif letter in _QUOTES and place >= quotes_end:
            closing, quotes_end = _closed(text, place)
        elif letter in _SEPARATORS:
            yield text[start:place]
            start = place + 1
        elif letter == ">":
            yield text[start : place + 1]
            start = place + 1
    yield text[start:]


def _closed(text: str, place: int) -> tuple[str, int]:
    """The sign that ends a quote which begins there, when one does in the same line; else nothing, and from where on
    there may be another."""
    closing = _QUOTES[text[place]]
    ends = [end for end in (text.find("\n", place), len(text)) if end >= 0]
    return (closing, 0) if text.find(closing, place + 1, min(ends)) >= 0 else ("", min(ends))


def _bracketed(piece: str) -> str | None:
    """What stands in the last angle brackets of a piece that ends with them."""
    start = piece.rfind("<")
    return piece[start + 1 : -1] if start >= 0 and piece.endswith(">") else None


def _bare(word: str) -> str:
    """An address without the dots, brackets and quotes that people leave around it."""
    bare = str(trimmed(trimmed(word).strip("<>\"'()[].\u2026"))).removeprefix("mailto:")
    return "".join(letter for letter in bare if letter.isprintable())
