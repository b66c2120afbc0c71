"""Small pieces of SQL that the repositories share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")

CHUNK = 1000
"""How many values go into one `in (…)`."""


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in lists of at most that size."""
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk


def insert_into(connection: sa.Connection, table: sa.Table) -> Any:
    """An insert that can say what is done on a conflict."""
    return _insert(connection.dialect.name, table)


def _insert(database: str, table: sa.Table) -> Any:
    """The database at hand is imported, and no other."""
    if database == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def locked(connection: sa.Connection, statement: sa.Select[Any], *, reads: bool) -> sa.Select[Any]:
    """The rows of aggregates about to change are locked where the database has row locks."""
    return statement if reads or connection.dialect.name != "postgresql" else statement.with_for_update()


def delete_wholes(connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool]) -> None:
    """Delete rows with their parts: the rows of other tables that are known by them, such as an attempt's answers."""
    for part in table.metadata.tables.values():
        for link in part.foreign_keys:
            if link.column.table is table and link.parent.primary_key:
                delete_wholes(connection, part, link.parent.in_(sa.select(link.column).where(where)))
    connection.execute(sa.delete(table).where(where))
