"""A language at work: facts as people say them, and sentences filled with them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any, Final

from ledr_core.domain.kernel.identifiers import Identifier
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.days import Days, as_day
from ledr_core.wording.numbers import Numbers
from ledr_core.wording.templates import Command, Either, Fact, Part, Template, parsed
from ledr_core.wording.typography import must_be_spoken, quoted, typeset

LONGEST: Final = 120
"""Letters of a fact in a sentence; the JSON form has all of them."""
MOST: Final = 6
"""Items of a list in a sentence."""


class Ready(str):
    """Words that are a sentence already: they are said as they are, however long."""


@cache
def speech(language: str, conventions: str | None = None) -> Speech:
    """That language. Raises Invalid unless it is French (`fr`) or English (`en`).

    *conventions* names a locale for numbers, days and lists, when it is not that of words.yaml.
    """
    must_be_spoken(language)
    return Speech(language, conventions)


class Speech:
    """One language: its sentences, its numbers and its days."""

    def __init__(self, language: str, conventions: str | None = None) -> None:
        self.language = language
        self._words: dict[str, Any] = sentences("words")[language]
        conventions = conventions or str(self._words["locale"])
        self.numbers = Numbers(language, conventions, self._words)
        self.days = Days(conventions, self._words)
        self._hows: dict[str, Callable[[object], str | None]] = {
            "": self.value,
            "all": lambda value: ", ".join(said) if (said := self._items(value)) else None,
            "arg": self._argument,
            "cause": lambda value: self.named("causes", value),
            "date": lambda value: self._day(value, self.days.full),
            "day": lambda value: self._day(value, self.days.long),
            "if": lambda value: None if self.value(value) is None else "",
            "level": lambda value: self.named("levels", value),
            "kind": lambda value: self._words["kinds"].get(_text(value)),
            "number": self._number,
            "part": lambda value: self.named("parts", value),
            "place": self._place,
            "q": lambda value: None if (said := self.value(value)) is None else quoted(said, self.language),
            "role": lambda value: self.named("roles", value),
            "who": lambda value: self.named("who", value),
        }

    def say(self, sentence: str, facts: Mapping[str, object]) -> str:
        """The sentence with its facts; one that is not known is called by a word for it ("this session")."""
        return self.fill(parsed(typeset(sentence, self.language)), facts)

    def fill(self, template: Template, facts: Mapping[str, object]) -> str:
        """The same of a sentence that is taken apart already; commands in it are said as they are typed."""
        return self._filled(template, facts, strict=False)

    def value(self, value: object) -> str | None:
        """A fact as people say it: names, days in full, numbers, lists; None when there is nothing to say."""
        if isinstance(value, Ready):
            return str(value)
        if isinstance(value, bool):
            return str(self._words["yes" if value else "no"])
        if isinstance(value, int | float | Decimal):
            return self._number(value)
        if isinstance(value, date):
            return self._day(value, self.days.long)
        if isinstance(value, list | tuple | set | frozenset):
            return self._list(value)
        return cropped(called(value)) or None

    def named(self, vocabulary: str, value: object) -> str | None:
        """A value of a closed list of words.yaml (`roles`, `levels`, `causes`…), or several; None for one not in it."""
        words = self._words[vocabulary]
        said = [words[text] for item in _items_of(value) if (text := _text(item)) in words]
        return self.numbers.listed(said, "or" if vocabulary == "who" else "standard") if said else None

    def _filled(self, template: Template, facts: Mapping[str, object], *, strict: bool) -> str:
        """The template with its facts. Raises LookupError for one that is not known, if *strict*."""
        return "".join(self._part(part, facts, strict=strict) for part in template)

    def _part(self, part: Part, facts: Mapping[str, object], *, strict: bool) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, Either):
            return self._first(part, facts)
        if isinstance(part, Command):
            return part.lead + self._filled(part.typed, facts, strict=strict)
        said = self._said(part, facts)
        if said is not None:
            return said
        if strict:
            raise LookupError(part.name)
        return self._unnamed(part)

    def _first(self, either: Either, facts: Mapping[str, object]) -> str:
        for alternative in either.alternatives:
            try:
                return self._filled(alternative, facts, strict=True)
            except LookupError:
                continue
        return ""

    def _said(self, fact: Fact, facts: Mapping[str, object]) -> str | None:
        value = facts.get(fact.name)
        if fact.how != "plural":
            return self._hows[fact.how](value)
        number = _number_of(value)
        if number is None:
            return None
        return self._filled(fact.ways[self._way(number, len(fact.ways))], facts, strict=True)

    def _way(self, number: float | Decimal, ways: int) -> int:
        """Which of the ways to say something by number: none (of three), one, other."""
        if number == 0 and ways > 2:
            return 0
        return ways - 2 if self.numbers.is_one(number) else ways - 1

    def _unnamed(self, fact: Fact) -> str:
        kind = "arguments" if fact.how == "arg" else "unnamed"
        return str(self._words[kind].get(fact.name, "…"))

    def _number(self, value: object) -> str | None:
        """A number, or how many there are in a list."""
        number = _number_of(value)
        return None if number is None else self.numbers.number(number)

    def _day(self, value: object, in_words: Callable[[date], str]) -> str | None:
        """A day in these words, with the time of an instant."""
        day = _day_of(value)
        if day is None:
            return None
        if isinstance(value, datetime):
            return f"{in_words(day)} {self._words['at']} {self.days.time(value)}"
        return in_words(day)

    def _place(self, value: object) -> str | None:
        words, number = self._words["place"], self._number(value)
        if number is None:
            return None
        return str(words["first"] if _number_of(value) == 1 else words["other"].replace("{count}", number))

    def _list(self, value: object) -> str | None:
        """A list as people say it, "a, b and c"; of a long one the first, and how many others."""
        said = self._items(value)
        if len(said) > MOST:
            left = said[MOST - 1 :]
            words = self._words["others"]["one" if len(left) == 1 else "other"]
            said = [*said[: MOST - 1], words.replace("{count}", str(self._number(left)))]
        return self.numbers.listed(said) if said else None

    def _items(self, value: object) -> list[str]:
        return [one for item in _items_of(value) if (one := self._item(item)) is not None]

    def _item(self, value: object) -> str | None:
        return None if isinstance(value, list | tuple | set | frozenset) else self.value(value)

    def _argument(self, value: object) -> str | None:
        """A fact as it is typed in a command, of a list its first item."""
        if isinstance(value, list | tuple):
            return self._argument(value[0]) if value else None
        if isinstance(value, bool | float):
            return None
        text = value.isoformat() if isinstance(value, date) else _text(value)
        if not text or len(text) > LONGEST:
            return None
        if _PLAIN.fullmatch(text):
            return text
        return shlex.quote(text) if _SPECIAL.search(text) else f'"{text}"'


_HIGHEST: Final = 10**15
_PLAIN: Final = re.compile(r"[\w@%+=:,./][\w@%+=:,./-]*")
_SPECIAL: Final = re.compile(r"[\"$`\\!]")
_UNSEEN: Final = re.compile(
    "[\0-\x20\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]+"
)


def clean(text: str) -> str:
    """A text on one line, without what a terminal or page could take for an order."""
    return _UNSEEN.sub(" ", text).strip(" ")


def cropped(text: str) -> str:
    """The text, cut when it is too long for a sentence."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _text(value: object) -> str:
    """The text of a value, empty when it is none that people know."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Identifier):
        return ""
    if isinstance(value, str):
        return clean(str.__str__(value))
    return str(value) if isinstance(value, int) and _number_of(value) is not None else ""


def called(value: object) -> str:
    """The same, but the name of what is named: the e-mail of a person has it, and the reference of a course."""
    name = None if isinstance(value, Enum) else getattr(value, "name", None)
    if isinstance(value, str) and isinstance(name, str) and clean(name):
        return clean(name)
    return _text(value)


def _items_of(value: object) -> list[object]:
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return list(value) if isinstance(value, list | tuple) else [value]


def _number_of(value: object) -> int | Decimal | float | None:
    if isinstance(value, list | tuple | set | frozenset):
        return len(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if not (value.is_finite() if isinstance(value, Decimal) else isinstance(value, int) or isfinite(value)):
        return None
    return value if -_HIGHEST < value < _HIGHEST else None


def _day_of(value: object) -> date | None:
    if isinstance(value, date):
        return as_day(value)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
