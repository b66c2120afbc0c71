"""Tables as files for spreadsheets. Contract: `ledr_core.testing.contracts.table_files`.

A table is written as its rows come: what a file costs in memory does not grow with what it holds, but for its bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeAlias

from attrs import field, frozen

Cell: TypeAlias = str | int | Decimal | date | None
"""What a cell holds; None is an empty one."""


class CellKind(StrEnum):
    """What the cells of a column hold, and so how a spreadsheet sorts and shows them."""

    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    GRADE = "grade"
    """A number of two places."""
    PERCENT = "percent"
    """A whole number from 0 to 100."""


@frozen
class TableColumn:
    """A column: its title, what it holds, and about how many letters wide that is."""

    title: str
    kind: CellKind
    width: int


@frozen(kw_only=True)
class TableFile:
    """A table to be written: each row has a cell a column."""

    title: str
    """At most 31 letters."""
    columns: Sequence[TableColumn]
    rows: Iterable[Sequence[Cell]] = field(repr=False)
    language: str
    school: str
    """Whose table it is."""
    made: datetime
    """The instant of its figures."""
    notes_title: str
    notes: Sequence[str]
    """How the figures are counted, and as of when."""


class TableFiles(Protocol):
    """Writes tables. No text in them is taken for a formula, a number or a link (TRACK-5)."""

    def csv(self, table: TableFile, *, delimiter: str, bom: bool) -> bytes:
        """In UTF-8, with titles and lines that end in CR LF; a text that begins like a formula has an apostrophe.

        Days are as in `2026-11-19`; the places of a grade stand after a comma where a semicolon is the delimiter.
        """

    def pdf(self, table: TableFile) -> bytes:
        """A document on A4, landscape: the titles on each page, as many columns as fit, the rest named, the notes.

        No row is cut by the end of a page.
        """

    def xlsx(self, table: TableFile) -> bytes:
        """A workbook of two sheets, the table and the notes: days, numbers and percentages are real ones.

        The titles stay in sight.
        """
