"""A table as a workbook: real days, numbers and percentages, texts that stay texts, and a sheet of notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from ledr_core.ports.table_files import CellKind, TableColumn, TableFile

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from ledr_adapters.worksheets import PlainWorksheet

_AS_THEY_COME: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_DAWN: Final = datetime(1980, 1, 1)
"""When a workbook says that it was made: the same table gives the same bytes."""
_SHOWN: Final[dict[CellKind, dict[str, Any]]] = {
    CellKind.TEXT: {"quote_prefix": True},  # typed over in a spreadsheet, it still is no formula
    CellKind.DAY: {"num_format": "dd/mm/yyyy", "align": "left"},
    CellKind.WHOLE: {"num_format": "0"},
    CellKind.GRADE: {"num_format": "0.00"},
    CellKind.PERCENT: {"num_format": "0%"},
}
_DAY_ZERO: Final = date(1899, 12, 30)
"""From which workbooks count days; what shows a number as a day makes it one."""
LONGEST_CELL: Final = 32_767
"""Letters that a spreadsheet takes in a cell."""
_NOTES_WIDE: Final = 110


def written(table: TableFile) -> bytes:
    """The bytes of the workbook, written row by row."""
    from xlsxwriter import Workbook

    from ledr_adapters.worksheets import PlainWorksheet

    with TemporaryFile() as made:
        with Workbook(made, _AS_THEY_COME) as book:
            book.set_properties({"created": _DAWN})
            _fill(book, book.add_worksheet(table.title, PlainWorksheet), table)
            _note(book, book.add_worksheet(table.notes_title, PlainWorksheet), table.notes)
        made.seek(0)
        return made.read()


def _fill(book: Workbook, sheet: PlainWorksheet, table: TableFile) -> None:
    formats = {kind: book.add_format(shown) for kind, shown in _SHOWN.items()}
    title = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "quote_prefix": True})
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, title)
    sheet.freeze_panes(1, 0)
    writers = [_writer(sheet, column, formats[column.kind]) for column in table.columns]
    line = 0
    for line, row in enumerate(table.rows, 1):
        for place, (write, cell) in enumerate(zip(writers, row, strict=True)):
            if cell is not None and cell != "":
                write(line, place, cell)
    sheet.autofilter(0, 0, line, max(0, len(table.columns) - 1))


def _writer(sheet: PlainWorksheet, column: TableColumn, shown: Format) -> Callable[[int, int, Any], object]:
    if column.kind is CellKind.TEXT:
        return lambda line, place, text: sheet.write_text(line, place, text[:LONGEST_CELL], shown)
    if column.kind is CellKind.DAY:
        return lambda line, place, day: sheet.write_figure(line, place, (day - _DAY_ZERO).days, shown)
    if column.kind is CellKind.PERCENT:
        return lambda line, place, percent: sheet.write_figure(line, place, percent / 100, shown)
    return lambda line, place, number: sheet.write_figure(line, place, number, shown)


def _note(book: Workbook, sheet: Worksheet, notes: Sequence[str]) -> None:
    sheet.set_column(0, 0, _NOTES_WIDE)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for line, note in enumerate(notes):
        sheet.write_string(line, 0, note, wrapped)
