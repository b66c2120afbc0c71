"""In which order an attempt draws the questions of a level: fixed when it starts, the same for the same seed (TA-9)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen


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


@frozen
class History:
    """What came before an attempt: the person's own encounters, and how often each question was asked of anyone."""

    own: Mapping[str, Encounter] = field(factory=dict)
    exposure: Mapping[str, int] = field(factory=dict)


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


def ordered(items: Iterable[Item], seed: str, history: History) -> tuple[Item, ...]:
    """Items in the order in which they are drawn.

    Least often met by the person, then met longest ago, then least exposed to anyone, then by a hash of the seed.
    """
    own, exposure = history.own, history.exposure
    unmet = Encounter(0, 0)

    def place(item: Item) -> tuple[int, int, int, bytes]:
        reference = item.reference
        met = own.get(reference, unmet)
        return met.times, met.last, exposure.get(reference, 0), _lot(seed, item)

    return tuple(sorted(items, key=place))


def _lot(seed: str, item: Item) -> bytes:
    """Each part is preceded by its length, so that no two draws share a text."""
    text = f"{len(seed)}:{seed}:{item.level}:{item.reference}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
