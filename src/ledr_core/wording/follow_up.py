"""The words of the follow-up: titles of columns, marks, and how figures are counted."""

from __future__ import annotations

from datetime import date

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.words import DatedWords


class FollowUpWords(DatedWords):
    """How one language says the follow-up of a day."""

    def column(self, name: str) -> str:
        """The title of a column."""
        return str(self._words["columns"][name][self.language])

    def state(self, state: str) -> str:
        """Where a learner stands: "en cours", "attend un slot"."""
        return str(self._words["states"][state][self.language])

    def level(self, level: str) -> str:
        """A level of a certification: "or"."""
        return self.speech.named("levels", level) or level

    def yes(self, mark: bool) -> str:
        """A mark that somebody bears: "oui", or nothing."""
        return self.say("yes") if mark else ""

    def percent(self, percent: int) -> str:
        """A percentage from 0 to 100: "54 %"."""
        return self.speech.numbers.percent(percent)

    def notes(self, quiet_days: int) -> tuple[str, ...]:
        """How the figures are counted, and as of when, a sentence each."""
        facts: dict[str, object] = {"day": self.long_day(self.today), "days": quiet_days}
        return tuple(self.say(name, **facts) for name in self._words["sentences"] if name.startswith("note "))


def follow_up_words(language: str, today: date) -> FollowUpWords:
    """Those of a language. Raises Invalid unless it is French (`fr`) or English (`en`)."""
    return FollowUpWords(language, sentences("follow_up"), today)
