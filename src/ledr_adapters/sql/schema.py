"""The schema of a database: made when it is empty, checked when it is opened, brought up to date by `ledr upgrade`."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from ledr_adapters.sql.store import speaking_our_words
from ledr_adapters.sql.tables import metadata
from ledr_core.domain.kernel.errors import Unavailable

HEAD: Final = "0004"
"""The newest migration; a test checks that it is."""

_VERSION: Final = sa.Table(
    "alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), nullable=False, primary_key=True)
)
OURS: Final = frozenset({"sessions", "memberships", "holdings", "messages"})
"""Tables that every release has: a database without them is somebody else's."""
_ALEMBIC: Final = threading.Lock()


def prepare(engine: sa.Engine, *, create: bool = True) -> None:
    """Make the schema in an empty database, check that of another.

    Raises Unavailable when it is not ours, is older (naming `ledr upgrade`) or newer, or is empty without *create*.
    """
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and not Path(database).parent.is_dir():
        raise Unavailable("database", f"{database}: its folder does not exist")
    if engine.dialect.name == "sqlite" and database and not create and not Path(database).exists():
        raise Unavailable("database", f"{database} does not exist: make it with `ledr init`")
    version, names = _state(engine)
    if names or not create:
        _check(engine, version, names)
        return
    with speaking_our_words(engine), engine.connect() as connection:
        _create(connection)


def _create(connection: sa.Connection) -> None:
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("select pg_advisory_xact_lock(5319)"))
        if _VERSION.name in sa.inspect(connection).get_table_names():
            return
        metadata.create_all(connection)
        _VERSION.create(connection)
        connection.execute(sa.insert(_VERSION), {"version_num": HEAD})
    if connection.dialect.name == "sqlite" and connection.engine.url.database:
        connection.connection.driver_connection.execute("pragma journal_mode = wal")  # type: ignore[union-attr]


def _check(engine: sa.Engine, version: str | None, names: set[str]) -> None:
    place = engine.url.database or "memory"
    if version is None or not names.issuperset(OURS):
        empty = "is empty: make it with `ledr init`" if not names else "is not a database of ledr"
        raise Unavailable("database", f"{place} {empty}")
    if version < HEAD:
        raise Unavailable("database", f"{place} is of an older release ({version}): run `ledr upgrade`")
    if version > HEAD:
        raise Unavailable("database", f"{place} is of a newer release ({version}): install that one")


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
    with _ALEMBIC, speaking_our_words(engine), engine.connect() as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, HEAD


def _state(engine: sa.Engine) -> tuple[str | None, set[str]]:
    """The version of a database's schema, None when it has none, and the names of its tables."""
    with speaking_our_words(engine), engine.connect() as connection:
        reading = connection.execution_options(ledr_reads=True)
        with reading.begin():
            names = set(sa.inspect(reading).get_table_names())
            return (reading.scalar(sa.select(_VERSION)) if _VERSION.name in names else None), names
