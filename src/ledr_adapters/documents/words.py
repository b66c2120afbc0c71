"""The words of documents, French and English: titles, labels, days, numbers, lengths of time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.typography import LANGUAGES, NO_BREAK, true_apostrophes_within
from ledr_core.wording.words import Words as SpokenWords

_TAGS: Final = {"fr": "fr-FR", "en": "en-GB"}
_PLACES: Final = 2
"""Of a mark or of hours."""


class Words(SpokenWords):
    """How one language says things on a document. Raises Invalid (`language`) for another than `fr` and `en`."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise Invalid("language", "no documents in that language", {"value": language, "choices": list(LANGUAGES)})
        super().__init__(language, sentences("documents"))
        self.tag = _TAGS[language]

    def own(self, text: str) -> str:
        """Words of the school itself, such as its name or a course's title: with true apostrophes.

        Names of people and companies stay as they were typed (CO-1).
        """
        return true_apostrophes_within(text)

    def day(self, day: date) -> str:
        """A day: "6 septembre 2021", "1er décembre 2021"."""
        return self.speech.days.written(day)

    def short_day(self, day: date) -> str:
        """A day in a table: "06/09/2021"."""
        return self.speech.days.figures(day)

    def day_and_hour(self, instant: datetime) -> str:
        """An instant on the school's clock, in a table: "06/09/2021 09:30"."""
        return f"{self.short_day(instant)} {self.hour(instant)}"

    def hour(self, instant: datetime) -> str:
        """The hour of an instant on the school's clock: "09:30"."""
        return self.speech.days.time(instant)

    def number(self, value: float | Decimal) -> str:
        """A number with the separators of the language, and no zeros behind: "12,5"."""
        return self.speech.numbers.number(value, _PLACES)

    def duration(self, duration: timedelta) -> str:
        """A length of time in hours and minutes: "2 h 05", "45 min"."""
        hours, minutes = divmod(round(duration.total_seconds()) // 60, 60)
        if not hours:
            return f"{minutes}{NO_BREAK}min"
        return f"{self.number(hours)}{NO_BREAK}h" + (f"{NO_BREAK}{minutes:02}" if minutes else "")
