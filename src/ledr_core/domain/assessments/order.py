"""In which order an attempt draws the questions of a level: fixed when it starts, the same for the same seed (TA-9)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import TypeAlias

from attrs import frozen

Exposed: TypeAlias = Mapping[int, Collection[str]]
"""The questions of a level that may be drawn, by reference: under how often they were asked of anyone."""
Bank: TypeAlias = Mapping[int, Exposed]
"""The questions of a theme that may be drawn, by level."""


@frozen
class Item:
    """A question as the engine sees it: which one, in which wording, and how difficult (levels count from 1)."""

    reference: str
    version: int
    level: int


@frozen
class Encounter:
    """How often somebody was asked a question, and when last, as the place of that question among all asked."""

    times: int
    last: int


def encounters(asked: Iterable[Sequence[str]]) -> dict[str, Encounter]:
    """A person's encounters, from the references asked in each former attempt, oldest first."""
    found: dict[str, Encounter] = {}
    place = 0
    for references in asked:
        for reference in references:
            place += 1
            before = found.get(reference)
            found[reference] = Encounter(before.times + 1 if before else 1, place)
    return found


def default_seed(person: str, theme: str, number: int) -> str:
    """The seed of a person's attempt at a theme, attempts being numbered from 1; it does not tell who they are."""
    parts = (person, theme, str(number))
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def first_drawn(level: int, exposed: Exposed, seed: str, own: Mapping[str, Encounter], number: int) -> list[str]:
    """The first so many questions of a level in the order in which they are drawn.

    Least often met by the person, then met longest ago, then least exposed to anyone, then by a hash of the seed: only
    among those that all else leaves alike, so that a large bank is not hashed for a few questions.
    """
    alike: dict[tuple[int, int, int], Collection[str]] = {}
    for exposure, references in exposed.items():
        alike[0, 0, exposure] = [one for one in references if one not in own]
        alike |= {(own[one].times, own[one].last, exposure): [one] for one in own.keys() & references}
    found: list[str] = []
    for _, references in sorted(alike.items()):
        if len(found) < number:
            lots = zip(_lots(seed, level, references), references, strict=True)
            found += [one for _, one in nsmallest(number - len(found), lots)]
    return found


def sizes(bank: Bank) -> dict[int, int]:
    """How many questions of each level may be drawn; levels without any are left out."""
    return {level: sum(map(len, exposed.values())) for level, exposed in bank.items()}


def _lots(seed: str, level: int, references: Iterable[str]) -> list[bytes]:
    """A lot for each, the hash of a text that all begin alike. Its seed is preceded by its length, so that no two draws
    share a text."""
    beginning = hashlib.sha256(f"{len(seed)}:{seed}:{level}:".encode("utf-8", "surrogatepass"))
    lots: list[bytes] = []
    for one in references:
        drawn = beginning.copy()
        drawn.update(one.encode("utf-8", "surrogatepass"))
        lots.append(drawn.digest())
    return lots
