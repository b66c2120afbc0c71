"""What operations give, in words: keys, types and units, as help and the reference say them."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import pytest
from attrs import frozen

from ledr_core.application.areas import every_operation
from ledr_core.views.described import described
from ledr_core.views.shapes import Kind, Shape, shape_of
from ledr_core.wording.catalogue import sentences

RESULTS = {name: one.result for name, one in every_operation().items()}


@frozen
class Inner:
    slot: int | None
    again: "tuple[Inner, ...]"


@frozen
class View:
    kind: Literal["slot", "licence"]
    since: datetime
    due: date | None
    grade: Decimal
    counts: dict[str, int]
    rows: tuple[Inner, ...]
    table: tuple[tuple[str, ...], ...]


def lines(annotation: Any, language: str) -> list[tuple[str, int, str]]:
    return [(one.key, one.depth, one.words) for one in described(annotation, language)]


def test_a_result_is_told_key_by_key() -> None:
    assert lines(tuple[View, ...], "en") == [
        ("", 0, "list, each with"),
        ("kind", 0, "slot | licence"),
        ("since", 0, "instant (2026-11-19T08:00:00Z)"),
        ("due", 0, "day (2026-11-19) or null"),
        ("grade", 0, "number (out of 20)"),
        ("counts", 0, "names, each with whole number"),
        ("rows", 0, "list, each with"),
        ("slot", 1, "whole number (from 1) or null"),
        ("again", 1, "as above"),
        ("table", 0, "list of lists of texts"),
    ]
    assert lines(Inner, "fr") == [
        ("", 0, "clés"),
        ("slot", 0, "nombre entier (à partir de 1) ou null"),
        ("again", 0, "comme ci-dessus"),
    ]


def test_one_of_several_results_has_the_keys_of_all() -> None:
    assert list(shape_of(View | Inner).keys) == [
        "kind",
        "since",
        "due",
        "grade",
        "counts",
        "rows",
        "table",
        "slot",
        "again",
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_result_of_every_operation_has_words(language: str) -> None:
    for name, result in RESULTS.items():
        assert all(one.words for one in described(result, language)), name


def numbers(shape: Shape, key: str = "", above: tuple[Shape, ...] = ()) -> Iterator[str]:
    if shape.kind is Kind.NUMBER:
        yield key
    if shape.item is not None:
        yield from numbers(shape.item, key, above)
    if shape.kind is Kind.KEYS and shape not in above:
        for name, one in shape.keys.items():
            yield from numbers(one, name, (*above, shape))


def test_every_number_that_is_no_count_has_a_unit_and_every_unit_a_key() -> None:
    units = set(sentences("shapes")["units"])
    keys = {one.key for result in RESULTS.values() for one in described(result, "en")}

    assert {key for result in RESULTS.values() for key in numbers(shape_of(result))} <= units
    assert units <= keys
