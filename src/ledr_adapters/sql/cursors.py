"""Connections to SQLite that leave no cursor open behind them.

Who stops in the middle of what a statement finds, by an error as well, holds what the database was then: until the
cursor is gone, the connection reads nothing newer and may write nothing. An error keeps it for as long as it is kept.
"""

from __future__ import annotations

import sqlite3
from typing import Any
from weakref import WeakSet


class Connection(sqlite3.Connection):
    """One that knows its cursors."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def cursor(self, *given: Any, **named: Any) -> Any:
        """A new one."""
        made = super().cursor(*given, **named)
        self._cursors.add(made)
        return made

    def close_cursors(self, *_: object) -> None:
        """Whoever has it next begins with what the database is by then."""
        for cursor in list(self._cursors):
            cursor.close()
        self._cursors.clear()
