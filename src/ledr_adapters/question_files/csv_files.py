"""Questions in CSV: UTF-8 where they are written, whatever spreadsheets make where they are read.

A table in French opens right in a French Excel: with semicolons, and signed as UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from ledr_adapters.question_files.columns import Columns, header_of, is_of_an_export, table_rows
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.tables import read_rows
from ledr_core.ports.question_files import FoundQuestion


def questions_of(file: Content, language: str) -> Iterator[FoundQuestion]:
    """The questions of a table, a row each. Raises Invalid (`file`)."""
    rows = read_rows(file.data, "file", file.name)
    line, header = next(rows, (1, []))
    columns = Columns.of(header, line, file.name, language)
    yield from (columns.question(cells, at) for at, cells in rows)


def table_of(theme: str, questions: Sequence[Question], language: str) -> bytes:
    """A table of questions of a theme, in a language."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=_DELIMITERS[language])
    writer.writerow(header_of(questions, language))
    writer.writerows(table_rows(theme, questions, language))
    return page.getvalue().encode(_ENCODINGS[language])


def is_exported_table(file: Content) -> bool:
    """Whether a table is one of those. Raises Invalid (`file`)."""
    _, header = next(read_rows(file.data, "file", file.name), (1, []))
    return is_of_an_export(header)


_DELIMITERS: Final = {"fr": ";", "en": ","}
_ENCODINGS: Final = {"fr": "utf-8-sig", "en": "utf-8"}
