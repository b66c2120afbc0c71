"""Dates, numbers, plurals and labels in the language of the reader."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from ledr_cli.texts import typeset
from ledr_cli.vocabulary import LABELS, NOUNS, SENTENCES, VALUES
from ledr_core.domain.kernel.moments import SCHOOL_ZONE

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST: Final = re.compile(r"\b1(?= )")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")


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
        if isinstance(raw, bool):
            return self.say("yes" if raw else "no")
        if isinstance(raw, int | float):
            return self.percent(raw) if key.endswith("percent") else self.number(raw)
        if isinstance(raw, str):
            return self._text(key, raw)
        if isinstance(raw, list):
            return ", ".join(self.value(key, part) for part in raw)
        if isinstance(raw, dict):
            return ", ".join(f"{name} {self.value(name, part)}" for name, part in raw.items() if part is not None)
        return str(raw)

    def _text(self, key: str, raw: str) -> str:
        if _DAY.fullmatch(raw):
            return self.day(raw)
        if _INSTANT.fullmatch(raw):
            return self.instant(raw)
        said = VALUES.get(key, {}).get(raw)
        return said[self._column] if said else raw

    def number(self, value: float) -> str:
        """A number with the separators of the language."""
        return str(format_decimal(value, locale=self._locale))

    def decimal(self, value: float, places: int = 1) -> str:
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

    def day(self, raw: str) -> str:
        """A day in a table: "lun. 23 nov.", with the year when it is another than this one."""
        day = as_day(raw)
        pattern = "EEE d MMM" if day.year == self.today.year else "EEE d MMM y"
        return str(format_date(day, pattern, locale=self._locale))

    def short_day(self, raw: str) -> str:
        """The same without the day of the week: "23 nov."."""
        day = as_day(raw)
        return str(format_date(day, "d MMM" if day.year == self.today.year else "d MMM y", locale=self._locale))

    def full_day(self, raw: str) -> str:
        """A day with its year: "23 nov. 2026"."""
        return str(format_date(as_day(raw), "d MMM y", locale=self._locale))

    def long_day(self, raw: str) -> str:
        """A day in a sentence: "lundi 23 novembre 2026", "mardi 1er décembre 2026"."""
        said = str(format_date(as_day(raw), "EEEE d MMMM y", locale=self._locale))
        return _FIRST.sub("1er", said) if self.language == "fr" else said

    def month(self, day: date, year: bool) -> str:
        """A month on an axis: "sept. 2021"."""
        return str(format_date(day, "MMM y" if year else "MMM", locale=self._locale))

    def near_day(self, raw: str, weekday: bool = True) -> str:
        """A day that is close: "aujourd'hui", "demain", else as in a table."""
        day = as_day(raw)
        if day == self.today:
            return self.say("today")
        if day == self.today + timedelta(days=1):
            return self.say("tomorrow")
        return self.day(raw) if weekday else self.short_day(raw)

    def instant(self, raw: str) -> str:
        """An instant in a table, on the school's clock: "lun. 23 nov. 06:00"."""
        instant = datetime.fromisoformat(raw)
        local = instant.astimezone(SCHOOL_ZONE) if instant.tzinfo else instant
        pattern = "EEE d MMM HH:mm" if local.year == self.today.year else "EEE d MMM y HH:mm"
        return str(format_datetime(local, pattern, locale=self._locale))

    def time(self, raw: str) -> str:
        """An instant's time of day on the school's clock."""
        return str(format_datetime(datetime.fromisoformat(raw).astimezone(SCHOOL_ZONE), "HH:mm", locale=self._locale))


def as_day(raw: str) -> date:
    """The school's day that a JSON date or instant falls on."""
    if _DAY.fullmatch(raw):
        return date.fromisoformat(raw)
    instant = datetime.fromisoformat(raw)
    return (instant.astimezone(SCHOOL_ZONE) if instant.tzinfo else instant).date()


def capital(text: str) -> str:
    """A sentence with its first letter in capital."""
    return text[:1].upper() + text[1:]


def full_name(item: dict[str, Any]) -> str:
    """A person's name as people say it, "Léa Martin", else the e-mail."""
    if item.get("name"):
        return str(item["name"])
    names = [str(item[key]) for key in ("first_name", "last_name") if item.get(key)]
    return " ".join(names) or str(item.get("email") or item.get("person") or "")


def names_in(*lists: object) -> dict[str, str]:
    """The names of all the people in these lists by e-mail, in small letters."""
    found: dict[str, str] = {}
    for items in lists:
        for item in items if isinstance(items, list) else ():
            email = item.get("email") or item.get("person") if isinstance(item, dict) else None
            if email:
                found.setdefault(str(email).casefold(), full_name(item))
    return found
