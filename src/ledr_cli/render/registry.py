"""Which function draws which view: found by the type of a result, in the module of render/ named as the view's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, TypeAlias, TypeVar, get_args, get_origin

from ledr_cli.render.page import Page

View = TypeVar("View")
_Drawing: TypeAlias = Callable[[Page, View], None]

_VIEWS: Final = "ledr_core.views"
_RENDERERS: Final = "ledr_cli.render"

_ONE: Final[dict[type, _Drawing[Any]]] = {}
_LISTS: Final[dict[type, _Drawing[Any]]] = {}


def renders(view: type[View]) -> Callable[[_Drawing[View]], _Drawing[View]]:
    """Marks the function that draws results of this type, and of its subclasses without one of their own.

    It stands in `ledr_cli.render.AREA` for a view of `ledr_core.views.AREA`, where it is found when it is needed.
    """

    def mark(drawing: _Drawing[View]) -> _Drawing[View]:
        _ONE[view] = drawing
        return drawing

    return mark


def renders_list_of(item: type[View]) -> Callable[[_Drawing[Sequence[View]]], _Drawing[Sequence[View]]]:
    """Marks the function that draws a list of these, also when there is none."""

    def mark(drawing: _Drawing[Sequence[View]]) -> _Drawing[Sequence[View]]:
        _LISTS[item] = drawing
        return drawing

    return mark


def drawing_of(result: object, declared: object = None) -> _Drawing[Any] | None:
    """What draws a result; *declared*, as in `tuple[CompanyItem, ...]`, tells of what a list without items is."""
    if not isinstance(result, list | tuple):
        return _found(_ONE, type(result))
    item = type(result[0]) if result else item_of(declared)
    return None if item is None else _found(_LISTS, item)


def item_of(declared: object) -> type | None:
    """The view of which *declared* is a list, if it is one."""
    items = get_args(declared) if get_origin(declared) in (list, tuple) else ()
    return items[0] if items and isinstance(items[0], type) else None


def _found(drawings: dict[type, _Drawing[Any]], view: type) -> _Drawing[Any] | None:
    for kind in view.__mro__:
        _load(kind)
        if kind in drawings:
            return drawings[kind]
    return None


def _load(view: type) -> None:
    """Import the renderers of the view's area, where it has any."""
    package, _, area = view.__module__.rpartition(".")
    if package == _VIEWS and find_spec(f"{_RENDERERS}.{area}") is not None:
        import_module(f"{_RENDERERS}.{area}")
