"""Texts of people as a page may hold them."""

from __future__ import annotations

import re
from typing import Final

_NOT_IN_TEXT: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+"
)
"""Control characters, turns of the writing direction, half characters: none belongs into a name, or into XML."""


def plain(text: str) -> str:
    """The text on one line, without what belongs into no name."""
    return " ".join(_NOT_IN_TEXT.sub(" ", text).split())


def plain_lines(text: str) -> str:
    """The same of a text of several lines, which stay."""
    return "\n".join(map(plain, text.splitlines()))
