"""Passwords and connections, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows, insert_rows, put_row, update_rows
from ledr_adapters.sql.paging import paged
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.ports.accounts import Connection
from ledr_core.ports.paging import WHOLE, Page

GAP = timedelta(minutes=30)
"""After that long without activity another connection begins."""

_a, _c = t.passwords.c, t.connections.c
WITH_PASSWORD = Prepared(sa.select(_a.person_id).where(one_of(_a.person_id, "people")))
HASHED = Prepared(sa.select(_a.hashed).where(_a.person_id == sa.bindparam("person", type_=sa.String)))
HASHES = sa.select(_a.person_id, _a.hashed).where(one_of(_a.person_id, "people"))
LAST_CONNECTIONS = Prepared(
    sa.select(_c.person_id, sa.func.max(_c.last_active).label("latest"))
    .where(one_of(_c.person_id, "people"))
    .group_by(_c.person_id)
)
RUNNING = Prepared(
    sa.select(_c.number, _c.last_active)
    .where(_c.person_id == sa.bindparam("person"))
    .order_by(_c.last_active.desc())
    .limit(1)
)

LATEST = Prepared(
    sa.select(_c.last_active).where(_c.person_id == sa.bindparam("person")).order_by(_c.last_active.desc()).limit(1)
)


class SqlAccounts:
    """Passwords and connections."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def password_hash(self, person: PersonId) -> str | None:
        """The hash of a person's password."""
        rows = HASHED.rows(self._connection, person=person)
        return rows[0].hashed if rows else None

    def set_password(self, person: PersonId, hashed: str) -> None:
        """Give a person another password."""
        put_row(self._connection, t.passwords, {"person_id": person, "hashed": hashed}, ["person_id"])

    def give_first_passwords(self, hashes: Mapping[PersonId, str]) -> set[PersonId]:
        """Give a password to those who have none."""
        rows = [{"person_id": person, "hashed": hashed} for person, hashed in hashes.items()]
        if insert_new_rows(self._connection, t.passwords, rows) == len(rows):
            return set(hashes)
        kept = self._connection.execute(HASHES, {"people": list(hashes)})
        return {PersonId(row.person_id) for row in kept if row.hashed == hashes[PersonId(row.person_id)]}

    def forget_password(self, person: PersonId, hashed: str) -> None:
        """Leave a person without the password of that hash."""
        self._connection.execute(sa.delete(t.passwords).where(_a.person_id == person, _a.hashed == hashed))

    def without_password(self, people: Collection[PersonId]) -> set[PersonId]:
        """Those who have no password yet."""
        (having,) = WITH_PASSWORD.columns(self._connection, people=list(people))
        return set(people).difference(having)

    def last_connections(self, people: Collection[PersonId]) -> dict[PersonId, datetime]:
        """The last activity of those who have ever connected."""
        found, latest = LAST_CONNECTIONS.columns(self._connection, people=list(people))
        return dict(zip(map(PersonId, found), latest, strict=True))

    def last_connection(self, person: PersonId) -> datetime | None:
        """The last activity of a person's connections."""
        latest: datetime | None = LATEST.one(self._connection, person=person)
        return latest

    def connect(self, person: PersonId, at: datetime) -> None:
        """A new connection begins."""
        insert_rows(self._connection, t.connections, ("person_id", "started", "last_active"), [(person, at, at)])

    def active(self, person: PersonId, at: datetime) -> None:
        """The running connection goes on; without one, another begins."""
        rows = RUNNING.rows(self._connection, person=person)
        row = rows[0] if rows else None
        if row is None or at - row.last_active > GAP:
            self.connect(person, at)
        elif at > row.last_active:
            update_rows(self._connection, t.connections, ("number",), ("last_active",), [(row.number, at)])

    def connections(self, person: PersonId, page: Page[int] = WHOLE) -> list[Connection]:
        """A page of the connections of a person, the longest ended first."""
        statement, theirs = sa.select(_c.started, _c.last_active, _c.number), _c.person_id == person
        listed = paged(self._connection, statement, page, (_c.last_active, _c.number), _c.number, whose=theirs)
        return [Connection(row.started, row.last_active, row.number) for row in self._connection.execute(listed)]
