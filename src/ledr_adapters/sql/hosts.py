"""A host's transaction that the school joins: its beginning on SQLite, and whether the host has undone it."""

from __future__ import annotations

from typing import Any, Final, Protocol
from weakref import WeakKeyDictionary, WeakSet

import sqlalchemy as sa


class Undoable(Protocol):
    """A part of a host's transaction."""

    undone: bool


def begin_for_the_host(connection: sa.Connection) -> None:
    """On SQLite the driver begins late, which would leave our part outside the host's transaction."""
    if connection.dialect.name != "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    if not driver.in_transaction:
        connection.exec_driver_sql("begin immediate")


def follow(connection: sa.Connection, part: Undoable) -> None:
    """Have a part that is done know when its host rolls back, as far as SQLAlchemy tells.

    A connection is listened to once, however many transactions it sees.
    """
    if connection not in _FOLLOWED:
        _FOLLOWED[connection] = WeakSet()
        sa.event.listen(connection, "commit", _committed)
        sa.event.listen(connection, "rollback", _undone)
        sa.event.listen(connection, "rollback_savepoint", _undone)
    _FOLLOWED[connection].add(part)


_FOLLOWED: Final[WeakKeyDictionary[sa.Connection, WeakSet[Undoable]]] = WeakKeyDictionary()


def _committed(connection: sa.Connection) -> None:
    _FOLLOWED[connection].clear()


def _undone(connection: sa.Connection, *_: object) -> None:
    for part in _FOLLOWED[connection]:
        part.undone = True
    _FOLLOWED[connection].clear()
