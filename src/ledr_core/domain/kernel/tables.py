"""Tables as spreadsheets and their programs write them: CSV in the encodings, separators and shapes that come.

The first row that says something names the columns. Empty rows and columns are passed over; whatever could be read two
ways is refused with its line.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import decoded


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


def read_table(data: bytes, field: str, file: str | None = None, known_as: Callable[[str], str] | None = None) -> Table:
    """The table in the content of a CSV file: UTF-8, UTF-16 ("Unicode text") or Windows' encoding.

    Two names of a column are one when *known_as* gives the same for both; without it, `column_key`. Raises Invalid,
    naming *field*, *file* and line: content that is no text, two columns of one name, a cell that holds something
    below no name, quotes that are never closed.
    """
    reader = _Reader(_text(data, field, file), field, file)
    line, header = next(reader.rows(), (1, []))
    names = [cell.strip() for cell in header]
    reader.must_be_told_apart(names, line, known_as or column_key)
    rows = (Row(at, reader.cells(names, cells, at)) for at, cells in reader.rows())
    return Table(tuple(filter(None, names)), line, tuple(rows))


def column_key(name: str) -> str:
    """What two names of one column have in common: `E-mail`, `email` and `E_MAIL` are one, accents apart."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


_SEPARATORS: Final = ",;\t"
_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_TELLS: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""A first line by which Excel is told the separator."""
_QUOTED: Final = re.compile(r'"[^"]*"')


def _text(data: bytes, field: str, file: str | None) -> str:
    text = decoded(data)
    if text is None:
        raise Invalid(field, "table not text", {"path": file}, file=file)
    return text


class _Reader:
    """Reads the rows of a text, of which it knows the separator."""

    def __init__(self, text: str, field: str, file: str | None) -> None:
        lines = _LINES.findall(text)
        told = _TELLS.fullmatch(lines[0]) if lines else None
        self._line = 1 if told else 0
        """The lines that are read already."""
        self._lines = lines[self._line :]
        self._separator = told[1] if told else self._likeliest()
        self._read = csv.reader(self._lines, delimiter=self._separator, strict=True)
        self._field, self._file = field, file

    def _likeliest(self) -> str:
        """What stands most often between the names of the columns."""
        header = _QUOTED.sub("", next((line for line in self._lines if line.strip()), ""))
        return max(_SEPARATORS, key=header.count)

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows left that say something, each with the line it begins on. Raises Invalid."""
        while True:
            begins = self._line + self._read.line_num + 1
            try:
                row = next(self._read)
            except StopIteration:
                return
            except csv.Error:
                raise self._invalid_here(begins, "quote out of place", {}) from None
            if any(cell.strip() for cell in row):
                yield begins, row

    def must_be_told_apart(self, names: Sequence[str], line: int, known_as: Callable[[str], str]) -> None:
        """Raises Invalid when two columns have one name, naming both."""
        first: dict[str, int] = {}
        for place, name in enumerate(names):
            key = known_as(name)
            if name and key in first:
                facts = {"name": names[first[key]], "at": _letter(first[key]), "other": name, "place": _letter(place)}
                raise self._invalid_here(line, "column twice", facts)
            first[key] = place

    def cells(self, names: Sequence[str], cells: Sequence[str], line: int) -> Mapping[str, str]:
        """The cells of a row by name. Raises Invalid for one that says something below no name."""
        found: dict[str, str] = {}
        for place, cell in enumerate(cells):
            if place < len(names) and names[place]:
                found[names[place]] = cell
            elif cell.strip():
                beyond = place >= len(names)
                facts = {"value": cell.strip(), "place": _letter(place), "cells": len(cells), "columns": len(names)}
                raise self._invalid_here(line, "more cells than columns" if beyond else "cell without a name", facts)
        return found

    def _invalid_here(self, line: int, ground: str, facts: Mapping[str, object]) -> Invalid:
        return Invalid(self._field, ground, facts, file=self._file, line=line)


def _letter(place: int) -> str:
    """The letters of a column in a spreadsheet, from 0 on: A, B… Z, AA."""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)
