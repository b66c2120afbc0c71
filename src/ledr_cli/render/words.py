"""Dates, numbers, plurals and labels in the language of the reader, as of today."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from ledr_core.wording.days import Day, Instant
from ledr_core.wording.results import result_words

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")


class Words:
    """How one language says things, as of one instant on the school's clock.

    Days and instants are taken as they are or in their JSON form.
    """

    def __init__(self, language: str, now: datetime) -> None:
        self.language = language
        self.today = now.date()
        self._words = result_words(language)
        self._numbers, self._days = self._words.speech.numbers, self._words.speech.days

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence of that name with these facts."""
        return self._words.say(name, **facts)

    def label(self, key: str) -> str:
        """A key of a result as a title of a column or line."""
        return self._words.label(key) or capital(key.replace("_", " "))

    def value(self, key: str, raw: object) -> str:
        """A value as people read it, given the key it stands under."""
        if raw is None or raw == "":
            return ""
        if isinstance(raw, bool):
            return self._words.speech.value(raw) or ""
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
        said = self._words.value(key, raw)
        return raw if said is None else said

    def number(self, value: float) -> str:
        """A number with the separators of the language."""
        return self._numbers.number(value)

    def decimal(self, value: float, places: int = 1) -> str:
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

    def day(self, day: Day) -> str:
        """A day in a table: "lun. 23 nov.", with the year when it is another than this one."""
        return self._days.table(day, self.today)

    def short_day(self, day: Day) -> str:
        """The same without the day of the week: "23 nov."."""
        return self._days.short(day, self.today)

    def full_day(self, day: Day) -> str:
        """A day with its year: "23 nov. 2026"."""
        return self._days.full(day)

    def long_day(self, day: Day) -> str:
        """A day in a sentence: "lundi 23 novembre 2026", "mardi 1er décembre 2026"."""
        return self._days.long(day)

    def month(self, day: date, year: bool) -> str:
        """A month on an axis: "sept. 2021"."""
        return self._days.month(day, year=year)

    def near_day(self, day: Day, weekday: bool = True) -> str:
        """A day that is close: "aujourd'hui", "demain", else as in a table."""
        return self._days.near(day, self.today, weekday=weekday)

    def instant(self, instant: Instant) -> str:
        """An instant in a table, on the school's clock: "lun. 23 nov. 06:00"."""
        return self._days.instant(instant, self.today)

    def time(self, instant: Instant) -> str:
        """An instant's time of day on the school's clock."""
        return self._days.time(instant)


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
