"""A page for people: lines and tables put together, then shown at once, plain where colours are not wanted."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ledr_cli.render.words import Words
from ledr_core.domain.kernel.hearing import OPERATOR, Hearer

_WHEN_PIPED = 100
_NEVER_CUT = 2000
_WIDE = 120
_ENOUGH = 80
"""Columns of a terminal in which any table can be read."""


class Page:
    """What an operation gives back, as it is being laid out."""

    def __init__(self, language: str, now: datetime, hearer: Hearer = OPERATOR) -> None:
        self.words = Words(language, now)
        self.hearer = hearer
        """Whom it is for: what it proposes to do is what they may do (SUP-4)."""
        self.on_terminal = sys.stdout.isatty()
        self._buffer = StringIO()
        coloured = self.on_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._console = Console(
            file=self._buffer,
            force_terminal=coloured,
            color_system="auto" if coloured else None,
            width=_width() if self.on_terminal else _NEVER_CUT,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    @property
    def width(self) -> int:
        """The columns that a picture may use."""
        return self._console.width if self.on_terminal else int(os.environ.get("COLUMNS") or _WHEN_PIPED)

    @property
    def narrow(self) -> bool:
        """Whether a wide table has no room, so that some of its cells stand under each other."""
        return self.on_terminal and self._console.width < _WIDE

    def line(self, text: str | Text = "", style: str = "") -> None:
        """A line of text."""
        self._console.print(_held(text), style=style, soft_wrap=not self.on_terminal)

    def hanging(self, first: str, text: str) -> None:
        """What somebody wrote, after *first* and its lines under each other, as far as they go."""
        for line in text.splitlines():
            room = max(1, self._console.width - cell_len(first))
            held = Text(line.translate(_HELD))
            parts = held.wrap(self._console, room) if self.on_terminal else [held]
            for part in parts:
                self.line(Text(first) + part)
                first = " " * cell_len(first)

    def heading(self, left: str, right: str = "") -> None:
        """What the page is about, and at the right of it, or under it when there is no room, its figures."""
        room = self.width - cell_len(left) - cell_len(right)
        if not right:
            self.line(Text(left, "bold"))
        elif room >= 2:
            self.line(Text(left, "bold") + Text(" " * min(room, 15) + right))
        else:
            self.line(Text(left, "bold"))
            self.line(right)

    def table(self, titles: Sequence[str], rows: Sequence[Sequence[str | Text]], right: Sequence[int] = ()) -> None:
        """A table whose columns are as wide as they must be; those numbered in *right* hold numbers.

        A terminal of fewer columns than it takes to read one has its rows below each other, a line each cell.
        """
        if self.on_terminal and self._console.width < min(_ENOUGH, _natural_width(titles, rows)):
            self._records(titles, rows)
            return
        table = Table(box=None, padding=(0, 1), pad_edge=True, header_style="bold")
        for index, title in enumerate(titles):
            least = max((cell_len(word) for word in title.split()), default=1)
            table.add_column(
                _held(title), justify="right" if index in right else "left", overflow="fold", min_width=least
            )
        for row in rows:
            table.add_row(*map(_held, row))
        self._console.print(table)

    def _records(self, titles: Sequence[str], rows: Sequence[Sequence[str | Text]]) -> None:
        for number, row in enumerate(rows):
            if number:
                self.line()
            self.pairs([(title, cell) for title, cell in zip(titles, row, strict=False) if str(cell).strip()])

    def pairs(self, pairs: Sequence[tuple[str, str | Text]]) -> None:
        """Lines of a label and a value, the values under each other."""
        table = Table(box=None, padding=(0, 1), pad_edge=True, show_header=False)
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for label, value in pairs:
            table.add_row(_held(label), _held(value))
        self._console.print(table)

    def show(self, paged: bool = True) -> None:
        """Put the page on standard output, screen by screen when it is longer than one and *paged*."""
        text = "\n".join(line.rstrip() for line in self._buffer.getvalue().splitlines())
        text = _readable(text.translate(_RELEASED)) + "\n" if text else ""
        if paged and self.on_terminal and text.count("\n") >= _height():
            import click

            click.echo_via_pager(text, color=True)
        else:
            sys.stdout.write(text)


def _natural_width(titles: Sequence[str], rows: Sequence[Sequence[str | Text]]) -> int:
    """The columns that a table takes where none of its lines is broken."""
    columns = zip(titles, *rows, strict=False) if rows else ((title,) for title in titles)
    return sum(2 + max(cell_len(line) for cell in column for line in str(cell).split("\n")) for column in columns)


def _held(text: str | Text) -> str | Text:
    """The text with its no-break spaces as letters, since rich would break lines at them, and without orders."""
    if isinstance(text, Text):
        text = text.copy()
        text.plain = text.plain.translate(_HELD)
        return text
    return text.translate(_HELD)


_NO_BREAK: Final = str.maketrans({"\u00a0": "\ue000", "\u202f": "\ue001"})
_RELEASED: Final = {ord(letter): chr(code) for code, letter in _NO_BREAK.items()}
_ORDERS: Final = [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
"""What people may have in their names and a terminal takes for an order: controls, line ends, directions."""
_HELD: Final = _NO_BREAK | dict.fromkeys(_ORDERS, " ")


def _width() -> int:
    return os.get_terminal_size(sys.stdout.fileno()).columns or 80


def _height() -> int:
    return os.get_terminal_size(sys.stdout.fileno()).lines or 24


def _readable(text: str) -> str:
    """The text in letters that the output's encoding has: "Lea" for "Léa" where there are no accents."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_letter(letter, encoding) for letter in text)
    return text


def _letter(letter: str, encoding: str) -> str:
    for form in (letter, _PLAIN.get(letter, ""), unicodedata.normalize("NFKD", letter)):
        kept = form.encode(encoding, "ignore").decode(encoding)
        if kept:
            return kept
    return "?"


_PLAIN: Final = dict(zip("▇░■→·✓✗«»’…▁▂▃▄▅▆", '#.#>-+x""\'.123456', strict=True))
