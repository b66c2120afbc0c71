"""What a step says of its result, held against what the operation is known to give: a key that no result has is an
error, since `lacks` would always be content with it, and so is a value that can never stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.flags import read_flag
from ledr_core.domain.kernel.moments import read_day, read_instant
from ledr_core.testing.scenarios.names import has_names
from ledr_core.testing.scenarios.slips import name_meant, unknown_name
from ledr_core.views.shapes import Kind, Shape, shape_of
from ledr_core.wording.choices import meant
from ledr_core.wording.yaml12 import Document, Place

if TYPE_CHECKING:
    from ledr_core.application.operating.operation import Operation


def wrong_with(document: Document, place: Place, operation: Operation, expected: object) -> Iterator[Invalid]:
    """What is wrong with `returns`, `has` or `lacks`, which stands at a place."""
    judge = _Judge(document, operation.name, lacks=place[-1] == "lacks")
    yield from judge.wrong(place, expected, shape_of(operation.result))


def as_results_say(expected: Any, operation: Operation) -> Any:
    """What is expected, with words that people read in the place of one of a list as results have them: `learner` for
    "apprenant"."""
    return _as_said(expected, shape_of(operation.result))


def _as_said(expected: Any, shape: Shape) -> Any:
    if isinstance(expected, list):
        item = shape.item if shape.kind is Kind.LIST else shape
        return [_as_said(part, item or shape) for part in expected]
    if isinstance(expected, Mapping):
        below = shape.item if shape.kind in (Kind.LIST, Kind.MAP) else None
        if shape.kind is Kind.LIST and below is not None:
            return _as_said(expected, below)  # what `lacks` may say of a list
        return {key: _as_said(part, below or shape.keys.get(key, _ANYTHING)) for key, part in expected.items()}
    if shape.kind is Kind.LIST and shape.item is not None:
        return _as_said(expected, shape.item)
    if shape.kind is Kind.CHOICE and isinstance(expected, str) and expected not in shape.choices:
        return meant(shape.choices, expected) or expected
    return expected


def known_part(document: Document, place: Place, operation: Operation, key: str | int) -> None:
    """Raises Invalid unless a result may have the part that a step keeps: `message`, `[0].message`…"""
    shape = shape_of(operation.result)
    for name in re.findall(r"[^.\[\]]+", str(key)):
        if shape.kind in (Kind.LIST, Kind.MAP) and shape.item is not None:
            if shape.kind is Kind.LIST and not name.isdecimal():
                raise document.invalid(place, "a list has numbers", {"operation": operation.name, "value": key})
            shape = shape.item
        elif shape.kind is Kind.KEYS and name in shape.keys:
            shape = shape.keys[name]
        elif shape.kind not in _OPEN:
            raise _no_key(document, place, operation.name, shape, name)


@frozen
class _Judge:
    """Holds what is expected of one operation against what it gives."""

    document: Document
    operation: str
    lacks: bool
    """Whether it is said what is not there: an item stands for a list that lacks it."""

    def wrong(self, place: Place, expected: Any, shape: Shape) -> Iterator[Invalid]:
        """What is wrong at a place and below it."""
        if expected is None or shape.kind in _OPEN or (isinstance(expected, str) and has_names(expected)):
            return
        if shape.kind is Kind.MAP:
            yield from self._wrong_map(place, expected, shape)
        elif shape.kind is Kind.LIST:
            yield from self._wrong_list(place, expected, shape)
        elif shape.kind in (Kind.KEYS, Kind.NOTHING):
            yield from self._wrong_keys(place, expected, shape)
        else:
            yield from self._wrong_value(place, expected, shape)

    def _wrong_map(self, place: Place, expected: Any, shape: Shape) -> Iterator[Invalid]:
        if isinstance(expected, Mapping) and shape.item is not None:
            for key, part in expected.items():
                yield from self.wrong((*place, key), part, shape.item)

    def _wrong_list(self, place: Place, expected: Any, shape: Shape) -> Iterator[Invalid]:
        assert shape.item is not None
        if isinstance(expected, list):
            for index, item in enumerate(expected):
                yield from self.wrong((*place, index), item, shape.item)
        elif self.lacks:
            yield from self.wrong(place, expected, shape.item)
        else:
            yield self.document.invalid(place, "a list is there", {"operation": self.operation})

    def _wrong_keys(self, place: Place, expected: Any, shape: Shape) -> Iterator[Invalid]:
        if isinstance(expected, Mapping):
            for key, part in expected.items():
                if key in shape.keys:
                    yield from self.wrong((*place, key), part, shape.keys[key])
                else:
                    yield _no_key(self.document, (*place, key), self.operation, shape, key)
        elif isinstance(expected, list) and self.lacks:
            for index, key in enumerate(expected):
                if isinstance(key, str) and key not in shape.keys and not has_names(key):
                    yield _no_key(self.document, (*place, index), self.operation, shape, key)
        else:
            yield self.document.invalid(place, "keys are there", {"value": expected, "choices": list(shape.keys)})

    def _wrong_value(self, place: Place, expected: Any, shape: Shape) -> Iterator[Invalid]:
        try:
            if shape.kind is Kind.CHOICE:
                _must_be_one_of(shape, expected)
            else:
                _READ[shape.kind](expected, "")
        except Invalid as error:
            yield self.document.invalid(place, error.ground, error.facts)


def _no_key(document: Document, place: Place, operation: str, shape: Shape, key: str) -> Invalid:
    keys = list(shape.keys)
    facts = {"operation": operation, "value": key, "choices": keys, "close": name_meant(key, keys)}
    if shape.kind is Kind.NOTHING:
        return document.invalid(place, "no keys at all", facts)
    return unknown_name(document, place, "no such key", facts)


def _must_be_one_of(shape: Shape, value: object) -> None:
    if value not in shape.choices:
        raise Invalid("", "not one of them", {"value": value, "choices": list(shape.choices)})


def _must_be_text(value: object, name: str) -> None:
    if not isinstance(value, str):
        raise Invalid(name, "text without quotes" if isinstance(value, int | float) else "not text", {"value": value})


def _must_be_a_number(value: object, name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid(name, "not a number", {"value": value})


_ANYTHING: Final = Shape(Kind.ANY)
_OPEN: Final = (Kind.ANY, Kind.FILE)
"""What may be anything, as far as is known."""
_READ: Final[Mapping[Kind, Callable[[Any, str], object]]] = {
    Kind.TEXT: _must_be_text,
    Kind.WHOLE: _must_be_a_number,
    Kind.NUMBER: _must_be_a_number,
    Kind.FLAG: read_flag,
    Kind.DAY: read_day,
    Kind.INSTANT: read_instant,
}
