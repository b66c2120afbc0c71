"""Tables as spreadsheets and their programs write them: CSV in the encodings, separators and shapes that come.

The first row that says something names the columns. Empty rows and columns are passed over; whatever could be read two
ways is refused with its line. A cell that a spreadsheet would take for a formula has an apostrophe before it (TRACK-5).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import encoding_of, pieces


@frozen
class Row:
    """A row that says something: the line it begins on, and its cells by the names of their columns."""

    line: int
    cells: Mapping[str, str]


@frozen
class Table:
    """The names of the columns as they were written, the line they stand on, and the rows below."""

    columns: tuple[str, ...]
    line: int
    rows: tuple[Row, ...]


@frozen
class Header:
    """The row that names the columns: their names, empty where a column has none, and where it stands."""

    names: tuple[str, ...]
    line: int
    field: str
    file: str | None = None

    @staticmethod
    def of(
        cells: Sequence[str],
        line: int,
        field: str,
        file: str | None = None,
        known_as: Callable[[str], str] | None = None,
    ) -> Header:
        """The header that a row is. Raises Invalid when two columns have one name, naming both."""
        header = Header(tuple(cell.strip() for cell in cells), line, field, file)
        header._must_be_told_apart(known_as or column_key)
        return header

    def named(self, cells: Sequence[str], line: int) -> Mapping[str, str]:
        """The cells of a row by name. Raises Invalid for one that says something below no name."""
        names, found = self.names, {}
        for place, cell in enumerate(cells):
            if place < len(names) and names[place]:
                found[names[place]] = cell
            elif cell.strip():
                raise self._below_no_name(cells, place, line)
        return found

    def _below_no_name(self, cells: Sequence[str], place: int, line: int) -> Invalid:
        beyond = place >= len(self.names)
        at, columns = letters_of(place), len(self.names)
        facts = {"value": cells[place].strip(), "place": at, "cells": len(cells), "columns": columns}
        return Invalid(
            self.field,
            "more cells than columns" if beyond else "cell without a name",
            facts,
            file=self.file,
            line=line,
        )

    def _must_be_told_apart(self, known_as: Callable[[str], str]) -> None:
        first: dict[str, int] = {}
        for place, name in enumerate(self.names):
            key = known_as(name)
            if name and key in first:
                at, other = first[key], letters_of(place)
                facts = {"name": self.names[at], "at": letters_of(at), "other": name, "place": other}
                raise Invalid(self.field, "column twice", facts, file=self.file, line=self.line)
            first[key] = place


def read_table(data: bytes, field: str, file: str | None = None, known_as: Callable[[str], str] | None = None) -> Table:
    """The table in the content of a CSV file: UTF-8, UTF-16 ("Unicode text") or Windows' encoding.

    Two names of a column are one when *known_as* gives the same for both; without it, `column_key`. Raises Invalid,
    naming *field*, *file* and line: content that is no text, two columns of one name, a cell that holds something
    below no name, quotes that are never closed.
    """
    rows = read_rows(data, field, file)
    line, cells = next(rows, (1, []))
    header = Header.of(cells, line, field, file, known_as)
    below = tuple(Row(at, header.named(row, at)) for at, row in rows)
    return Table(tuple(filter(None, header.names)), line, below)


def read_rows(data: bytes, field: str, file: str | None = None) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of a CSV file that say something, each with the line it begins on, read as they are asked for.

    Raises Invalid as `read_table` does.
    """
    separator, told, lines = _told(read_lines(data, field, file))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        begins = told + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Invalid(field, "quote out of place", {}, file=file, line=begins) from None
        if any(cell.strip() for cell in row):
            yield begins, row


def read_lines(data: bytes, field: str, file: str | None = None) -> Iterator[str]:
    """The lines of a text file with what ends them, read as they are asked for, whoever saved it. Raises Invalid."""
    return _lines(data, _encoding(data, field, file))


def column_key(name: str) -> str:
    """What two names of one column have in common: `E-mail`, `email` and `E_MAIL` are one, accents apart."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def letters_of(place: int) -> str:
    """The letters of a column in a spreadsheet, from 0 on: A, B… Z, AA."""
    before, last = divmod(place, 26)
    return (letters_of(before - 1) if before else "") + chr(ord("A") + last)


def neutralised(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: with an apostrophe before it, where it begins like one (TRACK-5).

    `restored` gives back what it was.
    """
    return f"'{text}" if _may_calculate(text) else text


def restored(cell: str) -> str:
    """What a cell was before it was `neutralised`."""
    return cell[1:] if cell.startswith("'") and _may_calculate(cell) else cell


def _may_calculate(text: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula; some pass over the line feeds before it."""
    return text.lstrip("'\n").startswith(_FORMULA)


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet takes for a formula."""
_SEPARATORS: Final = ",;\t"
_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_TELLS: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""A first line by which Excel is told the separator."""
_QUOTED: Final = re.compile(r'"[^"]*"')


def _encoding(data: bytes, field: str, file: str | None) -> str:
    encoding = encoding_of(data)
    if encoding is None:
        raise Invalid(field, "table not text", {"path": file}, file=file)
    return encoding


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    """The lines of a file with what ends them, read as they are asked for."""
    begun: list[str] = []
    for piece in pieces(data, encoding):
        for line in _LINES.findall(piece):
            if begun and begun[-1].endswith("\r") and line != "\n":
                yield "".join(begun)
                begun.clear()
            begun.append(line)
            if line.endswith("\n"):
                yield "".join(begun)
                begun.clear()
    if begun:
        yield "".join(begun)


def _told(lines: Iterator[str]) -> tuple[str, int, Iterator[str]]:
    """The separator, how many lines do nothing but tell it, and the lines after those."""
    first = next(lines, "")
    if told := _TELLS.fullmatch(first):
        return told[1], 1, lines
    before = [first]
    while not before[-1].strip() and (line := next(lines, None)) is not None:
        before.append(line)
    return _likeliest(before[-1]), 0, chain(before, lines)


def _likeliest(header: str) -> str:
    """What stands most often between the names of the columns."""
    return max(_SEPARATORS, key=_QUOTED.sub("", header).count)
