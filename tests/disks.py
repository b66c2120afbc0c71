"""Tests do not wait for disks: a process that is killed loses nothing that the system has, and no machine is switched
off."""

import sqlite3
from typing import Any

import sqlalchemy as sa


@sa.event.listens_for(sa.Engine, "connect")
def without_waiting(connection: Any, _: Any) -> None:
    """Have SQLite leave to the system when it writes; the servers of tests are told as much when they are started."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = off")
