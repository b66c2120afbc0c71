"""Failed tries and one-time links, as rows and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_rows
from ledr_core.domain.access.throttling import Tries
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.ports.reset_links import ResetLink
from ledr_core.ports.tries import Counted

_t = t.tries.c
_l = t.reset_links.c


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
        build = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        fresh = build(t.tries).values(key=counted.key, account=counted.account, failures=0, last=at)
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

    def sweep(self, before: datetime) -> int:
        """Drop what has been quiet since before that instant."""
        return self._connection.execute(sa.delete(t.tries).where(_t.last < before)).rowcount


def _tries(row: Any) -> Tries:
    return Tries(row.failures, row.last, row.closed_until)


class SqlResetLinks:
    """The links with which people choose a password."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, link: ResetLink) -> None:
        """Keep a new link."""
        columns = ("token_hash", "person_id", "created", "expires")
        row = (link.token_hash, link.person, link.created, link.expires)
        insert_rows(self._connection, t.reset_links, columns, [row])

    def with_hash(self, token_hash: str) -> ResetLink | None:
        """The link whose token has that hash."""
        row = self._connection.execute(sa.select(t.reset_links).where(_l.token_hash == token_hash)).one_or_none()
        if row is None:
            return None
        return ResetLink(row.token_hash, PersonId(row.person_id), row.created, row.expires, row.used)

    def use(self, token_hash: str, at: datetime) -> bool:
        """Use a link that is neither used nor expired."""
        good = sa.update(t.reset_links).where(_l.token_hash == token_hash, _l.used.is_(None), _l.expires > at)
        return self._connection.execute(good.values(used=at)).rowcount == 1

    def end(self, person: PersonId, at: datetime) -> None:
        """End the links of somebody that are neither used nor expired."""
        good = sa.update(t.reset_links).where(_l.person_id == person, _l.used.is_(None), _l.expires > at)
        self._connection.execute(good.values(expires=at))
