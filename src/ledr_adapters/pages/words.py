"""The words of pages, French and English, as of the day of a page."""

from __future__ import annotations

from datetime import date
from typing import Final

from ledr_core.views.sessions import PolicyView
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.typography import NO_BREAK
from ledr_core.wording.words import DatedWords

NOTHING: Final = "–"
"""What stands in a table where there is no value."""


class Words(DatedWords):
    """How one language says things on a page that is as of one day."""

    space = NO_BREAK

    def __init__(self, language: str, as_of: date) -> None:
        super().__init__(language, sentences("standalone_pages"), as_of)

    def percent(self, share: float) -> str:
        """A share from 0 to 1: "46,5 %", with two places where it is under one in a hundred."""
        return self.speech.numbers.share(share)

    def ability(self, ability: float) -> str:
        """An ability on its scale: "−2", "0", "+1"."""
        return f"{ability:+g}".replace("-", "−") if ability else "0"

    def rotation(self, policy: PolicyView) -> str:
        """How a session rotates: "rotation rythmée, tous les 10 jours du lundi au vendredi"."""
        if policy.kind != "paced":
            return self.say(policy.kind)
        every, noun = policy.every or 1, policy.days
        pace = self.say(f"every {noun}") if every == 1 else self.say("every", days=self.count(every, noun))
        left_out = "" if policy.holidays or noun == "working_day" else self.say("no holidays")
        return self.say("paced", pace=pace) + left_out
