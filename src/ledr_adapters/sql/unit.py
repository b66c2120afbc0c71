"""The unit of work: it follows the aggregates it gave, and at flush writes only the rows that differ.

A mapper turns an aggregate into rows and back. Rows are plain tuples by key, so that what was loaded and what is there
now compare at the speed of tuples. Each aggregate's main row has a version: a lost race is a Conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from attrs import define, field

from ledr_core.domain.errors import Conflict
from ledr_core.domain.events import Event

A = TypeVar("A")

Row = tuple[Any, ...]
Rows = dict[Row, Row]


@define
class Layout:
    """How rows of a table are kept: the columns of the key, then the others."""

    table: sa.Table
    key: tuple[str, ...]
    columns: tuple[str, ...]


@define
class Mapper(Generic[A]):
    """How one kind of aggregate becomes rows: a main row, with a version, and children."""

    main: Layout
    main_row: Callable[[A], tuple[Row, Row]]
    children: Sequence[tuple[Layout, Callable[[A], Rows]]] = ()

    def extract(self, aggregate: A) -> tuple[Row, Row, tuple[Rows, ...]]:
        """Key and values of the main row, and the rows of each child table."""
        key, values = self.main_row(aggregate)
        return key, values, tuple(rows(aggregate) for _, rows in self.children)


@define
class _Tracked(Generic[A]):
    aggregate: A
    version: int | None
    values: Row | None
    children: tuple[Rows, ...]
    removed: bool = False


@define
class Writes:
    """The statements of a flush, gathered by table."""

    deletes: dict[sa.Table, list[dict[str, Any]]] = field(factory=dict)
    updates: dict[sa.Table, list[dict[str, Any]]] = field(factory=dict)
    inserts: dict[sa.Table, list[dict[str, Any]]] = field(factory=dict)
    versions: dict[sa.Table, list[dict[str, Any]]] = field(factory=dict)
    layouts: dict[sa.Table, Layout] = field(factory=dict)

    def execute(self, connection: sa.Connection, order: Sequence[sa.Table]) -> None:
        """Write: deletes, then table by table, wholes before their parts, what changes and what is new."""
        for table in reversed(order):
            if self.deletes.get(table):
                keys = self._where(table)
                connection.execute(sa.delete(table).where(*keys), self.deletes[table])
        for table in order:
            if self.versions.get(table):
                self._update_versions(connection, table)
            if self.updates.get(table):
                layout = self.layouts[table]
                bound: dict[str, Any] = {column: sa.bindparam(f"v_{column}") for column in layout.columns}
                connection.execute(sa.update(table).where(*self._where(table)).values(bound), self.updates[table])
            if self.inserts.get(table):
                connection.execute(sa.insert(table), self.inserts[table])

    def _where(self, table: sa.Table) -> list[sa.ColumnElement[bool]]:
        return [table.c[column] == sa.bindparam(f"k_{column}") for column in self.layouts[table].key]

    def _update_versions(self, connection: sa.Connection, table: sa.Table) -> None:
        layout = self.layouts[table]
        values: dict[str, Any] = {column: sa.bindparam(f"v_{column}") for column in layout.columns}
        values["version"] = table.c.version + 1
        where = [*self._where(table), table.c.version == sa.bindparam("k_version")]
        rows = self.versions[table]
        if connection.execute(sa.update(table).where(*where).values(values), rows).rowcount != len(rows):
            raise Conflict(table.name)


class Tracker(Generic[A]):
    """The aggregates of one kind that a unit of work has given or was given."""

    def __init__(self, mapper: Mapper[A]) -> None:
        self.mapper = mapper
        self._tracked: dict[Row, _Tracked[A]] = {}

    def known(self, *key: Any) -> A | None:
        """The aggregate of that key, when this unit has it already."""
        tracked = self._tracked.get(key)
        return tracked.aggregate if tracked and not tracked.removed else None

    def loaded(self, aggregate: A, version: int) -> A:
        """Follow an aggregate that has just been loaded; one known already is given instead."""
        key, values, children = self.mapper.extract(aggregate)
        if key in self._tracked:
            return self._tracked[key].aggregate
        self._tracked[key] = _Tracked(aggregate, version, values, children)
        return aggregate

    def add(self, aggregate: A) -> None:
        """Follow a new aggregate."""
        key, _, children = self.mapper.extract(aggregate)
        nothing: tuple[Rows, ...] = tuple({} for _ in children)
        self._tracked[key] = _Tracked(aggregate, None, None, nothing)

    def remove(self, aggregate: A) -> None:
        """Delete an aggregate and its rows at flush."""
        self._tracked[self.mapper.extract(aggregate)[0]].removed = True

    def forget(self, *key: Any) -> None:
        """Follow an aggregate no more: what was done to it is lost."""
        self._tracked.pop(key, None)

    def all(self) -> list[A]:
        """The aggregates followed, those deleted apart."""
        return [tracked.aggregate for tracked in self._tracked.values() if not tracked.removed]

    def changed(self) -> list[A]:
        """The aggregates that differ from what was loaded."""
        return [tracked.aggregate for tracked in self._tracked.values() if self._differs(tracked)]

    def _differs(self, tracked: _Tracked[A]) -> bool:
        _, values, children = self.mapper.extract(tracked.aggregate)
        return not tracked.removed and (values != tracked.values or children != tracked.children)

    def write(self, writes: Writes) -> None:
        """Gather the rows that differ, and take the present state as the loaded one."""
        for key, tracked in list(self._tracked.items()):
            if tracked.removed:
                self._delete(key, tracked, writes)
                continue
            _, values, children = self.mapper.extract(tracked.aggregate)
            if values == tracked.values and children == tracked.children:
                continue
            self._main(key, values, tracked, writes)
            for (layout, _), now, before in zip(self.mapper.children, children, tracked.children, strict=True):
                _children(layout, now, before, writes)
            tracked.version = 1 if tracked.version is None else tracked.version + 1
            tracked.values, tracked.children = values, children

    def _main(self, key: Row, values: Row, tracked: _Tracked[A], writes: Writes) -> None:
        layout = self.mapper.main
        writes.layouts[layout.table] = layout
        if tracked.version is None:
            row = dict(zip((*layout.key, *layout.columns), (*key, *values), strict=True))
            writes.inserts.setdefault(layout.table, []).append(row | {"version": 1})
        else:
            row = _bound(layout, key, values) | {"k_version": tracked.version}
            writes.versions.setdefault(layout.table, []).append(row)

    def _delete(self, key: Row, tracked: _Tracked[A], writes: Writes) -> None:
        del self._tracked[key]
        if tracked.version is None:
            return
        for (layout, _), before in zip(self.mapper.children, tracked.children, strict=True):
            _children(layout, {}, before, writes)
        layout = self.mapper.main
        writes.layouts[layout.table] = layout
        writes.deletes.setdefault(layout.table, []).append(_keyed(layout, key))


def _children(layout: Layout, now: Rows, before: Rows, writes: Writes) -> None:
    if now == before:
        return
    writes.layouts[layout.table] = layout
    for key in before.keys() - now.keys():
        writes.deletes.setdefault(layout.table, []).append(_keyed(layout, key))
    for key, values in now.items():
        if key not in before:
            row = dict(zip((*layout.key, *layout.columns), (*key, *values), strict=True))
            writes.inserts.setdefault(layout.table, []).append(row)
        elif before[key] != values:
            writes.updates.setdefault(layout.table, []).append(_bound(layout, key, values))


def _keyed(layout: Layout, key: Row) -> dict[str, Any]:
    return {f"k_{column}": value for column, value in zip(layout.key, key, strict=True)}


def _bound(layout: Layout, key: Row, values: Row) -> dict[str, Any]:
    return _keyed(layout, key) | {f"v_{column}": value for column, value in zip(layout.columns, values, strict=True)}


def events_of(aggregates: Iterable[Any]) -> list[Event]:
    """Take the events out of aggregates that keep some."""
    pulled: list[Event] = []
    for aggregate in aggregates:
        pulled.extend(aggregate.events)
        aggregate.events.clear()
    return pulled
