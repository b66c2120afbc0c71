"""The unit of work: it follows the aggregates it gave, and at flush writes only the rows that differ.

A mapper turns an aggregate into rows. Each aggregate's main row has a version: a lost race is a Conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import sqlalchemy as sa
from attrs import define, field

from ledr_adapters.sql.bulk import delete_rows, insert_rows, update_rows
from ledr_adapters.sql.rows import Layout, Mapper, Row, Rows
from ledr_core.domain.kernel.errors import Conflict

if TYPE_CHECKING:
    from ledr_core.domain.events import Event
    from ledr_core.domain.kernel.identifiers import PersonId

A = TypeVar("A")


class OfAPerson(Protocol):
    """What is somebody's."""

    @property
    def person(self) -> PersonId:
        """Whose it is."""


P = TypeVar("P", bound=OfAPerson)


def by_person(found: Iterable[P], people: Collection[PersonId]) -> dict[PersonId, list[P]]:
    """What is these people's of it, in its order; whoever has nothing is left out."""
    wanted = set(people)
    theirs: dict[PersonId, list[P]] = {}
    for one in found:
        if one.person in wanted:
            theirs.setdefault(one.person, []).append(one)
    return theirs


@define
class _Tracked(Generic[A]):
    aggregate: A
    version: int | None
    values: Row | None
    parts: tuple[Rows, ...]
    removed: bool = False


@define
class Writes:
    """The rows that a flush writes, gathered by table: each the key, then the other columns."""

    deletes: dict[sa.Table, list[Row]] = field(factory=dict)
    inserts: dict[sa.Table, list[Row]] = field(factory=dict)
    updates: dict[sa.Table, dict[tuple[str, ...], list[Row]]] = field(factory=dict)
    """By the columns that differ: an index on another is left alone."""
    versions: dict[sa.Table, dict[tuple[str, ...], list[Row]]] = field(factory=dict)
    """The same of main rows, whose keys end with the version that was loaded."""
    layouts: dict[sa.Table, Layout] = field(factory=dict)

    def execute(self, connection: sa.Connection, order: Sequence[sa.Table]) -> None:
        """Write: deletes, then table by table, wholes before their parts, what changes and what is new."""
        order = [table for table in order if table in self.layouts]
        for table in reversed(order):
            if self.deletes.get(table):
                delete_rows(connection, table, self.layouts[table].key, self.deletes[table])
        for table in order:
            for columns, rows in self.versions.get(table, {}).items():
                self._update_versions(connection, table, columns, rows)
            for columns, rows in self.updates.get(table, {}).items():
                update_rows(connection, table, self.layouts[table].key, columns, rows)
            if self.inserts.get(table):
                self._insert(connection, table)

    def _update_versions(
        self, connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], rows: list[Row]
    ) -> None:
        key = (*self.layouts[table].key, "version")
        if update_rows(connection, table, key, columns, rows, raising="version") != len(rows):
            raise Conflict(table.name)

    def _insert(self, connection: sa.Connection, table: sa.Table) -> None:
        layout, rows = self.layouts[table], self.inserts[table]
        own = (*layout.key, *layout.columns)
        version = ("version",) if "version" in table.c and "version" not in own else ()
        insert_rows(connection, table, (*layout.key, *version, *layout.columns), rows)


