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


def upsert(connection: sa.Connection, table: sa.Table, row: dict[str, Any], key: list[str]) -> None:
    """Insert a row, or replace the one of that key."""
    rest = {column: value for column, value in row.items() if column not in key}
    build = insert_into(connection, table)
    connection.execute(build.values(row).on_conflict_do_update(index_elements=key, set_=rest))


def insert_into(connection: sa.Connection, table: sa.Table) -> Any:
    """An insert that can say what is done on a conflict; the database at hand is imported, and no other."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def locked(connection: sa.Connection, statement: sa.Select[Any], *, reads: bool) -> sa.Select[Any]:
    """The rows of aggregates about to change are locked where the database has row locks."""
    return statement if reads or connection.dialect.name != "postgresql" else statement.with_for_update()
