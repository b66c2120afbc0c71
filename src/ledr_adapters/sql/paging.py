"""Pages of lists, by keyset: whoever goes on after a row looks its place up in an index, and reads from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ledr_core.ports.paging import Page


def paged(
    connection: sa.Connection,
    statement: sa.Select[Any],
    page: Page[Any],
    order: Sequence[sa.ColumnElement[Any]],
    name: sa.ColumnElement[Any],
    of: sa.FromClause | None = None,
    whose: sa.ColumnElement[bool] | None = None,
) -> sa.Select[Any]:
    """The rows of a page, in that order, which no two share and an index has; *name* is the column that names a row.

    *of* says what the row seen is looked up in, where its place depends on more than one table; *whose* which list it
    is, of several people's or companies': a row of another one is none of it, as if it were not there.
    """
    if whose is not None:
        statement = statement.where(whose)
    if page.after is not None:
        seen = place_of(connection, page.after, order, name, of, whose)
        statement = statement.where(sa.tuple_(*order) > sa.tuple_(*seen))
    return statement.order_by(*order).limit(page.limit)


def place_of(
    connection: sa.Connection,
    after: object,
    order: Sequence[sa.ColumnElement[Any]],
    name: sa.ColumnElement[Any],
    of: sa.FromClause | None = None,
    whose: sa.ColumnElement[bool] | None = None,
) -> tuple[sa.ColumnElement[Any], ...]:
    """The place of the row so named, as values of the types of those columns.

    Raises LookupError when there is none in the list that *whose* says.
    """
    place = sa.select(*order) if of is None else sa.select(*order).select_from(of)
    named = place.where(name == after) if whose is None else place.where(name == after, whose)
    row = connection.execute(named).first()
    if row is None:
        raise LookupError(after)
    return tuple(sa.literal(value, column.type) for value, column in zip(row, order, strict=True))


def on_the_way(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """A condition that much meets: it is looked at row by row in the order of the list, by no index of its own."""
    return sa.case((condition, 1)).is_not(None)
