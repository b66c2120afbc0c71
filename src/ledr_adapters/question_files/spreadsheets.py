"""Questions in XLSX: read as a spreadsheet shows them, a row at a time, and written as text that stays text."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Final

from attrs import frozen

from ledr_adapters.question_files.columns import Columns, header_of, table_rows
from ledr_adapters.question_files.sheets import Cell, rows_of, texts_of
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.tables import letters_of
from ledr_core.ports.question_files import FoundQuestion
from ledr_core.wording.results import result_words

MOST_UNPACKED: Final = 100_000_000
"""Bytes that the parts of a workbook may have together."""
MOST_MARKS: Final = 10_000_000
"""Beginnings and ends of elements in the sheets, which are read in pieces: twenty times the largest bank's cells."""
_DEARER: Final = 20
"""Of so many times fewer elements consist the parts that openpyxl reads."""
LONGEST_CELL: Final = 32_767
"""Letters that a spreadsheet takes in a cell."""
_SHOWN_AS_IT_IS: Final = ("General", "@")
_FORMAT: Final = re.compile(r"0(\.0{1,9})?(%)?")
"""How numbers are shown that are read as they are shown: with so many digits, in percent."""
_CODED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a spreadsheet keeps a sign that XML cannot say, such as a carriage return, and what looks like one so kept."""
_PIECE: Final = 65_536
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
    _must_be_small(file)
    try:
        with _quietly(), zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            book = _Book.of(file, archive, language)
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive, archive.open(book.sheet) as part:
            for line, cells in rows_of(part, file.name):
                texts, fault = book.texts(line, cells)
                if fault is not None or any(text.strip() for text in texts):
                    yield line, texts, fault
    except Invalid:
        raise
    except Exception:  # whatever a damaged workbook makes of the libraries
        raise Invalid("file", "not a spreadsheet", file=file.name) from None


def _must_be_small(file: Content) -> None:
    """Raises Invalid for what is no archive, damaged, would fill the memory, or take minutes.

    Its parts say how large they are; that it is true is known once they are read, a piece at a time.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Invalid("file", "too large unpacked", {"most": MOST_UNPACKED}, file=file.name)
            if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
                raise zipfile.BadZipFile
            sheets = [_is_read_in_pieces(part.filename) for part in parts]
            marks = [_marks(archive, part) for part in parts]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise Invalid("file", "not a spreadsheet", file=file.name) from None
    for in_pieces, most in ((True, MOST_MARKS), (False, MOST_MARKS // _DEARER)):
        count = sum(one for one, sheet in zip(marks, sheets, strict=True) if sheet is in_pieces)
        if count > most:
            raise Invalid("file", "too much markup", {"count": count, "most": most}, file=file.name)


def _is_read_in_pieces(name: str) -> bool:
    return name.startswith(("xl/worksheets/", "xl/sharedStrings"))


def _marks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many elements begin or end in a part, which is read to its end whatever it is."""
    count = 0
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            count += piece.count(b"<")
    return count if part.filename.endswith((".xml", ".rels")) else 0


@frozen
class _Book:
    """What is known of a workbook beside the rows of its sheet."""

    sheet: str
    """The name of the part in which it is kept."""
    _language: str
    _shared: Sequence[str]
    _formats: Sequence[str]
    """How numbers are shown, by style."""
    _epoch: datetime

    @staticmethod
    def of(file: Content, archive: zipfile.ZipFile, language: str) -> _Book:
        """That of a workbook. Raises Invalid when several of its sheets are filled in."""
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.styles.stylesheet import apply_stylesheet
        from openpyxl.xml.constants import SHARED_STRINGS

        reader: Any = ExcelReader(io.BytesIO(file.data), read_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(archive, reader.wb)
        shared: Sequence[str] = ()
        if kept := reader.package.find(SHARED_STRINGS):
            with archive.open(kept.PartName[1:]) as part:
                shared = texts_of(part, file.name)
        sheet = _filled(file, archive, list(reader.parser.find_sheets()))
        return _Book(sheet, language, shared, _formats_of(reader.wb), reader.wb.epoch)

    def texts(self, line: int, cells: Sequence[Cell]) -> tuple[list[str], Invalid | None]:
        """The texts of the cells of a row, and what is wrong with the first of those that have none."""
        texts = [""] * (1 + max(cell.column for cell in cells))
        fault: Invalid | None = None
        for cell in cells:
            try:
                texts[cell.column] = self._text(line, cell)
            except Invalid as error:
                fault = fault or error
        return texts, fault

    def _text(self, line: int, cell: Cell) -> str:
        """What a cell shows. Raises Invalid, naming the cell."""
        value, at = cell.value, f"{letters_of(cell.column)}{line}"
        match cell.kind:
            case _ if not value and cell.formula:
                raise Invalid(at, "formula not worked out")
            case "s":
                return _uncoded(self._shared[int(value)])
            case "str" | "inlineStr":
                return _uncoded(value)
            case "b":
                return result_words(self._language).value("truth", "true" if int(value) else "false") or ""
            case "n" if (shown := _number(float(value), self._formats[cell.style])) is not None:
                return shown.replace(".", ",") if self._language == "fr" else shown
            case "n":
                value = self._day(float(value), self._formats[cell.style])
        raise Invalid(at, "cell shown otherwise", {"value": value})

    def _day(self, value: float, how: str) -> str:
        """A number that is shown in another way: mostly as a day."""
        from openpyxl.styles import is_date_format
        from openpyxl.utils.datetime import from_excel

        with suppress(OverflowError, ValueError):
            if is_date_format(how):
                return str(from_excel(value, self._epoch))
        return f"{value:g}"


def _filled(file: Content, archive: zipfile.ZipFile, sheets: Sequence[tuple[Any, Any]]) -> str:
    """The part of the one visible sheet in which something stands; of none that is, the first. Raises Invalid."""
    shown: dict[str, str] = {
        rel.target: sheet.name for sheet, rel in sheets if sheet.state == "visible" and rel.Type.endswith("/worksheet")
    }
    filled = [part for part in shown if _is_filled(file, archive, part)]
    if len(filled) > 1:
        raise Invalid("file", "several sheets", {"value": [shown[part] for part in filled]}, file=file.name)
    return (filled or list(shown))[0]


def _is_filled(file: Content, archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        return any(True for _ in rows_of(part, file.name))


def _formats_of(book: Any) -> Sequence[str]:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    own = dict(enumerate(book._number_formats, BUILTIN_FORMATS_MAX_SIZE))
    return [(BUILTIN_FORMATS | own).get(style.numFmtId, "General") for style in book._cell_styles]


def _uncoded(text: str) -> str:
    return _CODED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _number(value: float, how: str) -> str | None:
    """A number as it is shown; None where that takes more than its digits."""
    if how in _SHOWN_AS_IT_IS:
        return str(int(value)) if value.is_integer() else repr(value)
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

    for question in questions:
        _must_fit(question)
    made = io.BytesIO()
    kept = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(made, kept) as book:
        book.set_properties({"created": _DAWN})
        sheet, header = book.add_worksheet("questions"), header_of(questions)
        sheet.set_column(0, len(header) - 1, 18, book.add_format({"num_format": "@"}))
        sheet.freeze_panes(1, 0)
        for line, cells in enumerate((header, *table_rows(theme, questions))):
            for place, cell in enumerate(cells):
                if line and header[place] == "level":
                    sheet.write_number(line, place, int(cell))
                else:
                    sheet.write_string(line, place, cell)
    return made.getvalue()


def _must_fit(question: Question) -> None:
    wording = question.wording
    longest = max(map(len, (wording.text, wording.explanation, *wording.choices))) + 1
    if longest > LONGEST_CELL:
        facts = {"question": question.reference, "length": longest - 1, "most": LONGEST_CELL - 1}
        raise Invalid("file", "too long for a cell", facts)
