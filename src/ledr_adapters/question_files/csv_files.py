"""Questions in CSV: UTF-8 with commas where they are written, whatever spreadsheets make where they are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from ledr_adapters.question_files.columns import Columns, header_of, table_rows
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.tables import read_rows
from ledr_core.ports.question_files import FoundQuestion


def questions_of(file: Content) -> Iterator[FoundQuestion]:
    """The questions of a table, a row each. Raises Invalid (`file`)."""
    rows = read_rows(file.data, "file", file.name)
    line, header = next(rows, (1, []))
    columns = Columns.of(header, line, file.name)
    yield from (columns.question(cells, at) for at, cells in rows)


def table_of(theme: str, questions: Sequence[Question]) -> bytes:
    """A table of questions of a theme."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(header_of(questions))
    writer.writerows(table_rows(theme, questions))
    return page.getvalue().encode()
