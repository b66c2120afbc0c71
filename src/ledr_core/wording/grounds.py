"""The grounds of what is invalid or unavailable in words: those of invalid.yaml and unavailable.yaml."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Final

from ledr_core.domain.kernel.errors import Grounded
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.hints import Hearing
from ledr_core.wording.speech import Speech, clean, cropped
from ledr_core.wording.typography import quoted


def in_words(error: Grounded) -> tuple[str, object]:
    """The reason in English, and what is allowed, as they stand in the JSON form."""
    voice = _plain()
    return _said(error, "reason", voice) or error.ground, error.facts.get("choices", _said(error, "allowed", voice))


def reason(error: Grounded, language: str) -> str:
    """What is the matter, for people; a ground that has no words is given as it is."""
    return _said(error, "reason", _exactly(language)) or cropped(clean(error.ground))


def expectation(error: Grounded, language: str, hearing: Hearing) -> str:
    """What would do, for people, where the ground knows it."""
    return _hinted(error, "allowed", language, hearing)


def remedy(error: Grounded, language: str, hearing: Hearing) -> str:
    """What to do next, where the ground knows it."""
    return _hinted(error, "do", language, hearing)


def _hinted(error: Grounded, part: str, language: str, hearing: Hearing) -> str:
    voice = _exactly(language)
    return hearing.hint(_wording(error, part, voice) or (), error.facts, voice)


def goes_on(error: Grounded, language: str) -> bool:
    """Whether what is the matter goes on after the name of the field: "is missing"."""
    sentence = _wording(error, "reason", _exactly(language))
    return sentence is not None and sentence.startswith(_GOES_ON)


def _said(error: Grounded, part: str, voice: _Exactly) -> str | None:
    sentence = _wording(error, part, voice)
    return None if sentence is None else voice.say(sentence.removeprefix(_GOES_ON), error.facts)


def _wording(error: Grounded, part: str, voice: _Exactly) -> str | None:
    wordings = sentences(error.code).get(error.ground, {}).get(part, {})
    sentence: str | None = wordings.get(voice.wording, wordings.get("en"))
    return sentence


class _Exactly(Speech):
    """A language that says values as they are typed: numbers without spaces, `2026-11-19` unless in full."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.wording = language
        self._hows |= {"": self._typed, "given": self._given, "day": self._in_full, "system": self._of_the_system}

    def _typed(self, value: object) -> str | None:
        return None if value is None else self._shown(value, _text)

    def _given(self, value: object) -> str:
        """What was refused, text in quotes."""
        if isinstance(value, str) and not isinstance(value, Enum):
            return quoted(cropped(clean(value)), self.language)
        if value is None:
            return str(self._words["nothing"])
        return self._shown(value, _json if isinstance(value, _CONTAINERS) else repr)

    def _shown(self, value: object, write: Callable[[Any], str | None]) -> str:
        """The value in writing, with nothing of how a program writes it."""
        if isinstance(value, bool):
            return str(self._words["yes" if value else "no"])
        text = _written(value, write)
        if text is None or (_PROGRAM.match(text) and text != value):
            return str(self._words["this"])
        return cropped(clean(text))

    def _in_full(self, value: object) -> str | None:
        return self._typed(value) if isinstance(value, datetime) else self._day(value, self.days.long)

    def _of_the_system(self, value: object) -> str | None:
        return self._typed(self._words["system"].get(value, value) if isinstance(value, str) else value)


class _Plain(_Exactly):
    """English as programs read it: whole values, those refused as Python writes them."""

    def __init__(self) -> None:
        super().__init__("en")
        self.wording = "plain"
        self._hows |= dict.fromkeys(("", "day", "system"), lambda value: _written(value, _text))
        self._hows["given"] = lambda value: _written(value, repr)


def _text(value: Any) -> str | None:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _written(value: object, write: Callable[[Any], str | None]) -> str | None:
    """The value in writing; None for what cannot be written, such as a number of 5,000 digits."""
    try:
        return write(value)
    except (TypeError, ValueError, RecursionError):
        return None


_exactly: Final = cache(_Exactly)
_plain: Final = cache(_Plain)
_CONTAINERS: Final = (dict, list, tuple, set, frozenset)
_GOES_ON: Final = "… "
_PROGRAM: Final = re.compile(r"<|[A-Za-z_.]+\(")
"""How Python writes what people do not type."""
