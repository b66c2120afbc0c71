"""What the doctor says, French and English, by the name of what was found."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.days import Days
from ledr_core.wording.speech import speech
from ledr_core.wording.typography import LANGUAGES, said

_GIGABYTE: Final = 1_000_000_000


def in_both(name: str, **facts: object) -> tuple[str, str]:
    """A finding in French and in English, with its facts; a `count` of 1 takes the words of `name, one` if there are.

    An instant is said on the school's clock; a pair is a fact that is said differently in the two languages.
    """
    words = sentences("doctor")
    wording = words[f"{name}, one" if facts.get("count") == 1 and f"{name}, one" in words else name]
    pairs = {fact: _said(value) for fact, value in facts.items()}
    french, english = (
        said(wording, language, **{fact: pair[column] for fact, pair in pairs.items()})
        for column, language in enumerate(LANGUAGES)
    )
    return french, english


def size(octets: int) -> tuple[str, str]:
    """A number of bytes in gigabytes, in French and in English."""
    gigabytes = round(octets / _GIGABYTE, 1)
    french, english = (
        said(sentences("doctor")["gigabytes"], language, number=speech(language).numbers.decimal(gigabytes))
        for language in LANGUAGES
    )
    return french, english


def _said(value: object) -> tuple[str, str]:
    if isinstance(value, datetime):
        french, english = (speech(language).days for language in LANGUAGES)
        return _moment(french, value), _moment(english, value)
    return value if isinstance(value, tuple) else (str(value), str(value))


def _moment(days: Days, instant: datetime) -> str:
    return f"{days.long(instant)}, {days.time(instant)}"
