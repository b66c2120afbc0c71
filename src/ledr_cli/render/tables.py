"""What fits any result: a list as a table, anything else as a sheet with its lists under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ledr_cli.render.page import Page

_EMPTY: Final = {
    "accounts.connections": "no connection",
    "companies.list": "no company yet",
    "people.list": "no person",
    "settings.list": "no setting",
}
_COLUMNS: Final = {
    "people.list": ("last_name", "first_name", "email", "role", "company", "session"),
    "settings.list": ("name", "value", "since", "course", "meaning"),
}
"""The columns of a list where they are not simply its keys."""


def anything(page: Page, name: str, data: Any) -> None:
    """A result of any shape."""
    if isinstance(data, list):
        listing(page, data, _EMPTY.get(name, "nothing"), _COLUMNS.get(name))
    elif isinstance(data, dict):
        sheet(page, data)
    else:
        page.line(page.words.value("", data))


def listing(page: Page, items: Sequence[Any], empty: str, keys: Sequence[str] | None = None) -> None:
    """A list: a row an item, or the sentence that says there is none."""
    if not items:
        page.line(page.words.say(empty))
    elif isinstance(items[0], dict):
        shown = keys or list(dict.fromkeys(key for item in items for key in item))
        columns = [key for key in shown if any(item.get(key) not in (None, "", [], {}) for item in items)]
        rows = [[page.words.value(key, item.get(key)) for key in columns] for item in items]
        page.table([page.words.label(key) for key in columns], rows, numbers_among(items, columns))
    else:
        for item in items:
            page.line(page.words.value("", item))


def numbers_among(items: Sequence[dict[str, Any]], keys: Sequence[str]) -> list[int]:
    """Which of these columns hold numbers only."""

    def holds_numbers(key: str) -> bool:
        values = [item[key] for item in items if item.get(key) is not None]
        return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)

    return [index for index, key in enumerate(keys) if holds_numbers(key)]


def sheet(page: Page, data: dict[str, Any]) -> None:
    """A thing: its values line by line, then each list it has as a table with its title."""
    lists = {key: value for key, value in data.items() if _is_table(value)}
    pairs = [
        (page.words.label(key), page.words.value(key, value) or "-")
        for key, value in data.items()
        if key not in lists and value is not None
    ]
    if pairs:
        page.pairs(pairs)
    for key, items in lists.items():
        page.line()
        page.heading(page.words.label(key))
        listing(page, items, "nothing")


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