class Tracker(Generic[A]):
    """The aggregates of one kind that a unit of work has given or was given."""

    def __init__(self, mapper: Mapper[A]) -> None:
        self.mapper = mapper
        self._tracked: dict[Row, _Tracked[A]] = {}

    def known(self, *key: Any) -> A | None:
        """The aggregate of that key, when this unit has it already."""
        tracked = self._tracked.get(key)
        return tracked.aggregate if tracked and not tracked.removed else None

    def loaded(self, aggregate: A, version: int, parts: tuple[Rows, ...] | None = None) -> A:
        """Follow an aggregate that has just been loaded; one known already is given instead.

        *parts* are the rows of its parts as they were read, where whoever loads has them at hand already.
        """
        key = self.mapper.key(aggregate)
        if key in self._tracked:
            return self._tracked[key].aggregate
        if parts is None:
            parts = tuple(part.rows(aggregate) for part in self.mapper.parts)
        self._tracked[key] = _Tracked(aggregate, version, self.mapper.values(aggregate), parts)
        return aggregate

    def add(self, aggregate: A) -> None:
        """Follow a new aggregate."""
        nothing: tuple[Rows, ...] = tuple({} for _ in self.mapper.parts)
        self._tracked[self.mapper.key(aggregate)] = _Tracked(aggregate, None, None, nothing)

    def remove(self, aggregate: A) -> None:
        """Delete an aggregate and its rows at flush."""
        self._tracked[self.mapper.key(aggregate)].removed = True

    def forget(self, *key: Any) -> None:
        """Follow an aggregate no more: what was done to it is lost."""
        self._tracked.pop(key, None)

    def all(self) -> list[A]:
        """The aggregates followed, except those deleted."""
        return [tracked.aggregate for tracked in self._tracked.values() if not tracked.removed]

    def changed(self, excluding: Container[Any] = ()) -> list[A]:
        """The aggregates that differ from what was loaded, except those of these keys (of one column)."""
        return [
            tracked.aggregate
            for key, tracked in self._tracked.items()
            if not (tracked.removed or key[0] in excluding) and self._differs(tracked)
        ]

    def is_named_anew(self, aggregate: A) -> bool:
        """Whether one that is followed is new, or called otherwise than when it was loaded: no row says so yet."""
        tracked, named = self._tracked[self.mapper.key(aggregate)], self.mapper.main.named
        if tracked.values is None or named is None:
            return tracked.values is None
        return bool(self.mapper.values(aggregate)[named[0]] != tracked.values[named[0]])

    def _differs(self, tracked: _Tracked[A]) -> bool:
        if self.mapper.values(tracked.aggregate) != tracked.values:
            return True
        parts = zip(self.mapper.parts, tracked.parts, strict=True)
        return any(part.rows(tracked.aggregate, before) != before for part, before in parts)

    def write(self, writes: Writes) -> None:
        """Gather the rows that differ, and take the present state as the loaded one."""
        for key, tracked in list(self._tracked.items()):
            if tracked.removed:
                self._delete(key, tracked, writes)
                continue
            values, parts = self.mapper.values(tracked.aggregate), self._parts(tracked)
            if values == tracked.values and parts == tracked.parts:
                continue
            self._main(key, values, tracked, writes)
            self._searched(key, values, tracked.values, writes)
            for part, rows, before in zip(self.mapper.parts, parts, tracked.parts, strict=True):
                _gather(part.layout, rows, before, writes)
            tracked.version = 1 if tracked.version is None else tracked.version + 1
            tracked.values, tracked.parts = values, parts

    def _parts(self, tracked: _Tracked[A]) -> tuple[Rows, ...]:
        parts = zip(self.mapper.parts, tracked.parts, strict=True)
        return tuple(part.rows(tracked.aggregate, before) for part, before in parts)

    def _main(self, key: Row, values: Row, tracked: _Tracked[A], writes: Writes) -> None:
        layout = self.mapper.main
        writes.layouts[layout.table] = layout
        if tracked.version is None or tracked.values is None:
            writes.inserts.setdefault(layout.table, []).append((*key, 1, *values))
        else:
            columns, changes = _difference(layout, values, tracked.values)
            rows = writes.versions.setdefault(layout.table, {}).setdefault(columns, [])
            rows.append((*key, tracked.version, *changes))

    def _searched(self, key: Row, now: Row | None, before: Row | None, writes: Writes) -> None:
        """The words of what has other texts now."""
        searched = self.mapper.searched
        if searched is None:
            return
        texts, former = searched.texts(self.mapper.main, now), searched.texts(self.mapper.main, before)
        if texts != former:
            _gather(searched.layout, searched.rows(key[0], texts), searched.rows(key[0], former), writes)

    def _delete(self, key: Row, tracked: _Tracked[A], writes: Writes) -> None:
        del self._tracked[key]
        if tracked.version is None:
            return
        self._searched(key, None, tracked.values, writes)
        for part, before in zip(self.mapper.parts, tracked.parts, strict=True):
            _gather(part.layout, {}, before, writes)
        layout = self.mapper.main
        writes.layouts[layout.table] = layout
        writes.deletes.setdefault(layout.table, []).append(key)


def _gather(layout: Layout, now: Rows, before: Rows, writes: Writes) -> None:
    if now == before:
        return
    writes.layouts[layout.table] = layout
    gone = [key for key in before if key not in now]
    if gone:
        writes.deletes.setdefault(layout.table, []).extend(gone)
    for key, values in now.items():
        known = before.get(key)
        if known is values:
            continue
        if known is None:
            writes.inserts.setdefault(layout.table, []).append((*key, *values))
        elif known != values:
            columns, changes = _difference(layout, values, known)
            writes.updates.setdefault(layout.table, {}).setdefault(columns, []).append((*key, *changes))


def _difference(layout: Layout, now: Row, before: Row) -> tuple[tuple[str, ...], Row]:
    """The columns that differ, the key of a name with the name, and what they hold now."""
    differ = [now[place] != before[place] for place in range(len(now))]
    if layout.named is not None:
        name, key = layout.named
        differ[key] = differ[key] or differ[name]
    return tuple(compress(layout.columns, differ)), tuple(compress(now, differ))


def events_of(aggregates: Iterable[Any]) -> list[Event]:
    """Take the events out of aggregates that keep some."""
    pulled: list[Event] = []
    for aggregate in aggregates:
        pulled.extend(aggregate.events)
        aggregate.events.clear()
    return pulled
