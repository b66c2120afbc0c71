"""Small pieces of SQL that the repositories share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")

CHUNK = 1000
"""How many values go into one `in (…)`."""


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in lists of at most that size."""
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk


class _Texts(TypeDecorator[Sequence[str]]):
    """Any number of texts as one value, so that a statement reads the same whatever their number."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        """An array on PostgreSQL, JSON elsewhere."""
        return dialect.type_descriptor(postgresql.ARRAY(sa.Text) if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: sa.Dialect) -> Any:
        """To the database."""
        return value if dialect.name == "postgresql" or value is None else json.dumps(value)


def one_of(connection: sa.Connection, column: sa.ColumnElement[str], values: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether a column has one of many values."""
    several = sa.bindparam(None, list(values), _Texts)
    if connection.dialect.name == "postgresql":
        return column == sa.any_(several)
    each = sa.func.json_each(several).table_valued("value")
    return column.in_(sa.select(each.c.value))


def upsert(connection: sa.Connection, table: sa.Table, row: dict[str, Any], key: list[str]) -> None:
    """Insert a row, or replace the one of that key."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rest = {column: value for column, value in row.items() if column not in key}
    connection.execute(build(table).values(row).on_conflict_do_update(index_elements=key, set_=rest))


def locked(connection: sa.Connection, statement: sa.Select[Any], *, reads: bool) -> sa.Select[Any]:
    """The rows of aggregates about to change are locked where the database has row locks."""
    return statement if reads or connection.dialect.name != "postgresql" else statement.with_for_update()
