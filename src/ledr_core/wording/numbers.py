"""How a language says numbers, and things by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from ledr_core.wording.locales import locale
from ledr_core.wording.typography import typeset

Number: TypeAlias = int | float | Decimal

_UNDER_ONE_PERCENT: Final = 0.01


class Numbers:
    """One language, for numbers, shares, plurals and lists."""

    def __init__(self, language: str, conventions: str, words: Mapping[str, Any]) -> None:
        """*conventions* is the locale; *words* are those of words.yaml."""
        self._conventions = conventions
        self._words = words
        self._percent = typeset(words["percent"], language)

    def number(self, value: Number, places: int | None = None) -> str:
        """A number with the separators of the language, to so many places at most (else three): "1 234,5"."""
        from babel.numbers import format_decimal

        pattern = None if places is None else f"#,##0.{'#' * places}"
        return str(format_decimal(value, format=pattern, locale=locale(self._conventions)))

    def decimal(self, value: Number, places: int = 1) -> str:
        """A number to exactly so many places: "8,7"."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, format=f"0.{'0' * places}", locale=locale(self._conventions)))

    def percent(self, value: float) -> str:
        """A percentage given from 0 to 100."""
        from babel.numbers import format_percent

        share = round(value / 100, 6)
        return str(format_percent(share, locale=locale(self._conventions), decimal_quantization=False))

    def share(self, share: float) -> str:
        """A share from 0 to 1: "46,5 %", with two places where it is under one in a hundred."""
        from babel.numbers import format_percent

        places = "00" if 0 < share < _UNDER_ONE_PERCENT else "0"
        return str(format_percent(share, format=f"0.{places}{self._percent}", locale=locale(self._conventions)))

    def is_one(self, number: Number) -> bool:
        """Whether things by that number are in the singular: in French, 0 and 1.5 too."""
        return bool(locale(self._conventions).plural_form(number) == "one")

    def noun(self, number: Number, noun: Mapping[str, str]) -> str:
        """A noun, of which the forms for `one` and `other` are given, in the form that goes with a number."""
        return noun["one" if self.is_one(number) else "other"]

    def count(self, number: Number, noun: Mapping[str, str], space: str = " ") -> str:
        """A number of things: "3 slots"; of zero what its noun has for `none`, if anything: "aucun slot"."""
        if number == 0 and "none" in noun:
            return noun["none"]
        return f"{self.number(number)}{space}{self.noun(number, noun)}"

    def rank(self, number: int) -> str:
        """A place in a list: `2e`, in French for a feminine word (`1re`); `2nd`."""
        ranks = self._words["ranks"]
        form = locale(self._conventions).ordinal_form(number)
        return str(ranks.get(form, ranks["other"])).format(number=number)

    def listed(self, items: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
        """`a, b et c`."""
        if len(items) == 1:
            return items[0]
        from babel.lists import format_list

        return str(format_list(items, style=style, locale=locale(self._conventions)))
