"""Dates, numbers, plurals and labels in the language of the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final

import attrs
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from ledr_cli.texts import typeset
from ledr_cli.vocabulary import LABELS, NOUNS, SENTENCES, VALUES
from ledr_core.domain.kernel.moments import SCHOOL_ZONE, day_of

_FIRST: Final = re.compile(r"\b1(?= )")


class Words:
    """How one language says things, as of one instant on the school's clock."""

    def __init__(self, language: str, now: datetime) -> None:
        self.language = language
        self.today = now.date()
        self._locale = Locale.parse("fr_FR" if language == "fr" else "en_GB")
        self._column = 0 if language == "fr" else 1

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence of that name with these facts."""
        sentence = SENTENCES[name][self._column]
        return (typeset(sentence) if self.language == "fr" else sentence).format(**facts)

    def label(self, key: str) -> str:
        """A key of a result as a title of a column or line."""
        if key in LABELS:
            return LABELS[key][self._column]
        spaced = key.replace("_", " ")
        return spaced[:1].upper() + spaced[1:]

    def value(self, key: str, raw: object) -> str:
        """A value as people read it, given the key it stands under."""
        if raw is None or raw == "":
            return ""
        if isinstance(raw, Enum):
            return self.value(key, raw.value)
        if isinstance(raw, bool):
            return self.say("yes" if raw else "no")
        if isinstance(raw, int | float | Decimal):
            return self.percent(float(raw)) if key.endswith("percent") else self.number(raw)
        if isinstance(raw, date):
            return self.instant(raw) if isinstance(raw, datetime) else self.day(raw)
        if isinstance(raw, str):
            said = VALUES.get(key, {}).get(raw)
            return said[self._column] if said else str(raw)
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
        return str(format_decimal(value, locale=self._locale))

    def decimal(self, value: float | Decimal, places: int = 1) -> str:
        """A number to so many places: "8,7"."""
        return str(format_decimal(value, format=f"0.{'0' * places}", locale=self._locale))

    def percent(self, value: float) -> str:
        """A percentage given from 0 to 100."""
        return str(format_percent(round(value / 100, 6), format=None, locale=self._locale, decimal_quantization=False))

    def count(self, number: int, noun: str) -> str:
        """A number of things: "aucun slot", "1 slot", "3 slots"."""
        zero, one, other = NOUNS[noun][self._column]
        if number == 0:
            return zero
        form = one if self._locale.plural_form(number) == "one" else other
        return f"{self.number(number)} {form}"

    def noun(self, number: int, noun: str) -> str:
        """A noun alone in the form that goes with a number."""
        _, one, other = NOUNS[noun][self._column]
        return one if self._locale.plural_form(number) == "one" else other

    def day(self, when: date) -> str:
        """A day in a table: "lun. 23 nov.", with the year when it is another than this one."""
        day = as_day(when)
        pattern = "EEE d MMM" if day.year == self.today.year else "EEE d MMM y"
        return str(format_date(day, pattern, locale=self._locale))

    def short_day(self, when: date) -> str:
        """The same without the day of the week: "23 nov."."""
        day = as_day(when)
        return str(format_date(day, "d MMM" if day.year == self.today.year else "d MMM y", locale=self._locale))

    def full_day(self, when: date) -> str:
        """A day with its year: "23 nov. 2026"."""
        return str(format_date(as_day(when), "d MMM y", locale=self._locale))

    def long_day(self, when: date) -> str:
        """A day in a sentence: "lundi 23 novembre 2026", "mardi 1er décembre 2026"."""
        said = str(format_date(as_day(when), "EEEE d MMMM y", locale=self._locale))
        return _FIRST.sub("1er", said) if self.language == "fr" else said

    def month(self, day: date, year: bool) -> str:
        """A month on an axis: "sept. 2021"."""
        return str(format_date(day, "MMM y" if year else "MMM", locale=self._locale))

    def near_day(self, when: date, weekday: bool = True) -> str:
        """A day that is close: "aujourd'hui", "demain", else as in a table."""
        day = as_day(when)
        if day == self.today:
            return self.say("today")
        if day == self.today + timedelta(days=1):
            return self.say("tomorrow")
        return self.day(when) if weekday else self.short_day(when)

    def instant(self, instant: datetime) -> str:
        """An instant in a table, on the school's clock: "lun. 23 nov. 06:00"."""
        local = instant.astimezone(SCHOOL_ZONE)
        pattern = "EEE d MMM HH:mm" if local.year == self.today.year else "EEE d MMM y HH:mm"
        return str(format_datetime(local, pattern, locale=self._locale))

    def time(self, instant: datetime) -> str:
        """An instant's time of day on the school's clock."""
        return str(format_datetime(instant.astimezone(SCHOOL_ZONE), "HH:mm", locale=self._locale))


def as_day(when: date) -> date:
    """The school's day that a day or an instant falls on."""
    return day_of(when) if isinstance(when, datetime) else when


def values_of(view: object) -> dict[str, object]:
    """What a view holds, by name; nothing of what is no view."""
    kind = type(view)
    return {field.name: getattr(view, field.name) for field in attrs.fields(kind)} if attrs.has(kind) else {}


def capital(text: str) -> str:
    """A sentence with its first letter in capital."""
    return text[:1].upper() + text[1:]
