"""What results hold: the keys of their JSON form and what stands under each, read from their annotations."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Final, Literal

import attrs

from ledr_core.domain.kernel.content import Content
from ledr_core.wording.catalogue import gathered


class Kind(StrEnum):
    """What a value of the JSON form is. The words of each are in wording/shapes.yaml."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"
    CHOICE = "choice"
    FILE = "file"
    LIST = "list"
    MAP = "map"
    """Names that are not known before, each with a value."""
    KEYS = "keys"
    """Keys that are always there."""
    NOTHING = "nothing"
    ANY = "any"


@attrs.frozen
class Shape:
    """What a value of a result is."""

    kind: Kind
    may_be_null: bool = False
    item: Shape | None = None
    """What a list or map holds."""
    choices: tuple[str, ...] = ()
    """What a choice may be."""
    structures: tuple[type, ...] = ()
    """The classes whose fields are the keys; of several the value is one."""

    @property
    def keys(self) -> Mapping[str, Shape]:
        """What stands under each key, in order."""
        return _keys(self.structures)


@attrs.frozen
class Listed:
    """Marks text of a result that is one of several: those of an enumeration, or of a list of words of results."""

    where: type[StrEnum] | str
    """The enumeration, or the name of the list under `values` in wording/results: its values grow with the contexts."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What it may be."""
        return tuple(gathered("results")["values"][self.where] if isinstance(self.where, str) else self.where)


def shape_of(annotation: Any) -> Shape:
    """What the JSON form of a value with that annotation is."""
    parts = _parts(annotation)
    bare = [part for part in parts if part is not types.NoneType]
    return attrs.evolve(_one_of(bare), may_be_null=len(bare) < len(parts))


@cache
def _keys(structures: tuple[type, ...]) -> Mapping[str, Shape]:
    found: dict[str, Shape] = {}
    for structure in structures:
        hints = typing.get_type_hints(structure, include_extras=True)
        for field in attrs.fields(structure):
            found.setdefault(field.name, shape_of(hints[field.name]))
    return found


def _parts(annotation: Any) -> tuple[Any, ...]:
    if typing.get_origin(annotation) is Annotated:
        bare, *marks = typing.get_args(annotation)
        return tuple(mark for mark in marks if isinstance(mark, Listed)) or _parts(bare)
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return tuple(part for one in typing.get_args(annotation) for part in _parts(one))
    return (annotation,)


def _one_of(parts: Sequence[Any]) -> Shape:
    if Content in parts:
        return Shape(Kind.FILE)
    if len(parts) > 1 and all(isinstance(part, type) and attrs.has(part) for part in parts):
        return Shape(Kind.KEYS, structures=tuple(parts))
    return _one(parts[0]) if len(parts) == 1 else Shape(Kind.ANY)


def _one(bare: Any) -> Shape:
    if isinstance(bare, Listed):
        return Shape(Kind.CHOICE, choices=bare.choices)
    if bare in _PLAIN:
        return Shape(_PLAIN[bare])
    origin, inner = typing.get_origin(bare) or bare, typing.get_args(bare)
    if origin is Literal:
        return Shape(Kind.CHOICE, choices=tuple(map(str, inner)))
    if origin in (tuple, list, Sequence, frozenset, set):
        return Shape(Kind.LIST, item=shape_of(inner[0]) if inner else Shape(Kind.ANY))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return Shape(Kind.MAP, item=shape_of(inner[1]) if inner else Shape(Kind.ANY))
    if isinstance(bare, type) and attrs.has(bare):
        return Shape(Kind.KEYS, structures=(bare,)) if attrs.fields(bare) else Shape(Kind.NOTHING)
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return Shape(Kind.CHOICE, choices=tuple(bare))
    if isinstance(bare, type) and issubclass(bare, str):
        return Shape(Kind.TEXT)
    if isinstance(bare, type) and issubclass(bare, Enum):
        return Shape(Kind.ANY)
    raise TypeError(f"no shape for {bare!r}")


_PLAIN: Final[Mapping[Any, Kind]] = {
    str: Kind.TEXT,
    int: Kind.WHOLE,
    float: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    bool: Kind.FLAG,
    date: Kind.DAY,
    datetime: Kind.INSTANT,
    object: Kind.ANY,
    Any: Kind.ANY,
}
