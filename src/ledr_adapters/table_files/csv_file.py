"""A table as CSV: UTF-8, lines that end in CR LF, cells that no spreadsheet takes for what they are not."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from ledr_core.domain.kernel.tables import neutralised
from ledr_core.ports.table_files import CellKind, TableFile

IN_MEMORY: Final = 1_000_000
"""Bytes up to which a file that is being written stays in memory."""


def written(table: TableFile, delimiter: str, *, bom: bool) -> bytes:
    """The bytes of the file, written row by row."""
    with SpooledTemporaryFile(IN_MEMORY) as made:
        text = TextIOWrapper(made, encoding="utf-8-sig" if bom else "utf-8", newline="")
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([neutralised(column.title) for column in table.columns])
        writer.writerows(_rows(table, "," if delimiter == ";" else "."))
        text.flush()
        made.seek(0)
        return made.read()


def _rows(table: TableFile, point: str) -> Iterator[list[Any]]:
    """Each cell as its column says; numbers and days are never taken for formulas, and stay as they are."""
    says = [_says(column.kind, point) for column in table.columns]
    for row in table.rows:
        yield ["" if cell is None else say(cell) for say, cell in zip(says, row, strict=True)]


def _says(kind: CellKind, point: str) -> Callable[[Any], str | int]:
    if kind is CellKind.TEXT:
        return neutralised
    if kind is CellKind.DAY:
        return date.isoformat
    if kind is CellKind.GRADE:
        return lambda grade: f"{Decimal(grade):.2f}".replace(".", point)
    return int
