"""Where a line may end: at a space, or after a hyphen, so that no name is broken inside a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final

_PIECES: Final = re.compile("[^ \u2010-]+[\u2010-]*|[\u2010-]+| +")
"""Words up to their hyphens, and spaces."""

_MOST: Final = 1000
"""More letters than any line has."""

Measure = Callable[[str], float]
"""Gives the width of a text."""


def lines_of(text: str, width: float, measure: Measure) -> list[str]:
    """A text on as few lines as that width takes; a word alone that is wider is broken where it must be.

    The width of a text is that of its pieces, which are measured each by itself.
    """
    lines: list[str] = []
    line, end, after = "", 0.0, 0.0  # where its last letter ends, and where the next one would begin
    for piece, wide in _narrow(text, width, measure):
        space = piece.startswith(" ")
        if line and (end if space else after + wide) > width:
            lines.append(line.rstrip(" "))
            line, after = "", 0.0
        if line or not space:
            line, after = line + piece, after + wide
            end = end if space else after
    return [*lines, line.rstrip(" ")]


def widest(text: str, measure: Measure) -> float:
    """The width of the widest part that no line may end within."""
    return max((measure(piece) for piece in _PIECES.findall(text)), default=0.0)


def _narrow(text: str, width: float, measure: Measure) -> Iterator[tuple[str, float]]:
    """The pieces of a text with their widths, those that are too wide in parts that are not."""
    for piece in _PIECES.findall(text):
        while (wide := measure(piece[:_MOST])) > width and len(piece) > 1:
            fits = _fitting(piece, width, measure)
            yield piece[:fits], measure(piece[:fits])
            piece = piece[fits:]
        yield piece, wide


def _fitting(piece: str, width: float, measure: Measure) -> int:
    """How many letters of a piece go on a line, one at least."""
    return max(1, bisect_right(range(1, min(len(piece), _MOST)), width, key=lambda end: measure(piece[:end])))
