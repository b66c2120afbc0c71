"""Failed tries, counted, as rows and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import delete_rows, update_rows
from ledr_adapters.sql.prepared import Prepared, PreparedChange
from ledr_adapters.sql.statements import insert_into
from ledr_core.domain.access.throttling import Tries
from ledr_core.ports.tries import Counted

_t = t.tries.c
KNOWN = Prepared(sa.select(t.tries).where(_t.key == sa.bindparam("counted")))
SWEPT = PreparedChange(sa.delete(t.tries).where(_t.last < sa.bindparam("before")))
FORGOTTEN = PreparedChange(sa.delete(t.tries).where(_t.account == sa.bindparam("whose")))
OF_ACCOUNT = Prepared(sa.select(t.tries).where(_t.account == sa.bindparam("whose")).order_by(_t.key))


class SqlTryCounts:
    """The failures in a row of accounts, addresses, and accounts at addresses."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def known(self, counted: Counted) -> Tries:
        """What has been counted so far."""
        rows = KNOWN.rows(self._connection, counted=counted.key)
        return _tries(rows[0]) if rows else Tries()

    def hold(self, counted: Counted, at: datetime) -> Tries:
        """The same, kept from everybody else.

        One statement that makes the row or takes hold of it: a row that another has just deleted is made again.
        """
        held = _held(self._connection)
        (row,) = held.rows(self._connection, counted=counted.key, whose=counted.account, none=0, at=at)
        return _tries(row) if row.failures else Tries()

    def put(self, counted: Counted, tries: Tries) -> None:
        """Write down what is held."""
        row = (counted.key, tries.failures, tries.last, tries.closed_until)
        update_rows(self._connection, t.tries, ("key",), ("failures", "last", "closed_until"), [row])

    def forget(self, counted: Counted) -> None:
        """Count from nothing again."""
        delete_rows(self._connection, t.tries, ("key",), [(counted.key,)])

    def forget_account(self, account: str) -> None:
        """The same for all that belongs to an account."""
        FORGOTTEN.run(self._connection, whose=account)

    def of_account(self, account: str) -> dict[str, Tries]:
        """What has been counted of an account."""
        return {row.key: _tries(row) for row in OF_ACCOUNT.rows(self._connection, whose=account)}

    def sweep(self, before: datetime) -> int:
        """Drop what has been quiet since before that instant."""
        return SWEPT.run(self._connection, before=before)


_HELD: Final[dict[str, Prepared]] = {}


def _held(connection: sa.Connection) -> Prepared:
    """What makes a row or takes hold of it, made once for each kind of database."""
    kind = connection.dialect.name
    if kind not in _HELD:
        given = {"key": "counted", "account": "whose", "failures": "none", "last": "at"}
        values = {column: sa.bindparam(name, type_=_t[column].type) for column, name in given.items()}
        fresh = insert_into(connection, t.tries).values(values)
        held = fresh.on_conflict_do_update(index_elements=["key"], set_={"key": fresh.excluded.key})
        _HELD[kind] = Prepared(held.returning(_t.failures, _t.last, _t.closed_until))
    return _HELD[kind]


def _tries(row: Any) -> Tries:
    return Tries(failures=row.failures, last=row.last, closed_until=row.closed_until)
