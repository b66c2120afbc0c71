"""Schools as fixtures leave them: made by operations once in a process, and copied for all tests after the first."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from attrs import frozen

from ledr_adapters.recording import RecordingMail
from ledr_adapters.sql.tables import metadata
from ledr_core import School
from ledr_core.testing import FixedClock


class Rehearsal(Protocol):
    """A school in a test, with the clock and the mail that it was opened with."""

    school: School
    clock: FixedClock
    mail: RecordingMail


Made = TypeVar("Made", bound=Rehearsal)
Given = ParamSpec("Given")


@frozen
class Kept:
    """What a database holds, and what time it is there."""

    content: Any
    now: datetime


_KEPT: dict[tuple[object, ...], Kept] = {}


def kept(
    ledr: Made, make: Callable[Concatenate[Made, Given], object], *given: Given.args, **named: Given.kwargs
) -> Made:
    """The school as *make* leaves it: its rows, and the time on its clock.

    Of what *make* is given nothing may be seen in a row, since the first test's is in the rows of all: it may be the
    folder of the test. What it writes there is there for the first test alone.
    """
    engine: sa.Engine = ledr.school._desk.ports.store.engine  # type: ignore[attr-defined]
    there = _DATABASES[engine.dialect.name]
    key = (make, engine.dialect.name, ledr.clock.now())
    if key in _KEPT:
        there.put(engine, _KEPT[key].content)
        ledr.clock.set(_KEPT[key].now)
    else:
        make(ledr, *given, **named)
        assert not ledr.mail.letters, "letters that have left are not kept"
        _KEPT[key] = Kept(there.take(engine), ledr.clock.now())
    return ledr


class Sqlite:
    """In a file or in memory: all of it at once."""

    def take(self, engine: sa.Engine) -> sqlite3.Connection:
        """A copy in memory."""
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(engine.raw_connection()) as connection:
            _driver(connection).backup(copy)
        return copy

    def put(self, engine: sa.Engine, content: sqlite3.Connection) -> None:
        """Have the database hold what the copy does."""
        with closing(engine.raw_connection()) as connection:
            content.backup(_driver(connection))


class Postgresql:
    """On the server: the rows of each table, and how far what is numbered has come."""

    def take(self, engine: sa.Engine) -> tuple[Mapping[str, bytes], list[tuple[str, int]]]:
        """All rows."""
        with closing(engine.raw_connection()) as connection, _driver(connection).cursor() as cursor:
            rows = {}
            for table in metadata.sorted_tables:
                with cursor.copy(f'copy "{table.name}" to stdout') as copied:
                    rows[table.name] = b"".join(copied)
            cursor.execute("select sequencename, last_value from pg_sequences where last_value is not null")
            return {name: content for name, content in rows.items() if content}, cursor.fetchall()

    def put(self, engine: sa.Engine, content: tuple[Mapping[str, bytes], list[tuple[str, int]]]) -> None:
        """Have the database, in which there are no other rows than some of these, hold them."""
        rows, numbered = content
        with closing(engine.raw_connection()) as connection, _driver(connection).cursor() as cursor:
            for name in reversed(rows):
                cursor.execute(f'delete from "{name}"')
            for name, copied in rows.items():
                with cursor.copy(f'copy "{name}" from stdin') as copy:
                    copy.write(copied)
            for name, last in numbered:
                cursor.execute("select setval(%s::regclass, %s)", (f'"{name}"', last))
            connection.commit()


_DATABASES: Mapping[str, Any] = {"sqlite": Sqlite(), "postgresql": Postgresql()}


def _driver(connection: Any) -> Any:
    return connection.driver_connection
