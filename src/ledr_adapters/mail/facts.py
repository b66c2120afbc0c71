"""Facts made fit for a message: whatever a name or a text holds, it stays a name or a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

FIRST_STRONG: Final = "\u2068"
POP: Final = "\u2069"
"""Around a text, they keep its writing direction to itself (Unicode UAX 9): the sentence about it stays as it is."""

_LONG: Final = frozenset({"text", "excerpt"})
"""Facts that are somebody's text: as long as it is, its line breaks kept."""
_WHOLE: Final = frozenset({"password", "reason"})
"""Facts on one line that may be long."""
_TYPED: Final = "password"
"""The fact that is typed as it is, spaces and all."""
_LONGEST: Final = 160
"""No name or title is longer: the rest would only push the message away."""

_NOT_IN_FACTS: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+"  # line breaks, control characters, half characters
    r"|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+"  # turns of the writing direction
    r"|[\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb]+"  # what cannot be seen
)
"""Joiners are kept, though they cannot be seen: families of emoji and some writings need them."""
_LINE_BREAKS: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_FROM_RIGHT_TO_LEFT: Final = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def fit(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts with each text in them fit for a message, at any depth."""
    return {name: _fit(name, value) for name, value in facts.items()}


def isolated(text: str) -> str:
    """The text, its writing direction kept to itself where it has one of its own."""
    if not text or max(text) < "\u0590" or not _FROM_RIGHT_TO_LEFT.search(text):
        return text
    return f"{FIRST_STRONG}{text}{POP}"


def _fit(name: str, value: object) -> object:
    if isinstance(value, str):
        return _long(value) if name in _LONG else _short(value, name)
    if isinstance(value, Mapping):
        return fit(value)
    if isinstance(value, list | tuple):
        return [_fit(name, item) for item in value]
    return value


def _short(text: str, name: str) -> str:
    """On one line, with nothing around it, and no longer than a name may be; a web address is whole."""
    if not text.isprintable():
        text = _NOT_IN_FACTS.sub(_gap, text)
    if name != _TYPED:
        text = text.strip()
    if len(text) > _LONGEST and name not in _WHOLE and "://" not in text[:10]:
        text = text[: _LONGEST - 1].rstrip() + "…"
    return text if text.isascii() else isolated(text)


def _long(text: str) -> str:
    lines = _LINE_BREAKS.sub("\n", text).split("\n")
    return "\n".join(_NOT_IN_FACTS.sub(_gap, line) for line in lines)


def _gap(found: re.Match[str]) -> str:
    """A space where a line or a column ended, nothing where nothing could be seen."""
    return " " if found[0][0] < "\xa0" or found[0][0] in "\u2028\u2029" else ""
