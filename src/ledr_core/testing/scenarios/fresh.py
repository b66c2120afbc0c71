"""A fresh school for one scenario, gone afterwards: in memory, or in a temporary sibling of a named database."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from ledr_adapters.recording import RecordingMail
from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.ports.clock import Clock
from ledr_core.ports.mail import Mail

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

_DATABASE: Final = "database"
_LONGEST_NAME: Final = 63
"""Bytes of a PostgreSQL name."""


class School(Protocol):
    """What a scenario needs of a school."""

    def perform(
        self, name: str, by: str, given: Mapping[str, object], *, vouched: bool = False, beside: str = "."
    ) -> object:
        """Do the operation of that name and give its result; *vouched*: paths among the values are whoever's acts.

        They are relative to the folder *beside* the values.
        """


class OpenSchool(Protocol):
    """Opens a school, creating its schema in an empty database: `ledr_adapters.open_school`."""

    def __call__(self, url: str, *, clock: Clock, mail: Mail) -> School:
        """The school at that URL."""


@contextmanager
def fresh_school(open_school: OpenSchool, database: str | None, clock: Clock) -> Iterator[School]:
    """An empty school, whose mail is only recorded. With a `database` it is kept beside that one, which is not touched.

    Raises Unavailable where nothing can be created there.
    """
    with _fresh_url(database) as url:
        school = open_school(url, clock=clock, mail=RecordingMail())
        try:
            yield school
        finally:
            close = getattr(school, "close", None)
            if close is not None:
                close()


@contextmanager
def _fresh_url(database: str | None) -> Iterator[str]:
    if database is None or database == "memory:":
        yield "memory:"
        return
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        named = make_url(database)
    except ArgumentError:
        raise Unavailable(_DATABASE, "no database address", {"value": database}) from None
    if named.get_backend_name() == "postgresql":
        with _sibling_database(named) as url:
            yield url
    elif named.get_backend_name() != "sqlite":
        raise Unavailable(_DATABASE, "no such kind of database", {"kind": named.get_backend_name()})
    elif named.database in (None, "", ":memory:"):
        yield "memory:"
    else:
        with _sibling_folder(Path(str(named.database))) as folder:
            yield named.set(database=str(folder / Path(str(named.database)).name)).render_as_string(hide_password=False)


@contextmanager
def _sibling_folder(file: Path) -> Iterator[Path]:
    """A folder beside a file, for a database and whatever is written beside it."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{file.stem}-scenario-", dir=file.parent))
    except OSError as error:
        raise Unavailable(_DATABASE, "nothing beside it", {"path": file, "cause": error.strerror}) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _sibling_database(named: URL) -> Iterator[str]:
    """A database on the server of another, dropped afterwards with whoever is still connected."""
    from sqlalchemy.exc import SQLAlchemyError

    suffix = f"_scenario_{secrets.token_hex(4)}"
    start = (named.database or "ledr").encode()[: _LONGEST_NAME - len(suffix)].decode(errors="ignore")
    name = start + suffix
    server = f"{named.host or named.query.get('host') or 'the local server'}"
    try:
        with _server(named) as connection:
            connection.exec_driver_sql(f"create database {_quoted(name)}")
    except (SQLAlchemyError, ImportError) as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise Unavailable(_DATABASE, "cannot be created", {"name": name, "server": server, "cause": cause}) from None
    try:
        yield named.set(database=name).render_as_string(hide_password=False)
    finally:
        with _server(named) as connection:
            connection.exec_driver_sql(f"drop database if exists {_quoted(name)} with (force)")


@contextmanager
def _server(named: URL) -> Iterator[Connection]:
    """A connection to the server that may create databases: through the named one, or, where there is none yet, the
    server's own."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import OperationalError
    from sqlalchemy.pool import NullPool

    def connect(url: URL) -> Connection:
        return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect()

    try:
        connection = connect(named)
    except OperationalError as first:
        try:
            connection = connect(named.set(database="postgres"))
        except OperationalError:
            raise first from None
    with connection:
        yield connection


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""').replace("%", "%%")
    return f'"{escaped}"'
