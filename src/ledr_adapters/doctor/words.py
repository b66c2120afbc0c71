"""What the doctor says, French and English, by the name of what was found."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import Speech, speech
from ledr_core.wording.typography import LANGUAGES

_GIGABYTE: Final = 1_000_000_000


def in_both(name: str, **facts: object) -> tuple[str, str]:
    """A finding in French and in English, with its facts; a `count` of 1 takes the words of `name, one` if there are.

    An instant is said on the school's clock; a pair is a fact that is said differently in the two languages.
    """
    alone = f"{name}, one"
    wording = _words()[alone if facts.get("count") == 1 and alone in _words() else name]
    french, english = (
        str(wording[language]).format(**{fact: _said(value, speech(language)) for fact, value in facts.items()})
        for language in LANGUAGES
    )
    return french, english


def size(octets: int) -> tuple[str, str]:
    """A number of bytes in gigabytes, in French and in English."""
    french, english = (
        str(_words()["gigabytes"][language]).format(
            number=speech(language).numbers.decimal(round(octets / _GIGABYTE, 1))
        )
        for language in LANGUAGES
    )
    return french, english


def _words() -> Any:
    return sentences("doctor")["sentences"]


def _said(value: object, speech: Speech) -> str:
    if isinstance(value, datetime):
        return f"{speech.days.long(value)}, {speech.days.time(value)}"
    return str(value[LANGUAGES.index(speech.language)] if isinstance(value, tuple) else value)
