"""The rules of the school, in French and English: what `ledr rules` shows, and what refusals name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.wording.typography import must_be_spoken, typeset

# fmt: off
AREAS: Final = (
    "ROLE", "ACC", "CO", "SES", "SLOT", "ROT", "CAT", "LEARN", "WORK", "PQ", "TA", "TEST", "CASE", "CERT", "TRACK",
    "JOB", "SUP", "NOTE", "CAMP", "COM", "TEAM", "OFFER",
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
    raise Invalid("rule", f"no rule {identifier!r}", near or list(AREAS))


def words(language: str) -> tuple[Word, ...]:
    """The words of the school. Raises Invalid for a language that the school does not speak."""
    must_be_spoken(language)
    return tuple(
        Word(one["french"], one["code"], typeset(one[language], language)) for one in _read(_FOLDER / "words.yaml")
    )


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
