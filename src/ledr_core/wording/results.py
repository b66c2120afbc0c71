"""The words of results: keys as titles, what closed lists hold, nouns that are counted, sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from attrs import field, frozen

from ledr_core.wording.catalogue import gathered
from ledr_core.wording.speech import Speech, speech

_FOLDER: Final = "results"


@frozen
class ResultWords:
    """How one language says a result; in numbers and on days, see its `speech`."""

    language: str
    speech: Speech
    _words: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence of that name with facts that are in words already."""
        return str(self._words["sentences"][name][self.language]).format(**facts)

    def label(self, key: str) -> str | None:
        """A key of a result as a title, if it has one."""
        wording = self._words["labels"].get(key)
        return None if wording is None else str(wording[self.language])

    def noun(self, name: str) -> Mapping[str, str]:
        """The forms of a noun: for `none`, `one`, `other`."""
        forms: Mapping[str, str] = self._words["nouns"][name][self.language]
        return forms

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
    return ResultWords(language, speech(language), gathered(_FOLDER))
