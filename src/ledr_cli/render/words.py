"""Dates, numbers, plurals and labels in the language of the reader, as of today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import attrs

from ledr_core.wording.catalogue import gathered
from ledr_core.wording.results import RESULTS, result_words
from ledr_core.wording.words import DatedWords


class Words(DatedWords):
    """How one language says results, as of one instant on the school's clock."""

    def __init__(self, language: str, now: datetime) -> None:
        super().__init__(language, gathered(RESULTS), now.date())
        self._known = result_words(language)

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence of that name with these facts."""
        return super().say(name, **{key: name_of(fact) for key, fact in facts.items()})

    def label(self, key: str) -> str:
        """A key of a result as a title of a column or line."""
        return self._known.label(key) or capital(key.replace("_", " "))

    def value(self, key: str, raw: object) -> str:
        """A value as people read it, given the key it stands under."""
        if raw is None or raw == "":
            return ""
        if isinstance(raw, Enum):
            return self.value(key, raw.value)
        if isinstance(raw, bool):
            return self.speech.value(raw) or ""
        if isinstance(raw, int | float | Decimal):
            return self.number(raw)
        if isinstance(raw, date):
            return self.instant(raw) if isinstance(raw, datetime) else self.day(raw)
        if isinstance(raw, str):
            said = self._known.value(key, raw)
            return str(name_of(raw)) if said is None else said
        return self._several(key, raw)

    def _several(self, key: str, raw: object) -> str:
        """A list, or what a view or a map holds by name."""
        if isinstance(raw, list | tuple):
            return ", ".join(self.value(key, part) for part in raw)
        if not isinstance(raw, Mapping) and not attrs.has(type(raw)):
            return str(raw)
        named = raw if isinstance(raw, Mapping) else values_of(raw)
        return ", ".join(f"{name} {self.value(name, part)}" for name, part in named.items() if part is not None)

    def percent(self, value: float) -> str:
        """A percentage given from 0 to 100."""
        return self.speech.numbers.percent(value)

    def duration(self, seconds: int) -> str:
        """A length of time: "1 h 05 min", "21 min"."""
        hours, minutes = divmod(seconds // 60, 60)
        return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"

    def instant(self, instant: datetime) -> str:
        """An instant in a table, on the school's clock: "lun. 23 nov. 06:00"."""
        return self.speech.days.instant(instant, self.today)

    def time(self, instant: datetime) -> str:
        """An instant's time of day on the school's clock."""
        return self.speech.days.time(instant)


def name_of(value: object) -> object:
    """What people call an e-mail or a reference that knows it; anything else as it is (CAT-14)."""
    name = getattr(value, "name", None)
    return name if isinstance(value, str) and not isinstance(value, Enum) and isinstance(name, str) else value


def values_of(view: object) -> dict[str, object]:
    """What a view holds, by name; nothing of what is no view."""
    kind = type(view)
    return {field.name: getattr(view, field.name) for field in attrs.fields(kind)} if attrs.has(kind) else {}


def capital(text: str) -> str:
    """A sentence with its first letter in capital."""
    return text[:1].upper() + text[1:]
