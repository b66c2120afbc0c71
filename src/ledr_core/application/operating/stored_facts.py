"""The border between the facts of a message, which have types, and the JSON that the outbox keeps of them.

Dates and instants are ISO text there, marks and grades decimal text, words of a list their value. See docs/adr/0028.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
from attrs import AttrsInstance

if TYPE_CHECKING:
    from cattrs import Converter

F = TypeVar("F", bound=AttrsInstance)

LEFT_OUT: Final = {"left out": True}
"""Metadata of a fact that is not in the JSON at all while it has its default."""


def facts_from(stored: Mapping[str, object], shape: type[F]) -> F:
    """The facts of that shape; what it does not name is passed over, as facts that came later or from elsewhere.

    Raises KeyError, TypeError, ValueError or ArithmeticError when one is missing or is not what it should be.
    """
    return _converter().structure(stored, shape)


def in_json(facts: AttrsInstance | Mapping[str, object]) -> dict[str, object]:
    """Facts as the outbox and the templates take them."""
    told: dict[str, object] = _converter().unstructure(facts)
    return told


@cache
def _converter() -> Converter:
    """Made when the first facts cross the border: cattrs is imported by then alone."""
    from cattrs import Converter
    from cattrs.gen import make_dict_unstructure_fn, override

    converter = Converter(detailed_validation=False, unstruct_collection_overrides={tuple: list})
    for moment in (date, datetime):
        converter.register_unstructure_hook(moment, moment.isoformat)
        converter.register_structure_hook(moment, _iso_read)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(_text_read(text, str)))
    converter.register_structure_hook(str, _text_read)
    converter.register_structure_hook(StrEnum, lambda word, shape: shape(word))

    @converter.register_unstructure_hook_factory(attrs.has)
    def _(shape: type[AttrsInstance]) -> Any:
        absent = [fact.name for fact in attrs.fields(shape) if fact.metadata == LEFT_OUT]
        options = {name: override(omit_if_default=True) for name in absent}
        return make_dict_unstructure_fn(shape, converter, **options)  # type: ignore[arg-type]

    return converter


def _iso_read(text: object, shape: Any) -> Any:
    return shape.fromisoformat(text)


def _text_read(text: object, _: type[str]) -> str:
    if not isinstance(text, str):
        raise TypeError(f"{text!r} is no text")
    return text
