"""Questions in XLSX: read as a spreadsheet shows them, a row at a time, and written as text that stays text."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from ledr_adapters.question_files.columns import Columns, header_of, rows_of
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.question_files import FoundQuestion
from ledr_core.wording.results import result_words

MOST_UNPACKED: Final = 100_000_000
"""Bytes that the parts of a workbook may have together."""
MOST_COLUMNS: Final = 500
LAST_ROW: Final = 1_048_576
LONGEST_CELL: Final = 32_767
"""Letters that a spreadsheet takes in a cell."""
_SHOWN_AS_IT_IS: Final = ("General", "@")
_FORMAT: Final = re.compile(r"0(\.0{1,9})?(%)?")
"""How numbers are shown that are read as they are shown: with so many digits, in percent."""
_CODED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a spreadsheet keeps a sign that XML cannot say, such as a carriage return, and what looks like one so kept."""
_PIECE: Final = 65_536
_FORMULA: Final = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")
"""How a formula begins in a sheet."""
_LONGEST_TAG: Final = 24
_DAWN: Final = datetime(1980, 1, 1)
"""When a workbook says that it was made: the same questions give the same bytes."""


def questions_of_sheet(file: Content, language: str) -> Iterator[FoundQuestion]:
    """The questions of the one sheet that is filled in, a row each. Raises Invalid (`file`)."""
    rows = _rows(file, language)
    line, header, _ = next(rows, (1, [], None))
    columns = Columns.of(header, line, file.name)
    for at, cells, fault in rows:
        yield columns.question(cells, at) if fault is None else columns.refused(cells, at, fault)


def _rows(file: Content, language: str) -> Iterator[tuple[int, Sequence[str], Invalid | None]]:
    """The rows that say something: number, cells, and what keeps a cell from being read."""
    calculated = _looked_through(file)
    try:
        with _quietly():
            shown = _sheet(file, results=True).iter_rows(max_row=LAST_ROW)
            both = zip(shown, _sheet(file, results=False).iter_rows(max_row=LAST_ROW), strict=True)
        for line, (row, formulas) in enumerate(both if calculated else ((row, row) for row in shown), 1):
            if len(row) > MOST_COLUMNS:
                raise Invalid("file", "too many items", {"count": len(row), "most": MOST_COLUMNS}, file=file.name)
            cells, fault = _cells(row, formulas, language)
            if fault is not None or any(cell.strip() for cell in cells):
                yield line, cells, fault
    except Invalid:
        raise
    except Exception:  # whatever a damaged workbook makes of the library
        raise Invalid("file", "not a spreadsheet", file=file.name) from None


def _looked_through(file: Content) -> bool:
    """Whether a workbook may have formulas. Raises Invalid for what is no archive, damaged, or would fill the memory.

    Its parts say how large they are; that it is true is known once they are read, a piece at a time.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Invalid("file", "too large unpacked", {"most": MOST_UNPACKED}, file=file.name)
            if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
                raise zipfile.BadZipFile
            return sum(_may_calculate(archive, part) for part in parts) > 0  # all of them are read
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise Invalid("file", "not a spreadsheet", file=file.name) from None


def _may_calculate(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    found, before = False, b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            found = found or _FORMULA.search(before + piece) is not None
            before = piece[-_LONGEST_TAG:]
    return found


def _sheet(file: Content, *, results: bool) -> Any:
    """The sheet of a workbook that is filled in, with the results of its formulas or the formulas themselves."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(file.data), read_only=True, data_only=results, keep_links=False)
    sheets: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        sheet.reset_dimensions()  # what a workbook says of them may be wrong
    filled = [sheet for sheet in sheets if _is_filled(sheet)]
    if len(filled) > 1:
        raise Invalid("file", "several sheets", {"value": [sheet.title for sheet in filled]}, file=file.name)
    return (filled or sheets)[0]


def _is_filled(sheet: Any) -> bool:
    return any(cell.value is not None for row in sheet.iter_rows(max_row=LAST_ROW) for cell in row)


def _cells(row: Sequence[Any], formulas: Sequence[Any], language: str) -> tuple[list[str], Invalid | None]:
    """The texts of the cells of a row, and what is wrong with the first of those that have none."""
    cells: list[str] = []
    fault: Invalid | None = None
    for cell, formula in zip(row, formulas, strict=True):
        if cell.data_type == "s" and "_" not in cell.value:  # as nearly all are
            cells.append(cell.value)
            continue
        try:
            cells.append(_text(cell, formula, language))
        except Invalid as error:
            cells.append("")
            fault = fault or error
    return cells, fault


def _text(cell: Any, formula: Any, language: str) -> str:
    """What a cell shows. Raises Invalid, naming the cell."""
    value = cell.value
    if value is None:
        if formula.data_type == "f":
            raise Invalid(formula.coordinate, "formula not worked out")
        return ""
    if isinstance(value, str) and cell.data_type != "e":
        return _CODED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, bool):
        return result_words(language).value("truth", str(value).lower()) or ""
    if isinstance(value, int | float) and (shown := _number(value, cell.number_format)):
        return shown.replace(".", ",") if language == "fr" else shown
    raise Invalid(cell.coordinate, "cell shown otherwise", {"value": str(value)})


def _number(value: float, how: str) -> str | None:
    """A number as it is shown; None where that takes more than its digits."""
    if how in _SHOWN_AS_IT_IS:
        return str(int(value)) if float(value).is_integer() else repr(value)
    found = _FORMAT.fullmatch(how)
    if found is None:
        return None
    digits, percent = len(found[1] or ".") - 1, found[2] or ""
    return f"{100 * value if percent else value:.{digits}f}{percent}"


@contextmanager
def _quietly() -> Iterator[None]:
    """Without what the library says of parts of a workbook that nobody asks for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


# Writing


def sheet_of(theme: str, questions: Sequence[Question]) -> bytes:
    """A workbook of questions of a theme. Raises Invalid (`file`) for a text that no cell takes."""
    from xlsxwriter import Workbook

    from ledr_adapters.worksheets import PlainWorksheet

    for question in questions:
        _must_fit(question)
    made = io.BytesIO()
    kept = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(made, kept) as book:
        book.set_properties({"created": _DAWN})
        sheet, header = book.add_worksheet("questions", PlainWorksheet), header_of(questions)
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, len(header) - 1, 18, text)
        sheet.freeze_panes(1, 0)
        for line, cells in enumerate((header, *rows_of(theme, questions))):
            for place, cell in enumerate(cells):
                if line and header[place] == "level":
                    sheet.write_number(line, place, int(cell), text)
                else:
                    sheet.write_string(line, place, cell, text)
    return made.getvalue()


def _must_fit(question: Question) -> None:
    wording = question.wording
    longest = max(map(len, (wording.text, wording.explanation, *wording.choices))) + 1
    if longest > LONGEST_CELL:
        facts = {"question": question.reference, "length": longest - 1, "most": LONGEST_CELL - 1}
        raise Invalid("file", "too long for a cell", facts)
