"""Dates, numbers, plurals and labels in the language of the reader, as of today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import attrs

from ledr_core.wording.results import result_words


class Words:
    """How one language says things, as of one instant on the school's clock."""

    def __init__(self, language: str, now: datetime) -> None:
        self.language = language
        self.today = now.date()
        self._words = result_words(language)
        self._numbers, self._days = self._words.speech.numbers, self._words.speech.days

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence of that name with these facts."""
        return self._words.say(name, **{key: name_of(fact) for key, fact in facts.items()})

    def label(self, key: str) -> str:
        """A key of a result as a title of a column or line."""
        return self._words.label(key) or capital(key.replace("_", " "))

    def value(self, key: str, raw: object) -> str:
        """A value as people read it, given the key it stands under."""
        if raw is None or raw == "":
            return ""
        if isinstance(raw, Enum):
            return self.value(key, raw.value)
        if isinstance(raw, bool):
            return self._words.speech.value(raw) or ""
        if isinstance(raw, int | float | Decimal):
            return self.percent(float(raw)) if key.endswith("percent") else self.number(raw)
        if isinstance(raw, date):
            return self.instant(raw) if isinstance(raw, datetime) else self.day(raw)
        if isinstance(raw, str):
            said = self._words.value(key, raw)
            return str(name_of(raw)) if said is None else said
        return self._several(key, raw)

    def _several(self, key: str, raw: object) -> str:
        """A list, or what a view or a map holds by name."""
        if isinstance(raw, list | tuple):
            return ", ".join(self.value(key, part) for part in raw)
        if not isinstance(raw, Mapping) and not attrs.has(type(raw)):
            return str(raw)
        named = raw if isinstance(raw, Mapping) else values_of(raw)
        return ", ".join(f"{name} {self.value(name, part)}" for name, part in named.items() if part is not None)

    def number(self, value: float | Decimal) -> str:
        """A number with the separators of the language."""
        return self._numbers.number(value)

    def decimal(self, value: float | Decimal, places: int = 1) -> str:
        """A number to so many places: "8,7"."""
        return self._numbers.decimal(value, places)

    def percent(self, value: float) -> str:
        """A percentage given from 0 to 100."""
        return self._numbers.percent(value)

    def count(self, number: int, noun: str) -> str:
        """A number of things: "aucun slot", "1 slot", "3 slots"."""
        return self._numbers.count(number, self._words.noun(noun))

    def noun(self, number: int, noun: str) -> str:
        """A noun alone in the form that goes with a number."""
        return self._numbers.noun(number, self._words.noun(noun))

    def day(self, day: date) -> str:
        """A day in a table: "lun. 23 nov.", with the year when it is another than this one."""
        return self._days.table(day, self.today)

    def short_day(self, day: date) -> str:
        """The same without the day of the week: "23 nov."."""
        return self._days.short(day, self.today)

    def full_day(self, day: date) -> str:
        """A day with its year: "23 nov. 2026"."""
        return self._days.full(day)

    def long_day(self, day: date) -> str:
        """A day in a sentence: "lundi 23 novembre 2026", "mardi 1er décembre 2026"."""
        return self._days.long(day)

    def month(self, day: date, year: bool) -> str:
        """A month on an axis: "sept. 2021"."""
        return self._days.month(day, year=year)

    def near_day(self, day: date, weekday: bool = True) -> str:
        """A day that is close: "aujourd'hui", "demain", else as in a table."""
        return self._days.near(day, self.today, weekday=weekday)

    def instant(self, instant: datetime) -> str:
        """An instant in a table, on the school's clock: "lun. 23 nov. 06:00"."""
        return self._days.instant(instant, self.today)

    def time(self, instant: datetime) -> str:
        """An instant's time of day on the school's clock."""
        return self._days.time(instant)


def name_of(value: object) -> object:
    """What people call an e-mail or a reference that knows it; anything else as it is (CAT-14)."""
    name = getattr(value, "name", None)
    return name if isinstance(value, str) and not isinstance(value, Enum) and isinstance(name, str) else value


def values_of(view: object) -> dict[str, object]:
    """What a view holds, by name; nothing of what is no view."""
    kind = type(view)
    return {field.name: getattr(view, field.name) for field in attrs.fields(kind)} if attrs.has(kind) else {}


def capital(text: str) -> str:
    """A sentence with its first letter in capital."""
    return text[:1].upper() + text[1:]
