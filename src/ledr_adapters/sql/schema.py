"""The schema of a database: made when it is empty, checked when it is opened, brought up to date by `ledr upgrade`."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.folders import PRIVATE_FILE
from ledr_adapters.sql.driver import OWN, fetched
from ledr_adapters.sql.errors import speaking_our_words
from ledr_adapters.sql.store import lock_wait
from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.wording.choices import close_to

HEAD: Final = "0017"
"""The newest migration; a test checks that it is."""

VERSION: Final = "alembic_version"
"""The table in which Alembic keeps which release a database is of, in `version_num`."""
_TABLES: Final = {
    "sqlite": "select name from sqlite_master where type = 'table' and name not like 'sqlite^_%' escape '^'",
    "postgresql": "select tablename from pg_tables where schemaname = current_schema()",
}
"""What gives the names of the tables."""
OURS: Final = frozenset({"sessions", "memberships", "holdings", "messages"})
"""Tables that every release has: a database without them is somebody else's."""
_ALEMBIC: Final = threading.Lock()


def prepare(engine: sa.Engine, *, create: bool = True) -> None:
    """Make the schema in an empty database, check that of another.

    Raises Unavailable when it is not ours, is older (naming `ledr upgrade`) or newer, or is empty without *create*.
    """
    database = engine.url.database
    create = create or (engine.dialect.name == "sqlite" and not database)  # nobody can have made one in memory
    if engine.dialect.name == "sqlite" and database and not Path(database).parent.is_dir():
        raise Unavailable("database", "no folder for it", {"path": database, "folder": str(Path(database).parent)})
    if engine.dialect.name == "sqlite" and database and not create and not Path(database).exists():
        raise Unavailable("database", "not made yet", {"path": database, "close": _beside(Path(database)) or None})
    if create:
        _make_private(engine)
    version, names = _state(engine)
    if names or not create:
        _check(engine, version, names)
        return
    with speaking_our_words(engine, waited=lock_wait(engine)), engine.connect() as connection:
        _create(connection.execution_options(**{OWN: True}))


def _beside(file: Path) -> list[str]:
    """The database beside it whose name is nearly the same."""
    with suppress(OSError):
        return close_to(file.name, sorted(one.name for one in file.parent.iterdir() if _is_sqlite(one)))
    return []


def _is_sqlite(file: Path) -> bool:
    with suppress(OSError):
        if file.is_file():
            with file.open("rb") as opened:
                return opened.read(len(_MAGIC)) == _MAGIC
    return False


_MAGIC: Final = b"SQLite format 3\0"
"""How its files begin."""


def _make_private(engine: sa.Engine) -> None:
    """A file that its owner alone reads, where there is none: SQLite makes those beside it like it."""
    if engine.dialect.name != "sqlite" or not engine.url.database or engine.url.query.get("uri"):
        return
    with suppress(OSError):  # what keeps it from being made is told when it is opened; one that is there stays as it is
        os.close(os.open(engine.url.database, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE))


def _create(connection: sa.Connection) -> None:
    driver: Any = connection.connection.driver_connection
    dialect = connection.dialect.name
    if dialect == "sqlite" and not connection.engine.url.database:
        with _COPYING:
            _in_memory().backup(driver)
        return
    with connection.begin():
        if dialect == "postgresql":
            connection.execute(sa.text("select pg_advisory_xact_lock(5319)"))
        if VERSION in _names(connection):
            return
        for statement in _statements(dialect):
            fetched(connection, statement, ())
    if dialect == "sqlite":
        driver.execute("pragma journal_mode = wal")


_COPYING: Final = threading.Lock()


@cache
def _in_memory() -> sqlite3.Connection:
    """An empty school, of which those in memory are copies: scenarios and tests open thousands of them."""
    made = sqlite3.connect(":memory:", check_same_thread=False)
    made.executescript(";".join(_statements("sqlite")))
    made.commit()
    return made


STATEMENTS: Final = Path(__file__).parent / "tables"
"""Where what makes the tables stands, a file a kind of database, made by `make reference` of `metadata`: to put it into
words takes longer than to do it."""


@cache
def _statements(dialect: str) -> tuple[str, ...]:
    """What makes the tables on a kind of database, of this release."""
    made = (STATEMENTS / f"{dialect}.sql").read_text("utf-8").rstrip(";\n").split(";\n")
    return *made, f"insert into {VERSION} values ('{HEAD}')"


def _check(engine: sa.Engine, version: str | None, names: set[str]) -> None:
    place = engine.url.database or "memory"
    if version is None or not names.issuperset(OURS):
        raise Unavailable("database", "somebody else's" if names else "nothing in it", {"path": place})
    if version < HEAD:
        raise Unavailable("database", "older release", {"path": place, "version": version})
    if version > HEAD:
        raise Unavailable("database", "newer release", {"path": place, "version": version})


def upgrade(engine: sa.Engine) -> tuple[str | None, str]:
    """Bring a database up to date, or make it; gives the version before (None when new) and after. All or nothing.

    Raises Unavailable when it is somebody else's, or of a newer release.
    """
    from alembic import command
    from alembic.config import Config

    before, names = _state(engine)
    if not names:
        prepare(engine)
        return None, HEAD
    if before is None or before > HEAD or not names.issuperset(OURS):
        _check(engine, before, names)
    words = speaking_our_words(engine, waited=lock_wait(engine))
    with _ALEMBIC, words, engine.connect() as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, HEAD


def _state(engine: sa.Engine) -> tuple[str | None, set[str]]:
    """The version of a database's schema, None when it has none, and the names of its tables."""
    with speaking_our_words(engine, waited=lock_wait(engine)), engine.connect() as connection:
        reading = connection.execution_options(ledr_reads=True, **{OWN: True})
        with reading.begin():
            names = _names(reading)
            versions = fetched(reading, f"select version_num from {VERSION}", ()) if VERSION in names else ()
            return (versions[0][0] if versions else None), names


def _names(connection: sa.Connection) -> set[str]:
    """The names of the tables in a database."""
    return {name for (name,) in fetched(connection, _TABLES[connection.dialect.name], ())}
