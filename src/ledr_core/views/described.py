"""Results in words: what an operation gives, key by key, with types and units, for help and the reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from ledr_core.views.shapes import Kind, Shape, shape_of
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.words import Words

_NUMBERS: Final = (Kind.WHOLE, Kind.NUMBER)


@frozen
class Described:
    """A key of a result, and what stands under it; the whole has no key."""

    key: str
    depth: int
    """How many keys it stands under."""
    kind: Kind
    words: str


def described(annotation: Any, language: str) -> tuple[Described, ...]:
    """The whole of a result first, then its keys, each followed by those below it.

    Raises Invalid for a language that the school does not speak.
    """
    return tuple(_Describing(language).lines("", shape_of(annotation), 0, ()))


class _Describing(Words):
    """How one language says shapes."""

    def __init__(self, language: str) -> None:
        super().__init__(language, sentences("shapes"))

    def lines(self, key: str, shape: Shape, depth: int, above: tuple[Shape, ...]) -> Iterator[Described]:
        """A key, and those below it."""
        structure = _structure(shape)
        again = structure is not None and structure in above
        yield Described(key, depth, shape.kind, self.say("again") if again else self._whole(key, shape))
        if structure is not None and not again:
            below = depth + 1 if key else depth
            for name, one in structure.keys.items():
                yield from self.lines(name, one, below, (*above, structure))

    def _whole(self, key: str, shape: Shape) -> str:
        words = self._words_of(key, shape)
        return self.say("or null", words=words) if shape.may_be_null else words

    def _words_of(self, key: str, shape: Shape) -> str:
        if shape.item is None:
            words = self.say(shape.kind, choices=" | ".join(shape.choices))
            unit = self._words["units"].get(key) if shape.kind in _NUMBERS else None
            return words if unit is None else self.say("with unit", words=words, unit=unit[self.language])
        if shape.item.kind is Kind.KEYS:
            return self.say(f"{shape.kind} of keys")
        if shape.kind is Kind.MAP:
            return self.say("map", item=self._whole(key, shape.item))
        return self.say("list", items=self._many(shape.item))

    def _many(self, shape: Shape) -> str:
        """Several such values."""
        items = "" if shape.item is None else self._many(shape.item)
        return self.say(f"many {shape.kind}", items=items, choices=" | ".join(shape.choices))


def _structure(shape: Shape) -> Shape | None:
    """What has keys: the shape, or what its list or map holds."""
    if shape.kind is Kind.KEYS:
        return shape
    return None if shape.item is None else _structure(shape.item)
