"""How aggregates become rows: each column of a table beside what it holds.

The pairs are made into one function once, which gives plain tuples: what was loaded and what is there now compare at
the speed of tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar

import sqlalchemy as sa
from attrs import define

from ledr_adapters.sql.tables import search_words
from ledr_core.domain.kernel.texts import words_of

A = TypeVar("A")
P = TypeVar("P")

Row: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = dict[Row, Row]
Held: TypeAlias = str | Callable[[P], Any]
"""What a column holds: the attribute of that name, be it one of an attribute's (`policy.kind`), or what is made so."""


@define
class Layout:
    """How rows of a table are kept: the columns of the key, then the others."""

    table: sa.Table
    key: tuple[str, ...]
    columns: tuple[str, ...]
    named: tuple[int, int] | None = None
    """The places among the columns of what a row is called, and of the key made of it, which is written with it always:
    a double's is another than its name says (`ledr_adapters.sql.doubles`)."""


class PartRows(Generic[A, P]):
    """The parts of an aggregate that are rows of a table: found by key, each column beside what it holds of a part.

    *place* is the column of the place of a part among its aggregate's, which come in order: one that can keep the
    place it has keeps it, so that whoever leaves the front of a list moves nobody else.
    """

    def __init__(
        self,
        table: sa.Table,
        key: tuple[str, ...],
        by_key: Callable[[A], Mapping[Row, P]],
        columns: Mapping[str, Held[P]],
        *,
        place: str | None = None,
    ) -> None:
        self.layout = Layout(table, key, (*(() if place is None else (place,)), *columns))
        self._by_key, self._values, self._placed = by_key, _in_one_tuple(columns.values()), place is not None

    def rows(self, aggregate: A, before: Rows | None = None) -> Rows:
        """The rows of an aggregate now, by key; *before* are those that there were."""
        parts = self._by_key(aggregate)
        if not self._placed:
            return dict(zip(parts, map(self._values, parts.values()), strict=True))
        values = self._values
        return rows_in_place({key: (0, *values(part)) for key, part in parts.items()}, before or {})


class SearchRows:
    """The words by which aggregates of a kind are searched: those of some columns of the main row."""

    def __init__(self, kind: str, columns: Sequence[str]) -> None:
        self.layout = Layout(search_words, ("kind", "owner_id", "word"), ())
        self._kind, self._columns = kind, columns

    def texts(self, main: Layout, values: Row | None) -> Row:
        """What is searched of a main row, nothing of none."""
        if values is None:
            return ()
        return tuple(value for column, value in zip(main.columns, values, strict=True) if column in self._columns)

    def rows(self, owner: str, texts: Row) -> Rows:
        """The rows of an aggregate, by key."""
        return {(self._kind, owner, word): () for word in words_of(" ".join(texts))}


class Mapper(Generic[A]):
    """How one kind of aggregate becomes rows: a main row, with a version, those of its parts, and its words."""

    def __init__(
        self,
        table: sa.Table,
        key: Mapping[str, Held[A]],
        columns: Mapping[str, Held[A]],
        parts: Sequence[PartRows[A, Any]] = (),
        *,
        named: tuple[str, str] | None = None,
        searched: SearchRows | None = None,
    ) -> None:
        self.searched, names = searched, list(columns)
        places = None if named is None else (names.index(named[0]), names.index(named[1]))
        self.main, self.parts = Layout(table, tuple(key), tuple(columns), places), parts
        self.key, self.values = _in_one_tuple(key.values()), _in_one_tuple(columns.values())
        """What the key and the other columns of the main row hold of an aggregate."""


def itself(part: P) -> P:
    """What a column holds whose part is a plain value."""
    return part


def _in_one_tuple(held: Collection[Held[P]]) -> Callable[[P], Row]:
    """One function that gives all of it."""
    if len(held) > 1 and all(isinstance(one, str) for one in held):
        return attrgetter(*held)  # type: ignore[arg-type]
    if len(held) == 1 and isinstance(name := next(iter(held)), str):
        only = attrgetter(name)
        return lambda whole: (only(whole),)
    getters = [attrgetter(one) if isinstance(one, str) else one for one in held]
    return lambda whole: tuple([getter(whole) for getter in getters])


def rows_in_place(rows: Rows, before: Rows) -> Rows:
    """Rows given in order, placed by their first column: at the place each had where that still comes next."""
    placed, last = Rows(), 0
    for key, row in rows.items():
        known = before.get(key)
        if known is not None and known[0] > last:
            last = known[0]
            placed[key] = known if known == row or known[1:] == row[1:] else (last, *row[1:])
        else:
            last += 1
            placed[key] = (last, *row[1:])
    return placed
