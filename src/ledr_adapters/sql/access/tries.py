"""Failed tries, counted, as rows and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.statements import insert_into
from ledr_core.domain.access.throttling import Tries
from ledr_core.ports.tries import Counted

_t = t.tries.c


class SqlTryCounts:
    """The failures in a row of accounts, addresses, and accounts at addresses."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def known(self, counted: Counted) -> Tries:
        """What has been counted so far."""
        row = self._connection.execute(sa.select(t.tries).where(_t.key == counted.key)).one_or_none()
        return Tries() if row is None else _tries(row)

    def hold(self, counted: Counted, at: datetime) -> Tries:
        """The same, kept from everybody else.

        One statement that makes the row or takes hold of it: a row that another has just deleted is made again.
        """
        fresh = insert_into(self._connection, t.tries).values(
            key=counted.key, account=counted.account, failures=0, last=at
        )
        held = fresh.on_conflict_do_update(index_elements=["key"], set_={"key": fresh.excluded.key})
        row = self._connection.execute(held.returning(_t.failures, _t.last, _t.closed_until)).one()
        return _tries(row) if row.failures else Tries()

    def put(self, counted: Counted, tries: Tries) -> None:
        """Write down what is held."""
        values = {"failures": tries.failures, "last": tries.last, "closed_until": tries.closed_until}
        self._connection.execute(sa.update(t.tries).where(_t.key == counted.key).values(values))

    def forget(self, counted: Counted) -> None:
        """Count from nothing again."""
        self._connection.execute(sa.delete(t.tries).where(_t.key == counted.key))

    def forget_account(self, account: str) -> None:
        """The same for all that belongs to an account."""
        self._connection.execute(sa.delete(t.tries).where(_t.account == account))

    def of_account(self, account: str) -> dict[str, Tries]:
        """What has been counted of an account."""
        found = self._connection.execute(sa.select(t.tries).where(_t.account == account).order_by(_t.key))
        return {row.key: _tries(row) for row in found}

    def sweep(self, before: datetime) -> int:
        """Drop what has been quiet since before that instant."""
        return self._connection.execute(sa.delete(t.tries).where(_t.last < before)).rowcount


def _tries(row: Any) -> Tries:
    return Tries(failures=row.failures, last=row.last, closed_until=row.closed_until)
