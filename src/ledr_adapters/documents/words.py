"""The words of documents, French and English: titles, labels, days, numbers, lengths of time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from ledr_core.domain.errors import Invalid
from ledr_core.domain.moments import SCHOOL_ZONE, day_of

NO_BREAK: Final = "\u00a0"

_FRENCH_SPACES: Final = re.compile(" (?=[:;!?%»])|(?<=«) ")
_FIRST: Final = re.compile(r"^1(?= )")
_LOCALES: Final = {"fr": ("fr_FR", "fr-FR"), "en": ("en_GB", "en-GB")}


class Words:
    """How one language says things on a document. Raises Invalid (`language`) for another than `fr` and `en`."""

    def __init__(self, language: str) -> None:
        if language not in _LOCALES:
            raise Invalid("language", f"no documents in {language!r}", list(_LOCALES))
        name, self.tag = _LOCALES[language]
        self._language = language
        self._locale = Locale.parse(name)

    def say(self, name: str, /, **facts: object) -> str:
        """The words of that name with these facts."""
        french, english = _WORDS[name]
        if self._language == "en":
            return english.format(**facts)
        return _FRENCH_SPACES.sub(NO_BREAK, french).format(**facts)

    def day(self, day: date) -> str:
        """A day: "6 septembre 2021", "1er décembre 2021"."""
        said = format_date(day, "d MMMM y", locale=self._locale)
        return _FIRST.sub("1er", said) if self._language == "fr" else said

    def short_day(self, day: date) -> str:
        """A day in a table: "06/09/2021"."""
        return format_date(day, "dd/MM/y", locale=self._locale)

    def day_and_hour(self, instant: datetime) -> str:
        """An instant on the school's clock, in a table: "06/09/2021 09:30"."""
        return f"{self.short_day(day_of(instant))} {self.hour(instant)}"

    def hour(self, instant: datetime) -> str:
        """The hour of an instant on the school's clock: "09:30"."""
        return instant.astimezone(SCHOOL_ZONE).strftime("%H:%M")

    def number(self, value: int | Decimal) -> str:
        """A number with the separators of the language, and no zeros behind: "12,5"."""
        return format_decimal(value, format="#,##0.##", locale=self._locale)

    def duration(self, duration: timedelta) -> str:
        """A length of time in hours and minutes: "2 h 05", "45 min"."""
        hours, minutes = divmod(round(duration.total_seconds()) // 60, 60)
        if not hours:
            return f"{minutes}{NO_BREAK}min"
        return f"{self.number(hours)}{NO_BREAK}h" + (f"{NO_BREAK}{minutes:02}" if minutes else "")


_WORDS: Final[dict[str, tuple[str, str]]] = {
    "page": ("page {page} / {pages}", "page {page} / {pages}"),
    "code": ("Code de vérification : {code}", "Verification code: {code}"),
    "verify": ("Vérifier ce document : {address}", "Verify this document: {address}"),
    "person": ("Apprenant", "Learner"),
    "company": ("Entreprise", "Company"),
    "course": ("Parcours", "Course"),
    "module": ("Module", "Module"),
    "saved": ("Enregistrées le", "Saved on"),
    "notes": ("Notes", "Notes"),
    "notes of": ("Notes de {person} : {module}", "Notes of {person}: {module}"),
}
