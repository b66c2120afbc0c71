"""A table on paper: A4, landscape, the titles on each page, as many columns as fit; the rest is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from ledr_adapters.documents.sheet import MARGIN, Sheet
from ledr_adapters.documents.words import Words
from ledr_core.ports.table_files import Cell, CellKind, TableColumn, TableFile

ROOM: Final = 297 - 2 * MARGIN
"""The millimetres that a row has."""
_LETTER: Final = 1.3
"""The width of a letter in a table, about."""
_WIDTHS: Final = {CellKind.DAY: 20.0, CellKind.WHOLE: 15.0, CellKind.GRADE: 17.0, CellKind.PERCENT: 22.0}
_LEAST: Final = 18.0
_GUTTER: Final = 2.0
"""Kept free at the right of each cell."""


def written(table: TableFile) -> bytes:
    """The bytes of the document."""
    words = Words(table.language)
    shown = _that_fit(table.columns)
    rows = [[_said(words, cell, column) for cell, column in zip(row, shown, strict=False)] for row in table.rows]
    heads = [column.title for column in shown]
    facts = (table.title, table.school, heads, rows, [column.title for column in table.columns], table.notes)
    sheet = Sheet(facts, words, title=table.title, author=table.school, made=table.made, orientation="landscape")
    sheet.heading(table.school, table.title)
    for note in table.notes[:1]:
        sheet.paragraph(note, small=True)
        sheet.gap(3)
    if shown:  # the themes of courses that nobody follows are no columns
        sheet.table(heads, rows, [_width(column) for column in shown], gutter=_GUTTER)
    sheet.subtitle(table.notes_title)
    for text in (*table.notes[1:], *_left_out(words, table.columns[len(shown) :])):
        sheet.paragraph(text, small=True)
    return sheet.content()


def _that_fit(columns: Sequence[TableColumn]) -> Sequence[TableColumn]:
    """The first columns, as many as have room beside each other; one at least."""
    taken = 0.0
    for place, column in enumerate(columns):
        taken += _width(column)
        if taken > ROOM and place:
            return columns[:place]
    return columns


def _width(column: TableColumn) -> float:
    return _WIDTHS.get(column.kind, max(_LEAST, _LETTER * column.width))


def _said(words: Words, cell: Cell, column: TableColumn) -> str:
    if cell is None:
        return ""
    value: Any = cell
    if column.kind is CellKind.PERCENT:
        return words.speech.numbers.percent(value)
    if isinstance(value, date):
        return words.short_day(value)
    return value if isinstance(value, str) else words.number(value)


def _left_out(words: Words, columns: Sequence[TableColumn]) -> list[str]:
    """What has no room, by its titles."""
    titles = ", ".join(column.title for column in columns)
    return [words.say("columns left out", columns=titles)] if columns else []
