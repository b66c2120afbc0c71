"""Sheets in which texts are texts, whatever they look like (TRACK-5)."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from ledr_adapters.worksheets import PlainWorksheet

MARKUP = "<r><t>a</t></r>"


@pytest.mark.rule("TRACK-5")
@pytest.mark.parametrize("beside", [True, False])
def test_a_text_that_looks_like_markup_is_a_text_beside_any_other_cell(beside: bool) -> None:
    """A cell without a format of its own has its row written cell by cell."""
    made = BytesIO()
    with Workbook(made, {"constant_memory": True}) as book:
        sheet, shown = book.add_worksheet("textes", PlainWorksheet), book.add_format({"bold": True})
        sheet.write_text(0, 0, MARKUP, shown)
        sheet.write_figure(0, 2, -1.5, None if beside else shown)
        sheet.write_text(1, 0, "après", shown)

    read = load_workbook(made).active
    assert read is not None
    assert [[cell.value for cell in row] for row in read.rows] == [[MARKUP, None, -1.5], ["après", None, None]]
