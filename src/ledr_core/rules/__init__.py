"""The rules of the school, in French and English: what `ledr rules` shows, and what refusals name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.tables import column_key
from ledr_core.wording.typography import must_be_spoken, typeset

# fmt: off
AREAS: Final = (
    "ROLE", "ACC", "CO", "SES", "SLOT", "ROT", "CAT", "LEARN", "WORK", "PQ", "TA", "TEST", "CASE", "CERT", "TRACK",
    "JOB", "SUP", "NOTE", "CAMP", "COM", "TEAM", "OFFER", "PASS",
)
# fmt: on
"""The areas in the order in which they are read; each has a file of its own."""

_FOLDER: Final = Path(__file__).parent


@frozen
class Rule:
    """One rule; *decided* says that it, or a part of it, was decided here because the source is silent."""

    identifier: str
    area: str
    title: str
    """What the area is about."""
    text: str
    decided: bool


@frozen
class Word:
    """A word that users see in French, the name that code and data give it, and what it means."""

    french: str
    code: str
    meaning: str


def rules(language: str) -> tuple[Rule, ...]:
    """All rules, an area after the other. Raises Invalid for a language that the school does not speak."""
    must_be_spoken(language)
    return tuple(rule for area in AREAS for rule in _of(area, language))


def find(identifier: str, language: str = "fr") -> Rule:
    """The rule of that identifier, whatever its case. Raises Invalid, naming the rules of its area, else the areas."""
    must_be_spoken(language)
    wanted = identifier.strip().upper()
    near: list[str] = []
    for area in AREAS:
        named = [rule.identifier for rule in _of(area, language)]
        if wanted in named:
            return next(rule for rule in _of(area, language) if rule.identifier == wanted)
        near += [one for one in named if one.partition("-")[0] == wanted.partition("-")[0] or area == wanted]
    raise Invalid("rule", "no such rule", {"value": identifier, "choices": near or list(AREAS)})


def chosen(asked: str, language: str) -> tuple[Rule, ...]:
    """The rules asked for: an area by its name or by words of its title, those that begin alike, or a single one.

    Nothing asked is all of them. Raises Invalid, naming what comes close, for what is none of these.
    """
    every, name, words = rules(language), asked.strip().upper(), column_key(asked)
    if not words:
        return every
    alike = tuple(one for one in every if name in (one.area, one.identifier.partition("-")[0]))
    titled = tuple(one for one in every if len(words) >= _SHORTEST and words in column_key(one.title))
    return alike or titled or (find(asked, language),)


_SHORTEST: Final = 4
"""Letters of what is looked for in titles."""


def exists(identifier: str) -> bool:
    """Whether a rule has that identifier, letter by letter."""
    group = identifier.partition("-")[0]
    return any(identifier in _identifiers(area) for area in ([group] if group in AREAS else AREAS))


def near(identifier: str) -> tuple[str, ...]:
    """The rules that an identifier may have been meant for: those that begin as it does, or nearly so."""
    every = [one for area in AREAS for one in _identifiers(area)]
    group = identifier.strip().upper().partition("-")[0].translate(_LETTERS)
    close = get_close_matches(group, {one.partition("-")[0] for one in every}, n=1)
    return tuple(one for one in every if close and one.partition("-")[0] == close[0])


_LETTERS: Final = str.maketrans("015", "OIS")
"""Digits that are typed for letters."""


def example(identifier: str) -> Path | None:
    """The scenario file that shows a rule best: where it is named first, the shortest of those; None without one."""
    found = [(named.index(identifier), size, file) for file, named, size in _examples() if identifier in named]
    return min(found)[2] if found else None


@cache
def _examples() -> tuple[tuple[Path, list[str], int], ...]:
    """The scenario files that stand with the rules, the rules that each names (in brackets, on a line), its length."""
    files = {file: file.read_text("utf-8") for file in sorted((_FOLDER / "scenarios").rglob("*.yaml"))}
    lines = {file: re.search(r"^rules: \[(.*)\]$", text, re.MULTILINE) for file, text in files.items()}
    return tuple((file, line[1].split(", "), len(files[file])) for file, line in lines.items() if line)


def words(language: str) -> tuple[Word, ...]:
    """The words of the school. Raises Invalid for a language that the school does not speak."""
    must_be_spoken(language)
    return tuple(
        Word(one["french"], one["code"], typeset(one[language], language)) for one in _read(_FOLDER / "words.yaml")
    )


@cache
def _identifiers(area: str) -> tuple[str, ...]:
    return tuple(_read(_FOLDER / "areas" / f"{area.lower()}.yaml")["rules"])


@cache
def _of(area: str, language: str) -> tuple[Rule, ...]:
    return tuple(_rules_in(area, _read(_FOLDER / "areas" / f"{area.lower()}.yaml"), language))


def _rules_in(area: str, data: dict[str, Any], language: str) -> Iterator[Rule]:
    title = typeset(data["title"][language], language)
    for identifier, rule in data["rules"].items():
        yield Rule(identifier, area, title, typeset(rule[language], language), rule.get("decided", False))


@cache
def _read(path: Path) -> Any:
    from ledr_core.wording import yaml12

    return yaml12.read(path, path.name).value
