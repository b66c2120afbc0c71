"""What fits any result: a list as a table, anything else as a sheet with its lists under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Sized
from decimal import Decimal
from operator import attrgetter
from typing import TypeAlias, TypeVar

import attrs

from ledr_cli.render.page import Page
from ledr_cli.render.words import values_of

Row = TypeVar("Row")
Columns: TypeAlias = Mapping[str, Callable[[Row], object]]
"""What stands in each column of a table, by the key that gives its title."""


def anything(page: Page, result: object) -> None:
    """A result of any shape."""
    if isinstance(result, list | tuple):
        plain_list(page, result)
    elif attrs.has(type(result)):
        sheet(page, values_of(result))
    else:
        page.line(page.words.value("", result))


def plain_list(page: Page, items: Sequence[object], empty: str = "nothing") -> None:
    """A list of anything: all that its items hold as a table, or a line each where they are no views."""
    if not items or attrs.has(type(items[0])):
        listing(page, items, empty, {name: attrgetter(name) for item in items[:1] for name in values_of(item)})
    else:
        for item in items:
            page.line(page.words.value("", item))


def listing(page: Page, items: Sequence[Row], empty: str, columns: Columns[Row]) -> None:
    """A list: a row an item, or the sentence that says there is none. A column that is empty is left out."""
    words = page.words
    if not items:
        page.line(words.say(empty))
        return
    cells = {key: [value_of(item) for item in items] for key, value_of in columns.items()}
    shown = {key: values for key, values in cells.items() if any(map(_says_something, values))}
    rows = [[words.value(key, values[row]) for key, values in shown.items()] for row in range(len(items))]
    numbers = [place for place, values in enumerate(shown.values()) if _are_numbers(values)]
    page.table([words.label(key) for key in shown], rows, numbers)


def sheet(page: Page, values: Mapping[str, object]) -> None:
    """A thing: its values line by line, then each list it has as a table with its title."""
    lists = {key: value for key, value in values.items() if isinstance(value, list | tuple) and _is_table(value)}
    pairs = [
        (page.words.label(key), page.words.value(key, value) or "-")
        for key, value in values.items()
        if key not in lists and value is not None
    ]
    if pairs:
        page.pairs(pairs)
    for key, items in lists.items():
        page.line()
        page.heading(page.words.label(key))
        plain_list(page, items)


def _is_table(value: Sequence[object]) -> bool:
    return bool(value) and attrs.has(type(value[0]))


def _says_something(value: object) -> bool:
    return value is not None and not (isinstance(value, Sized) and len(value) == 0)


def _are_numbers(values: Sequence[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(one, int | float | Decimal) and not isinstance(one, bool) for one in known)
