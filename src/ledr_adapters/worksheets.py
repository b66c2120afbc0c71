"""Sheets of texts and numbers, as XlsxWriter writes them row by row."""

from __future__ import annotations

from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_column = cache(xl_col_to_name)


class PlainWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose texts are texts: kept in constant memory, one that stands between `<r>` and `</r>` would be markup.

    For `Workbook.add_worksheet(name, PlainWorksheet)`. A row whose cells all have a format of their own is written at
    once, without asking what else they might be: that takes half the time.
    Texts are so in a row with other cells, too.
    """

    write_text = Worksheet._write_string
    """`write_string` by numbers of line and column alone, without asking whether they are a name such as A1."""
    write_figure = Worksheet._write_number
    """`write_number`, likewise."""

    previous_row: int

    def _write_single_row(self, current_row_num: int = 0) -> None:
        row = self.previous_row
        cells = self.table.get(row, {})
        if not cells or row in self.row_info or row in self.comments or not all(map(_plain, cells.values())):
            super()._write_single_row(current_row_num)
            return
        written = "".join([self._cell(f"{_column(place)}{row + 1}", cells[place]) for place in sorted(cells)])
        self.fh.write(f'<row r="{row + 1}">{written}</row>')
        self.previous_row = current_row_num
        self.table.clear()

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if self.constant_memory and _plain(cell):  # beside one that is not, where its row is written cell by cell
            self.fh.write(self._cell(f"{_column(col)}{row + 1}", cell))
        else:
            super()._write_cell(row, col, cell)

    def _cell(self, name: str, cell: Any) -> str:
        shown = cell.format._get_xf_index()
        if cell.__class__.__name__ == "Number":
            return f'<c r="{name}" s="{shown}"><v>{cell.number:.16G}</v></c>'
        text = self._escape_data(self._escape_control_characters(cell.string))
        kept = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        return f'<c r="{name}" s="{shown}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _plain(cell: Any) -> bool:
    return bool(cell.format) and cell.__class__.__name__ in ("Number", "String")
