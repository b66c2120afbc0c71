"""The words of pages, French and English, as of the day of a page."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from ledr_core.views.sessions import PolicyView
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import speech
from ledr_core.wording.typography import NO_BREAK

NOTHING: Final = "–"
"""What stands in a table where there is no value."""


class Words:
    """How one language says things on a page that is as of one day."""

    def __init__(self, language: str, as_of: date) -> None:
        self.language = language
        self._as_of = as_of
        self._numbers, self._days = speech(language).numbers, speech(language).days

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence of that name with these facts."""
        return str(_words()["sentences"][name][self.language]).format(**facts)

    def number(self, value: int) -> str:
        """A number with the separators of the language."""
        return self._numbers.number(value)

    def decimal(self, value: float) -> str:
        """A number to one place: "8,7"."""
        return self._numbers.decimal(value)

    def percent(self, share: float) -> str:
        """A share from 0 to 1: "46,5 %", with two places where it is under one in a hundred."""
        return self._numbers.share(share)

    def ability(self, ability: float) -> str:
        """An ability on its scale: "−2", "0", "+1"."""
        return f"{ability:+g}".replace("-", "−") if ability else "0"

    def count(self, number: int, noun: str) -> str:
        """A number of things: "aucune personne", "1 personne", "3 personnes"."""
        return self._numbers.count(number, _words()["nouns"][noun][self.language], NO_BREAK)

    def day(self, day: date) -> str:
        """A day in a table: "lun. 6 sept.", with the year when it is another than that of the page."""
        return self._days.table(day, self._as_of)

    def short_day(self, day: date) -> str:
        """The same without the day of the week: "6 sept."."""
        return self._days.short(day, self._as_of)

    def full_day(self, day: date) -> str:
        """A day with its year: "6 sept. 2021"."""
        return self._days.full(day)

    def long_day(self, day: date) -> str:
        """A day in a sentence: "lundi 6 septembre 2021", "mercredi 1er décembre 2021"."""
        return self._days.long(day)

    def month(self, day: date, *, year: bool) -> str:
        """A month on an axis: "sept. 2021", or "sept."."""
        return self._days.month(day, year=year)

    def rotation(self, policy: PolicyView) -> str:
        """How a session rotates: "rotation rythmée, tous les 10 jours ouvrés"."""
        if policy.kind != "paced":
            return self.say(policy.kind)
        noun = "day" if policy.weekends else "working day"
        every = policy.every or 1
        pace = self.say(f"every {noun}") if every == 1 else self.say("every", days=self.count(every, noun))
        left_out = "" if policy.holidays else self.say("no holidays")
        return self.say("paced", pace=pace) + left_out


def _words() -> Any:
    return sentences("standalone_pages")
