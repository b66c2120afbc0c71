"""The XML of a workbook, read a piece at a time: the cells of a sheet that say something, and the texts they share.

What else there is (sizes, styles of empty cells, merged cells, rules) is passed over as it comes, so that a sheet that
says it is large costs no more than what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Final, Generic, NamedTuple, NoReturn, Protocol, TypeVar
from xml.parsers import expat

from attrs import define, field

from ledr_core.domain.kernel.errors import Invalid

MOST_COLUMNS: Final = 500
LAST_ROW: Final = 1_048_576
LONGEST_READ: Final = 100_000
"""Letters of a cell: more than any spreadsheet takes, and than any question has."""
_PIECE: Final = 65_536
_DIGITS: Final = "0123456789"
_LONGEST_NAME: Final = 3
"""Letters of a column at most: XFD."""
_Part = TypeVar("_Part")


class Cell(NamedTuple):
    """A cell that says something, or would if its formula were worked out."""

    column: int
    """From 0 on."""
    kind: str
    """What its value is, by the format's words: `n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`."""
    value: str
    style: int
    formula: bool


def rows_of(part: IO[bytes], file: str) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a sheet in which something stands: their numbers and such cells.

    Raises Invalid (`file`) for more rows, columns or letters than are read, ExpatError or ValueError for damage.
    """
    return _read(part, _Rows(file))


def texts_of(part: IO[bytes], file: str) -> list[str]:
    """The texts that the cells of a workbook share. Raises as `rows_of` does."""
    return list(_read(part, _Texts(file)))


class _Builder(Protocol[_Part]):
    """Makes something of the elements of a part."""

    done: list[_Part]

    def start(self, name: str, said: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def data(self, text: str) -> None: ...


def _read(part: IO[bytes], builder: _Builder[_Part]) -> Iterator[_Part]:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, said: builder.start(name.rpartition(":")[2], said)
    parser.EndElementHandler = lambda name: builder.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _no_doctype
    while piece := part.read(_PIECE):
        parser.Parse(piece, False)
        yield from builder.done
        builder.done.clear()
    parser.Parse(b"", True)
    yield from builder.done


def _no_doctype(*_: object) -> NoReturn:
    """No part of a workbook has one; what it may define fills the memory."""
    raise ValueError("a document type")


@define
class _Said(Generic[_Part]):
    """What is said in one place, in however many pieces."""

    _file: str
    done: list[_Part] = field(factory=list)
    _texts: list[str] = field(factory=list)
    _length: int = 0
    _heard: bool = False
    _aloud: bool = False
    """Within how a text is read aloud, in Japanese, which is no part of it."""

    def data(self, text: str) -> None:
        """Text within an element."""
        if not self._heard:
            return
        self._texts.append(text)
        self._length += len(text)
        self._must_be_few(self._length, LONGEST_READ)

    def _must_be_few(self, count: int, most: int) -> None:
        if count > most:
            raise Invalid("file", "too many items", {"count": count, "most": most}, file=self._file)

    def _listen(self, name: str, *, begins: bool) -> None:
        if name in ("v", "t"):
            self._heard = begins and not self._aloud
        elif name == "rPh":
            self._aloud = begins

    def _forget(self) -> None:
        self._texts, self._length, self._heard = [], 0, False


@define
class _Texts(_Said[str]):
    """The texts that cells share."""

    def start(self, name: str, said: dict[str, str]) -> None:
        """An element begins."""
        self._listen(name, begins=True)

    def end(self, name: str) -> None:
        """An element ends."""
        self._listen(name, begins=False)
        if name == "si":
            self.done.append("".join(self._texts))
            self._forget()


@define
class _Rows(_Said["tuple[int, list[Cell]]"]):
    """The rows of a sheet."""

    _row: int = 0
    _column: int = -1
    _kind: str = "n"
    _style: int = 0
    _formula: bool = False
    _cells: list[Cell] = field(factory=list)

    def start(self, name: str, said: dict[str, str]) -> None:
        """An element begins."""
        if name == "c":
            at = said.get("r")
            self._column = _place(at.rstrip(_DIGITS)) if at else self._column + 1
            self._kind, self._style, self._formula = said.get("t", "n"), int(said.get("s", 0)), False
            self._forget()
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row, self._column = int(said.get("r", self._row + 1)), -1
        else:
            self._listen(name, begins=True)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "c":
            if self._texts or self._formula:
                self._cells.append(self._cell())
        elif name == "row":
            if self._cells:
                self.done.append((self._row, self._cells))
                self._cells = []
        else:
            self._listen(name, begins=False)

    def _cell(self) -> Cell:
        self._must_be_few(self._row, LAST_ROW)
        self._must_be_few(self._column + 1, MOST_COLUMNS)
        return Cell(self._column, self._kind, "".join(self._texts), self._style, self._formula)


@lru_cache(MOST_COLUMNS)
def _place(letters: str) -> int:
    """The place of a column, from 0 on. Raises ValueError for what no spreadsheet calls one."""
    if not (letters.isascii() and letters.isalpha()) or len(letters) > _LONGEST_NAME:
        raise ValueError(letters)
    place = 0
    for letter in letters.upper():
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1
