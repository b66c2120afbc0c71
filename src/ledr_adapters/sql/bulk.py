"""Many rows written in one statement, column by column.

SQLite takes a row at a time in its own process, so rows go to it through `executemany`; PostgreSQL takes them all at
once, as one array a column. Values are converted as the types of the columns say, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql.driver import written

Row = tuple[Any, ...]


def insert_rows(connection: sa.Connection, table: sa.Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of those columns."""
    if rows:
        _run(connection, _insert(_one_of_its_kind(connection.dialect), table, tuple(columns)), table, columns, rows)


def insert_new_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows, all of the same columns, that break no unique index; gives how many those were."""
    if not rows:
        return 0
    columns = tuple(rows[0])
    statement = _insert(_one_of_its_kind(connection.dialect), table, columns) + " on conflict do nothing"
    return _run(connection, statement, table, columns, [tuple(row.values()) for row in rows])


def put_row(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any], key: Sequence[str]) -> None:
    """Insert a row, or replace what is in the one of that key."""
    columns = tuple(row)
    statement = _put(_one_of_its_kind(connection.dialect), table, columns, tuple(key))
    _run(connection, statement, table, columns, [tuple(row.values())])


def update_rows(
    connection: sa.Connection,
    table: sa.Table,
    key: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    raising: str | None = None,
) -> int:
    """Change the rows of those keys; each row is its key, then the other columns. Gives how many were found.

    One column may be raised by one beside.
    """
    if not rows or not (columns or raising):
        return 0
    statement = _update(_one_of_its_kind(connection.dialect), table, tuple(key), tuple(columns), raising)
    ordered = (*key, *columns) if _arrays(connection.dialect) else (*columns, *key)
    if not _arrays(connection.dialect):
        rows = [(*row[len(key) :], *row[: len(key)]) for row in rows]
    return _run(connection, statement, table, ordered, rows)


def delete_rows(connection: sa.Connection, table: sa.Table, key: Sequence[str], rows: Sequence[Row]) -> None:
    """Delete the rows of those keys."""
    if rows:
        _run(connection, _delete(_one_of_its_kind(connection.dialect), table, tuple(key)), table, key, rows)


def _arrays(dialect: sa.Dialect) -> bool:
    return dialect.name == "postgresql"


_KINDS: Final[dict[tuple[str, str], sa.Dialect]] = {}


def _one_of_its_kind(dialect: sa.Dialect) -> sa.Dialect:
    """The first dialect of that database and driver: what is made for it serves them all."""
    return _KINDS.setdefault((dialect.name, dialect.driver), dialect)


def _run(connection: sa.Connection, statement: str, table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> int:
    columns = list(_bound(_one_of_its_kind(connection.dialect), table, names, rows))
    if _arrays(connection.dialect):
        return connection.exec_driver_sql(statement, tuple(columns)).rowcount
    return written(connection, statement, list(zip(*columns, strict=True)))


def _bound(dialect: sa.Dialect, table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> Iterator[list[Any]]:
    """The values of each column as the driver takes them."""
    writers = _writers(dialect, table, tuple(names))
    for writer, name, values in zip(writers, names, zip(*rows, strict=True), strict=True):
        if _arrays(dialect) and isinstance(table.c[name].type, sa.String):
            yield [None if value is None else str(value) for value in values]  # texts of one type go into an array
        elif writer is None:
            yield list(values)
        elif len(set(map(id, values))) == 1:
            yield [writer(values[0])] * len(values)
        else:
            yield list(map(writer, values))


@cache
def _writers(dialect: sa.Dialect, table: sa.Table, names: tuple[str, ...]) -> list[Callable[[Any], Any] | None]:
    return [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]


@cache
def _insert(dialect: sa.Dialect, table: sa.Table, columns: tuple[str, ...]) -> str:
    into = f"insert into {_name(dialect, table.name)} ({_list(dialect, columns)})"
    if _arrays(dialect):
        return f"{into} select * from {_unnest(dialect, table, columns)}"
    return f"{into} values ({', '.join('?' for _ in columns)})"


@cache
def _put(dialect: sa.Dialect, table: sa.Table, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    rest = [_name(dialect, column) for column in columns if column not in key]
    changes = ", ".join(f"{column} = excluded.{column}" for column in rest)
    return f"{_insert(dialect, table, columns)} on conflict ({_list(dialect, key)}) do update set {changes}"


@cache
def _update(
    dialect: sa.Dialect, table: sa.Table, key: tuple[str, ...], columns: tuple[str, ...], raising: str | None
) -> str:
    name, arrays = _name(dialect, table.name), _arrays(dialect)
    own = f"{name}." if arrays else ""
    changes = [
        f"{_name(dialect, column)} = {f'given.{_name(dialect, column)}' if arrays else '?'}" for column in columns
    ]
    if raising:
        changes.append(f"{_name(dialect, raising)} = {own}{_name(dialect, raising)} + 1")
    if not arrays:
        return f"update {name} set {', '.join(changes)} where {_same(dialect, key)}"
    rows = f"{_unnest(dialect, table, (*key, *columns))} as given({_list(dialect, (*key, *columns))})"
    return f"update {name} set {', '.join(changes)} from {rows} where {_joined(dialect, name, key)}"


@cache
def _delete(dialect: sa.Dialect, table: sa.Table, key: tuple[str, ...]) -> str:
    name = _name(dialect, table.name)
    if not _arrays(dialect):
        return f"delete from {name} where {_same(dialect, key)}"
    rows = f"{_unnest(dialect, table, key)} as given({_list(dialect, key)})"
    return f"delete from {name} using {rows} where {_joined(dialect, name, key)}"


def _same(dialect: sa.Dialect, key: Iterable[str]) -> str:
    return " and ".join(f"{_name(dialect, column)} = ?" for column in key)


def _joined(dialect: sa.Dialect, table: str, key: Iterable[str]) -> str:
    return " and ".join(f"{table}.{_name(dialect, column)} = given.{_name(dialect, column)}" for column in key)


def _unnest(dialect: sa.Dialect, table: sa.Table, columns: Iterable[str]) -> str:
    return f"unnest({', '.join(f'%s::{_array_of(dialect, table.c[column])}[]' for column in columns)})"


def _array_of(dialect: sa.Dialect, column: sa.Column[Any]) -> str:
    """The type of a column's values; a text too long for its column is refused, where a cast to it would cut it."""
    return "text" if isinstance(column.type, sa.String) else column.type.compile(dialect)


def _list(dialect: sa.Dialect, columns: Iterable[str]) -> str:
    return ", ".join(_name(dialect, column) for column in columns)


def _name(dialect: sa.Dialect, name: str) -> str:
    return dialect.identifier_preparer.quote(name)
