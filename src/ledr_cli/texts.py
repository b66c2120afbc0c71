"""The command line's own sentences, in French and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.typography import NO_BREAK, said

TEXTS: Final[Mapping[str, Mapping[str, str]]] = sentences("command_line")["sentences"]


def text(name: str, language: str, /, **facts: object) -> str:
    """The sentence of that name with these facts filled in."""
    return said(TEXTS[name], language, **facts)


def heading(name: str, language: str) -> str:
    """The title of a section of help, which click ends with a colon."""
    return text(name, language) + (NO_BREAK if language == "fr" else "")
