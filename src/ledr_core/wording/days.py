"""How a language says days and instants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

from ledr_core.domain.kernel.moments import SCHOOL_ZONE
from ledr_core.wording.locales import locale
from ledr_core.wording.typography import NO_BREAK

Day: TypeAlias = date | datetime | str
"""A day, an instant, which falls on a day of the school's clock, or the JSON form of either."""
Instant: TypeAlias = datetime | str

_LENGTH_OF_A_DAY: Final = len("2026-11-19")
_LONG: Final = "EEEE d MMMM y"
_WITH_MONTH: Final = re.compile(r"d\W+MMM")
_FIRST: Final = re.compile(rf"\b1(?=[ {NO_BREAK}])")


class Days:
    """One language, for days and instants, on the school's clock."""

    def __init__(self, conventions: str, words: Mapping[str, Any]) -> None:
        """*conventions* is the locale; *words* are those of words.yaml."""
        self._conventions = conventions
        self._words = words

    def long(self, day: Day) -> str:
        """A day in a sentence: "lundi 23 novembre 2026", "mardi 1er décembre 2026"."""
        return self._said(day, _LONG)

    def written(self, day: Day) -> str:
        """The same without the day of the week: "23 novembre 2026", "1er décembre 2026"."""
        return self._said(day, "d MMMM y")

    def without_year(self, day: Day) -> str:
        """A day of a year that is known: "23 novembre", "1er décembre"."""
        return self._said(day, "d MMMM")

    def full(self, day: Day) -> str:
        """A day with its year, shortened: "23 nov. 2026", "1er déc. 2026"."""
        return self._said(day, "d MMM y")

    def table(self, day: Day, today: date) -> str:
        """A day in a table: "lun. 23 nov.", "mar. 1er déc.", with the year when it is another than today's."""
        return self._of_year("EEE d MMM", day, today)

    def short(self, day: Day, today: date) -> str:
        """The same without the day of the week: "23 nov."."""
        return self._of_year("d MMM", day, today)

    def near(self, day: Day, today: date, *, weekday: bool = True) -> str:
        """A day that is close: "aujourd'hui", "demain", else as in a table."""
        distance = as_day(day) - today
        if distance == timedelta(0):
            return str(self._words["today"])
        if distance == timedelta(days=1):
            return str(self._words["tomorrow"])
        return self.table(day, today) if weekday else self.short(day, today)

    def narrow(self, day: Day) -> str:
        """A day that no line is broken in: "23 nov."."""
        return self._said(day, f"d'{NO_BREAK}'MMM")

    def figures(self, day: Day) -> str:
        """A day in figures: "23/11/2026"."""
        return self._said(day, "dd/MM/y")

    def month(self, day: Day, *, year: bool) -> str:
        """A month on an axis: "sept. 2021", or "sept."."""
        return self._said(day, "MMM y" if year else "MMM")

    def written_month(self, day: Day) -> str:
        """A month in a sentence: "septembre 2021"."""
        return self._said(day, "MMMM y")

    def instant(self, instant: Instant, today: date) -> str:
        """An instant in a table: "lun. 23 nov. 06:00"."""
        local = as_instant(instant)
        return f"{self.table(local, today)} {self.time(local)}"

    def time(self, instant: Instant) -> str:
        """The time of day of an instant: "06:00"."""
        return f"{as_instant(instant):%H:%M}"

    def moment(self, instant: Instant) -> str:
        """An instant as it is written to somebody: "lundi 23 novembre 2026 à 14 h 05"; a day alone has no time."""
        if isinstance(instant, str) and len(instant) == _LENGTH_OF_A_DAY:
            return self.long(instant)
        local = as_instant(instant)
        return str(self._words["moment"].format(day=self.long(local), hour=local.hour, minute=local.minute))

    def _of_year(self, pattern: str, day: Day, today: date) -> str:
        day = as_day(day)
        return self._said(day, pattern if day.year == today.year else f"{pattern} y")

    def _said(self, day: Day, pattern: str) -> str:
        from babel.dates import format_date

        day = as_day(day)
        words = str(format_date(day, pattern, locale=locale(self._conventions)))
        return (
            _FIRST.sub(self._words["first"], words, count=1) if day.day == 1 and _WITH_MONTH.search(pattern) else words
        )


def as_day(day: Day) -> date:
    """The day that is meant, of an instant the one on the school's clock. Raises ValueError for text that is none."""
    if isinstance(day, str):
        day = date.fromisoformat(day) if len(day) == _LENGTH_OF_A_DAY else as_instant(day)
    return as_instant(day).date() if isinstance(day, datetime) else day


def as_instant(instant: Instant) -> datetime:
    """An instant on the school's clock; one without a zone is on it already. Raises ValueError for other text."""
    moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    try:
        return moment.astimezone(SCHOOL_ZONE) if moment.tzinfo else moment
    except OverflowError:  # the first or last day there is
        return moment
