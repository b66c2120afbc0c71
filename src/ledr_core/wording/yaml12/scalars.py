"""What text without quotes is, by YAML's core schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

LONGEST_NUMBER: Final = 400
"""Characters of a number that are read."""


def plain_value(text: str) -> Any:
    """The value of text written without quotes, by YAML's core schema. Raises ValueError for too long a number."""
    if text and text[0] not in _ODD_STARTS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if not _NUMBER.fullmatch(text):
        return text
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} characters")
    if text.startswith(("0o", "0x")):
        return int(text[2:], 8 if text[1] == "o" else 16)
    return int(text) if _DECIMAL.fullmatch(text) else float(text)


def reads_as_text(text: str) -> bool:
    """Whether text written without quotes stays text, and is no number, flag or null."""
    return text not in _WORDS and not _NUMBER.fullmatch(text)


_ODD_STARTS: Final = frozenset("-+.0123456789~nNtTfF")
_WORDS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
    **dict.fromkeys([sign + word for sign in ("", "+") for word in (".inf", ".Inf", ".INF")], float("inf")),
    **dict.fromkeys(["-.inf", "-.Inf", "-.INF"], float("-inf")),
    **dict.fromkeys([".nan", ".NaN", ".NAN"], float("nan")),
}
_DECIMAL: Final = re.compile("[-+]?[0-9]+")
_NUMBER: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
