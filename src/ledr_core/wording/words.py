"""The words of something that is shown, in one language: the sentences and nouns of its file, and how numbers and days
are said there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from ledr_core.wording.speech import speech


class Words:
    """What the sections `sentences` and `nouns` of a file say in one language.

    Raises Invalid unless it is French (`fr`) or English (`en`).
    """

    space: ClassVar[str] = " "
    """What stands between a number and its noun."""

    def __init__(self, language: str, words: Mapping[str, Mapping[str, Any]]) -> None:
        self.language = language
        self.speech = speech(language)
        self._words = words

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence of that name with these facts, which are in words already."""
        return str(self._words["sentences"][name][self.language]).format(**facts)

    def count(self, number: int, noun: str) -> str:
        """A number of things: "aucun slot", "1 slot", "3 slots"."""
        return self.speech.numbers.count(number, self._words["nouns"][noun][self.language], self.space)

    def noun(self, number: int, noun: str) -> str:
        """A noun alone in the form that goes with a number."""
        return self.speech.numbers.noun(number, self._words["nouns"][noun][self.language])

    def number(self, value: float | Decimal) -> str:
        """A number with the separators of the language."""
        return self.speech.numbers.number(value)

    def decimal(self, value: float | Decimal, places: int = 1) -> str:
        """A number to so many places: "8,7"."""
        return self.speech.numbers.decimal(value, places)


class DatedWords(Words):
    """Words of what is as of one day, *today*."""

    def __init__(self, language: str, words: Mapping[str, Mapping[str, Any]], today: date) -> None:
        super().__init__(language, words)
        self.today = today

    def day(self, day: date) -> str:
        """A day in a table: "lun. 23 nov.", with the year when it is another than today's."""
        return self.speech.days.table(day, self.today)

    def short_day(self, day: date) -> str:
        """The same without the day of the week: "23 nov."."""
        return self.speech.days.short(day, self.today)

    def full_day(self, day: date) -> str:
        """A day with its year: "23 nov. 2026"."""
        return self.speech.days.full(day)

    def long_day(self, day: date) -> str:
        """A day in a sentence: "lundi 23 novembre 2026", "mardi 1er décembre 2026"."""
        return self.speech.days.long(day)

    def near_day(self, day: date, *, weekday: bool = True) -> str:
        """A day that is close: "aujourd'hui", "demain", else as in a table."""
        return self.speech.days.near(day, self.today, weekday=weekday)

    def month(self, day: date, *, year: bool) -> str:
        """A month on an axis: "sept. 2021", or "sept."."""
        return self.speech.days.month(day, year=year)
