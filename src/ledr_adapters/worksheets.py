"""Sheets of texts and numbers, as XlsxWriter writes them row by row."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet


class PlainWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose texts are texts: kept in constant memory, one that stands between `<r>` and `</r>` would be markup.

    For `Workbook.add_worksheet(name, PlainWorksheet)`. Cells have a format of their own, and are written at once,
    without asking what else they might be: that takes half the time.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = cell.__class__.__name__
        if not cell.format or not self.constant_memory or kind not in ("Number", "String"):
            super()._write_cell(row, col, cell)
            return
        what = f'r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"'
        if kind == "Number":
            self.fh.write(f"<c {what}><v>{cell.number:.16G}</v></c>")
            return
        text = self._escape_data(self._escape_control_characters(cell.string))
        kept = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        self.fh.write(f'<c {what} t="inlineStr"><is><t{kept}>{text}</t></is></c>')
