"""The database (`ledr doctor`): is it there, is it ours, can it be written to, is it sound?"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy import exc

from ledr_adapters.doctor import findings as looking
from ledr_adapters.doctor.findings import Finding, State, found, may_write, open_to_others, user
from ledr_adapters.doctor.words import size
from ledr_adapters.outside import Outside
from ledr_adapters.sql import tables as t
from ledr_adapters.sql.damage import damage
from ledr_adapters.sql.errors import speaking_our_words
from ledr_adapters.sql.findings.contents import contents
from ledr_adapters.sql.schema import HEAD
from ledr_adapters.sql.store import engine_for
from ledr_core.domain.kernel.errors import Conflict, Invalid, Unavailable
from ledr_core.domain.kernel.moments import Moment
from ledr_core.ports.unit import Damage

LITTLE, TOO_LITTLE = 1_000_000_000, 100_000_000
"""Free bytes under which a disk is watched, and under which it is an error."""


def findings(outside: Outside, now: Moment) -> Iterator[Finding]:
    """The database, and, when it is ours, what it holds."""
    try:
        engine = engine_for(_patient(outside.url))
    except Invalid:
        yield found("database", State.ERROR, "no address")
        return
    except Unavailable:
        yield found("database", State.ERROR, "no driver")
        return
    if engine.dialect.name != "sqlite":
        yield from _inside(engine, now, None)
    elif not engine.url.database:
        yield found("database", State.WARNING, "memory")
    else:
        yield from _file(engine, now, Path(engine.url.database).absolute())
    engine.dispose()


def _patient(url: str) -> str:
    """The address with a limit to how long a server may take to answer."""
    if not url.startswith("postgresql") or "connect_timeout" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}connect_timeout={looking.PATIENCE}"


def _shown(engine: sa.Engine) -> str:
    """The address without password, nor options, which may hold one."""
    return engine.url.set(query={}).render_as_string(hide_password=True)


def _file(engine: sa.Engine, now: Moment, path: Path) -> Iterator[Finding]:
    if not path.parent.is_dir():
        yield found("database", State.ERROR, "no folder", folder=path.parent)
        return
    if not path.exists():
        yield found("database", State.ERROR, "missing", place=path, url=_shown(engine))
    elif not (may_write(path) and may_write(path.parent)):
        yield _read_only(path)
    else:
        yield from _inside(engine, now, path)
        yield _rights(path)
    yield _disk(path.parent)


def _rights(path: Path) -> Finding:
    """Who may read what people have entrusted to the school."""
    exposed = open_to_others(path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm")))
    if exposed:
        return found("rights", State.WARNING, "open to others", places=" ".join(map(str, exposed)))
    return found("rights", State.OK, "private")


def _read_only(path: Path) -> Finding:
    return found("writing", State.ERROR, "read only", user=user(), place=path.parent)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    state = State.ERROR if free < TOO_LITTLE else State.WARNING if free < LITTLE else State.OK
    return found("disk", state, "disk" if state is State.OK else "little disk", free=size(free))


def _inside(engine: sa.Engine, now: Moment, path: Path | None) -> Iterator[Finding]:
    """What is in a database that should be ours."""
    try:
        with speaking_our_words(engine), engine.connect() as connection:
            reading = connection.execution_options(ledr_reads=True)
            with reading.begin():
                schema = _schema(engine, reading)
                yield schema
                if schema.state is State.OK:
                    yield from _rows(reading, now, engine)
                    if path is None:
                        yield _server_writable(engine, reading)
    except (Unavailable, Conflict) as error:
        reason = error.reason if isinstance(error, Unavailable) else error.what
        yield found("database", State.ERROR, "unreachable", url=_shown(engine), reason=" ".join(reason.split()))
        return
    if path is not None and schema.state is State.OK:
        yield from (_safely(name, check, path) for name, check in _FILE_CHECKS.items())


def _rows(connection: sa.Connection, now: Moment, engine: sa.Engine) -> Iterator[Finding]:
    """Whether all rows can be read, and what is in them."""
    damaged = _damage(engine)
    if damaged is None:
        yield from contents(connection, now, engine)
    else:
        row = {"table": damaged.table, "row": damaged.row, "column": damaged.column}
        yield found("rows", State.ERROR, "damaged row", **row)


def _damage(engine: sa.Engine) -> Damage | None:
    """A row that cannot be read; of a file that is damaged as a whole its integrity tells."""
    with suppress(exc.DatabaseError), engine.connect() as connection:
        reading = connection.execution_options(ledr_reads=True)
        with reading.begin():
            return damage(reading)
    return None


def _schema(engine: sa.Engine, connection: sa.Connection) -> Finding:
    tables, url = set(sa.inspect(connection).get_table_names()), _shown(engine)
    if not tables:
        return found("database", State.ERROR, "empty", url=url)
    if not {"alembic_version", t.sessions.name, t.messages.name, t.job_runs.name} <= tables:
        return found("database", State.ERROR, "foreign", url=url)
    version = str(connection.scalar(sa.text("select version_num from alembic_version")))
    if version == HEAD:
        return found("database", State.OK, "database", url=url, version=version)
    return found("database", State.ERROR, "older" if version < HEAD else "newer", url=url, version=version)


def _server_writable(engine: sa.Engine, connection: sa.Connection) -> Finding:
    question = (
        "select not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off' "
        "and has_table_privilege('messages', 'insert')"
    )
    if connection.scalar(sa.text(question)):
        return found("writing", State.OK, "writable")
    return found("writing", State.ERROR, "read only", user=engine.url.username or "", place=engine.url.database)


def _safely(name: str, check: Callable[[sqlite3.Connection, Path], Finding], path: Path) -> Finding:
    try:
        address = f"{path.as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=looking.PATIENCE, isolation_level=None)) as connection:
            return check(connection, path)
    except sqlite3.Error as error:
        return found(name, State.ERROR, "unreadable", reason=error)


def _file_writable(connection: sqlite3.Connection, path: Path) -> Finding:
    try:
        connection.execute("begin immediate")
        connection.execute("rollback")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return found("writing", State.WARNING, "held", patience=looking.PATIENCE)
        return _read_only(path)
    return found("writing", State.OK, "writable")


def _journal(connection: sqlite3.Connection, path: Path) -> Finding:
    (mode,) = connection.execute("pragma journal_mode").fetchone()
    if mode == "wal":
        return found("journal", State.OK, "journal")
    return found("journal", State.WARNING, "other journal", mode=mode, place=path)


def _integrity(connection: sqlite3.Connection, path: Path) -> Finding:
    try:
        (said,) = connection.execute("pragma quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said == "ok":
        return found("integrity", State.OK, "sound")
    return found("integrity", State.ERROR, "damaged", reason=" ".join(str(said).split()))


_FILE_CHECKS: Final = {"writing": _file_writable, "journal": _journal, "integrity": _integrity}
