"""The words of results: keys as titles, what closed lists hold, nouns that are counted, sentences."""

from __future__ import annotations

from functools import cache
from typing import Final

from ledr_core.wording.catalogue import gathered
from ledr_core.wording.words import Words

RESULTS: Final = "results"
"""The folder of their files."""


class ResultWords(Words):
    """How one language says a result."""

    def label(self, key: str) -> str | None:
        """A key of a result as a title, if it has one."""
        wording = self._words["labels"].get(key)
        return None if wording is None else str(wording[self.language])

    def value(self, key: str, text: str) -> str | None:
        """What a closed list holds, by the key that it stands under; None for what is in no such list."""
        known = self._words["values"].get(key)
        if isinstance(known, str):
            return self.value(known, text) if known in self._words["values"] else self.speech.named(known, text)
        wording = known.get(text) if known else None
        return None if wording is None else str(wording[self.language])


@cache
def result_words(language: str) -> ResultWords:
    """Those of a language. Raises Invalid unless it is French (`fr`) or English (`en`)."""
    return ResultWords(language, gathered(RESULTS))
