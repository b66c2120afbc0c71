"""How each language sets its sentences, and which languages there are."""

from __future__ import annotations

import re
from typing import Final

from ledr_core.domain.kernel.errors import Invalid

LANGUAGES: Final = ("fr", "en")
NO_BREAK: Final = "\u00a0"

_QUOTES: Final = {"fr": f"«{NO_BREAK}{{}}{NO_BREAK}»", "en": "“{}”"}
_FRENCH: Final = (*((f" {mark}", f"{NO_BREAK}{mark}") for mark in ":;!?%»"), ("« ", f"«{NO_BREAK}"))


def must_be_spoken(language: str) -> None:
    """Raises Invalid unless it is French (`fr`) or English (`en`)."""
    if language not in LANGUAGES:
        raise Invalid("language", "not a language", {"value": language, "choices": list(LANGUAGES)})


def typeset(sentence: str, language: str) -> str:
    """A sentence of ours as its language sets it: in French, no-break spaces before `: ; ! ? %` and inside « »."""
    if language == "fr":
        for narrow, set_right in _FRENCH:
            sentence = sentence.replace(narrow, set_right)
    return sentence


def quoted(words: str, language: str) -> str:
    """Words in the quotation marks of the language."""
    return _QUOTES[language].replace("{}", words)


def true_apostrophes(sentence: str) -> str:
    """A sentence with ’ for every straight one: ours have no other use for them."""
    return sentence.replace("'", "’")


def true_apostrophes_within(text: str) -> str:
    """A text that somebody typed, with ’ between two letters; other straight ones may be quotation marks."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)
