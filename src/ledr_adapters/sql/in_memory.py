"""Databases in memory: each its own, while the statements put into words for one serve all of a process.

Scenarios and tests open thousands of them for a few operations each, and SQLAlchemy, which keeps the words of
statements by engine, would spend half of their time on saying the same again.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache

IN_MEMORY: Final = "sqlite+memory://"
"""The address of a new one for an engine."""


class InMemory(SQLiteDialect_pysqlite):
    """One is like the other to the cache of statements, whose keys hold it."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InMemory)

    def __hash__(self) -> int:
        return hash(InMemory)


_STATEMENTS: Final[Any] = LRUCache(1000)
OPTIONS: Final[dict[str, Any]] = {"poolclass": StaticPool, "execution_options": {"compiled_cache": _STATEMENTS}}
"""What an engine for one is made with."""

registry.register("sqlite.memory", __name__, InMemory.__name__)
