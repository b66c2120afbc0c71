"""Words of closed lists as people read them, taken back as input: `apprenant`, `rythmée`, `or` beside the English ones.

What the product shows it understands: the lists are those that results are said with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from ledr_core.domain.kernel.tables import column_key
from ledr_core.wording.catalogue import gathered, sentences
from ledr_core.wording.typography import LANGUAGES


def meant(values: Iterable[str], typed: str) -> str | None:
    """The one of these values that is called so, in any language, whatever the case, accents and dashes; else None."""
    return _called(tuple(map(str, values))).get(column_key(typed))


def called(values: tuple[str, ...], language: str) -> tuple[str, ...]:
    """What these values are called in that language, as `meant` takes them back; without words, themselves."""
    words = next(_lists_in(language, values), {})
    return tuple(words.get(value, value) for value in values)


@cache
def _called(values: tuple[str, ...]) -> Mapping[str, str]:
    """The values by what they are called: by themselves first, then as the lists say that have them all."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(column_key(value), value)
    for words in _lists(values):
        for value in values:
            found.setdefault(column_key(words[value]), value)
    return found


def _lists(values: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """The lists of words, each in one language, that have a word for all of these values."""
    for language in LANGUAGES:
        yield from _lists_in(language, values)


def _lists_in(language: str, values: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    words: Mapping[str, Any] = sentences("words")[language]
    of_results = [
        {value: wording[language] for value, wording in entries.items()}
        for entries in gathered("results")["values"].values()
        if isinstance(entries, dict)
    ]
    lists = [words["roles"], words["levels"], *of_results, words["kinds"]]
    yield from (one for one in lists if set(values) <= set(one))
