"""How each language sets its sentences, and which languages there are."""

from __future__ import annotations

import re
from typing import Final

from ledr_core.domain.kernel.errors import Invalid

LANGUAGES: Final = ("fr", "en")
NO_BREAK: Final = "\u00a0"

_QUOTES: Final = {"fr": f"«{NO_BREAK}{{}}{NO_BREAK}»", "en": "“{}”"}
_NARROW: Final = re.compile(" (?=[:;!?%»])|(?<=«) ")


def must_be_spoken(language: str) -> None:
    """Raises Invalid unless it is French (`fr`) or English (`en`)."""
    if language not in LANGUAGES:
        raise Invalid("language", f"{language!r} is not a language", list(LANGUAGES))


def typeset(sentence: str, language: str) -> str:
    """A sentence of ours as its language sets it: in French, no-break spaces before `: ; ! ? %` and inside « »."""
    return _NARROW.sub(NO_BREAK, sentence) if language == "fr" else sentence


def quoted(words: str, language: str) -> str:
    """Words in the quotation marks of the language."""
    return _QUOTES[language].replace("{}", words)
