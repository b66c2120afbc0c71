"""Whether a value that was kept as JSON is what it should be, down to its last part.

A shape is a type as it stands in an annotation: `list[int]`, `tuple[str, int]` for a list of just these,
`dict[str, int]` for any names, a `TypedDict` for those that it names, `str | None`. `Annotated[str, read]` is a text
that *read* takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from types import UnionType
from typing import (
    Annotated,
    Any,
    Final,
    NotRequired,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

Shape: TypeAlias = Any
"""A type as it stands in an annotation."""
_LARGEST: Final = timedelta.max.days
"""A number beyond it is none of ours, and stops whatever reckons with days or rows."""


def fits(value: object, shape: Shape) -> bool:
    """Whether a value from JSON is of that shape."""
    origin, parts = _parts(shape)
    if origin is None:
        return _is_plain(value, shape)
    return _OF_PARTS[origin](value, parts)


@cache
def _parts(shape: Shape) -> tuple[Any, tuple[Any, ...]]:
    """What a shape is made with, and of what; None for a plain one."""
    if is_typeddict(shape):
        return Mapping, _names(shape)
    origin: Any = get_origin(shape)
    if origin is Annotated:
        return Annotated, (shape.__origin__, *shape.__metadata__)
    return origin, get_args(shape)


def _names(shape: Shape) -> tuple[Mapping[str, Shape], frozenset[str]]:
    """The names of a TypedDict with what each holds, and which of them are always there.

    Python itself does not know the latter where annotations are kept as text.
    """
    hints = get_type_hints(shape, include_extras=True)
    marked = {name: get_args(hint)[0] for name, hint in hints.items() if get_origin(hint) is NotRequired}
    return hints | marked, shape.__required_keys__ - marked.keys()


def _is_plain(value: object, shape: Shape) -> bool:
    if shape is object:
        return True
    return type(value) is shape and not (isinstance(value, int) and abs(value) > _LARGEST)


def _is_list(value: object, parts: tuple[Any, ...]) -> bool:
    return isinstance(value, list) and all(fits(one, parts[0]) for one in value)


def _are_just_these(value: object, parts: tuple[Any, ...]) -> bool:
    return isinstance(value, list) and len(value) == len(parts) and all(map(fits, value, parts))


def _has_any_names(value: object, parts: tuple[Any, ...]) -> bool:
    return isinstance(value, dict) and all(fits(one, parts[1]) for one in value.values())


def _has_its_names(value: object, parts: tuple[Any, ...]) -> bool:
    hints, required = parts
    if not isinstance(value, dict) or not required <= value.keys() <= hints.keys():
        return False
    return all(fits(one, hints[name]) for name, one in value.items())


def _is_either(value: object, parts: tuple[Any, ...]) -> bool:
    return any(fits(value, part) for part in parts)


def _is_read(value: object, parts: tuple[Any, ...]) -> bool:
    plain, *readers = parts
    return fits(value, plain) and all(_takes(read, value) for read in readers)


def _takes(read: Callable[[Any], object], value: object) -> bool:
    try:
        read(value)
    except Exception:  # whatever it says no with
        return False
    return True


_OF_PARTS: Final[Mapping[Any, Callable[[object, tuple[Any, ...]], bool]]] = {
    list: _is_list,
    tuple: _are_just_these,
    dict: _has_any_names,
    Mapping: _has_its_names,
    Union: _is_either,
    UnionType: _is_either,
    Annotated: _is_read,
}
