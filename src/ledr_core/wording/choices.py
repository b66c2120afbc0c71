"""Words of closed lists as people read them, taken back as input: `apprenant`, `rythmée`, `or` beside the English ones.

What the product shows it understands: the lists are those that results are said with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from ledr_core.domain.kernel.tables import column_key
from ledr_core.wording.catalogue import gathered, sentences
from ledr_core.wording.typography import LANGUAGES

_ALIKE: Final = 0.7


def meant(values: Iterable[str], typed: str) -> str | None:
    """The one of these values that is called so in another language, case, accents and dashes apart; else None.

    The first word of what it is called does, where no other begins with it: `administrateur`. The values
    themselves are a promise to programs, and stay as exact as they are.
    """
    return _called(tuple(map(str, values))).get(column_key(typed))


def called(values: tuple[str, ...], language: str) -> tuple[str, ...]:
    """What these values are called in that language, as `meant` takes them back; without words, themselves."""
    words = next(_lists_in(language, values), {})
    return tuple(words.get(value, value) for value in values)


def offered(values: tuple[str, ...], language: str) -> tuple[str, ...]:
    """These values as somebody may type them: by what they are called, with the value itself: `apprenant (learner)`."""
    if language == _THEIR_OWN:
        return values
    said = zip(values, called(values, language), strict=True)
    return tuple(value if word == value else f"{word} ({value})" for value, word in said)


def close_to(typed: str, values: Sequence[str], alike: float = _ALIKE) -> list[str]:
    """The value that is spelled most nearly so, also in another case; nothing when none is *alike* (0 to 1) enough."""
    if not typed:
        return []
    from difflib import get_close_matches

    folded = {value.casefold(): value for value in reversed(values)}
    return [folded[one] for one in get_close_matches(typed.casefold(), folded, n=1, cutoff=alike)]


@cache
def _called(values: tuple[str, ...]) -> Mapping[str, str]:
    """The values by what they are called in other languages than their own, and by the first word of it."""
    themselves = {column_key(value) for value in values}
    whole: dict[str, str] = {}
    begun: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for words in _lists_in(language, values) if language != _THEIR_OWN else ():
            for value in values:
                whole.setdefault(column_key(words[value]), value)
                begun.setdefault(column_key(words[value].partition(" ")[0]), set()).add(value)
    found = {word: next(iter(meant)) for word, meant in begun.items() if len(meant) == 1} | whole
    return {word: value for word, value in found.items() if word not in themselves}


_THEIR_OWN: Final = "en"


def _lists_in(language: str, values: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """The lists of words of a language that have one for all of these values."""
    words: Mapping[str, Any] = sentences("words")[language]
    of_results = [
        {value: wording[language] for value, wording in entries.items()}
        for entries in gathered("results")["values"].values()
        if isinstance(entries, dict)
    ]
    columns = {name: wording[language] for name, wording in sentences("follow_up")["columns"].items()}
    lists = [words["roles"], words["levels"], *of_results, words["kinds"], columns]
    yield from (one for one in lists if set(values) <= set(one))
