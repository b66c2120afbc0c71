"""A table on paper: A4, landscape, the titles on each page, as many columns as fit; the rest is named."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date
from typing import Any, Final

from attrs import frozen

from ledr_adapters.documents.breaking import widest
from ledr_adapters.documents.sheet import MARGIN, NEARLY, SMALL, SMALL_LINE, Sheet
from ledr_adapters.documents.words import Words
from ledr_core.ports.table_files import Cell, CellKind, TableColumn, TableFile

ROOM: Final = 297 - 2 * MARGIN
"""The millimetres that a row has."""
_BROKEN: Final = 45.0
"""A word that is wider than that is broken."""
_LINE: Final = 26.0
"""So wide a text stays on one line, one that is wider may take several."""
_GUTTER: Final = 2.0
"""Kept free at the right of each cell."""


@frozen
class _Width:
    """The widths of a column, gutter included: one at which it can be read, and one at which nothing breaks."""

    least: float
    wanted: float


def written(table: TableFile) -> bytes:
    """The bytes of the document."""
    words = Words(table.language)
    heads = [column.title for column in table.columns]
    rows = [[_said(words, cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    facts = (table.title, table.school, heads, rows, table.notes)
    sheet = Sheet(facts, words, title=table.title, author=table.school, made=table.made, orientation="landscape")
    sheet.heading(table.school, table.title)
    for note in table.notes[:1]:
        sheet.paragraph(note, small=True)
        sheet.gap(3)
    widths = _shared_out(_that_fit(_measured(sheet, heads, rows)))
    shown = len(widths)
    if shown:  # the themes of courses that nobody follows are no columns
        sheet.table(heads[:shown], [row[:shown] for row in rows], widths, gutter=_GUTTER)
    _notes(sheet, table.notes_title, [*table.notes[1:], *_left_out(words, heads[shown:])])
    return sheet.content()


def _measured(sheet: Sheet, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[_Width]:
    """The widths of the columns, by what stands in them."""
    sheet.font(SMALL, bold=True)
    of_heads = [_word(sheet, sheet.lettering.line(head)) for head in heads]
    sheet.font(SMALL)
    return [_of_column(sheet, head, {row[place] for row in rows}) for place, head in enumerate(of_heads)]


def _of_column(sheet: Sheet, head: float, cells: Set[str]) -> _Width:
    texts = list(map(sheet.lettering.line, cells))
    wholes = list(map(sheet.width_of, texts))
    words = (_word(sheet, text) for text in texts)
    least = max(head, *words, *(min(whole, _LINE) for whole in wholes), 0.0)
    wanted = max(least, *(min(whole, 2 * _BROKEN) for whole in wholes), 0.0)
    return _Width(least + _GUTTER + NEARLY, wanted + _GUTTER + NEARLY)


def _word(sheet: Sheet, text: str) -> float:
    """The width of the widest word, in the letters of the moment."""
    return min(widest(text, sheet.width_of), _BROKEN)


def _that_fit(widths: Sequence[_Width]) -> Sequence[_Width]:
    """The first columns, as many as have room beside each other; one at least."""
    taken = 0.0
    for place, one in enumerate(widths):
        taken += one.least
        if taken > ROOM and place:
            return widths[:place]
    return widths


def _shared_out(widths: Sequence[_Width]) -> list[float]:
    """What each column gets: the room that is left goes to those that want more, as much as they want."""
    left = max(0.0, ROOM - sum(one.least for one in widths))
    wanted = sum(one.wanted - one.least for one in widths)
    share = min(1.0, left / wanted) if wanted else 0.0
    return [one.least + share * (one.wanted - one.least) for one in widths]


def _notes(sheet: Sheet, title: str, texts: Sequence[str]) -> None:
    """What is to be known of the figures, on one page."""
    sheet.font(SMALL)
    lines = sum(len(sheet.lines(text, sheet.pdf.epw)) for text in texts)
    sheet.together(sheet.subtitle_height + lines * SMALL_LINE)
    sheet.subtitle(title)
    for text in texts:
        sheet.paragraph(text, small=True)


def _said(words: Words, cell: Cell, column: TableColumn) -> str:
    if cell is None:
        return ""
    value: Any = cell
    if column.kind is CellKind.PERCENT:
        return words.speech.numbers.percent(value)
    if isinstance(value, date):
        return words.short_day(value)
    return value if isinstance(value, str) else words.number(value)


def _left_out(words: Words, titles: Sequence[str]) -> list[str]:
    """What has no room, by its titles."""
    return [words.say("columns left out", columns=", ".join(titles))] if titles else []
