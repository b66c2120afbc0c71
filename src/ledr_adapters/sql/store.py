"""Opens units of work on SQLite or PostgreSQL, and says in the library's words what a database refuses."""

from __future__ import annotations

import os
import re
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.pool import StaticPool

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.driver import OWN, fetched
from ledr_adapters.sql.unit import Tracker, Writes, events_of
from ledr_core.domain.kernel.errors import Conflict, Invalid, Unavailable

if TYPE_CHECKING:
    from ledr_adapters.sql.access.accounts import SqlAccounts
    from ledr_adapters.sql.access.demo_moves import SqlDemoMoves
    from ledr_adapters.sql.access.readings import SqlReadings
    from ledr_adapters.sql.access.reset_links import SqlResetLinks
    from ledr_adapters.sql.access.tries import SqlTryCounts
    from ledr_adapters.sql.assessments.attempts import SqlAttempts
    from ledr_adapters.sql.catalogue.catalogue import SqlCatalogue
    from ledr_adapters.sql.catalogue.files import SqlFiles
    from ledr_adapters.sql.catalogue.questions import SqlQuestions
    from ledr_adapters.sql.certification.certifications import SqlCertifications
    from ledr_adapters.sql.certification.copies import SqlCopies
    from ledr_adapters.sql.certification.documents import SqlIssuedDocuments
    from ledr_adapters.sql.jobs.endings import SqlEndings
    from ledr_adapters.sql.jobs.job_runs import SqlJobRuns
    from ledr_adapters.sql.jobs.team_reports import SqlTeamReports
    from ledr_adapters.sql.jobs.transfers import SqlTransfers
    from ledr_adapters.sql.learning.notes import SqlNotes
    from ledr_adapters.sql.learning.placements import SqlPlacements
    from ledr_adapters.sql.learning.quizzes import SqlQuizzes
    from ledr_adapters.sql.learning.records import SqlRecords
    from ledr_adapters.sql.learning.workshops import SqlAnswers
    from ledr_adapters.sql.messages.notifications import SqlNotifications
    from ledr_adapters.sql.messages.outbox import SqlOutbox
    from ledr_adapters.sql.messages.provider_events import SqlProviderEvents
    from ledr_adapters.sql.messages.suppressions import SqlSuppressions
    from ledr_adapters.sql.people.companies import SqlCompanies
    from ledr_adapters.sql.people.people import SqlPeople
    from ledr_adapters.sql.school.settings import SqlSettings
    from ledr_adapters.sql.sessions.sessions import SqlSessions
    from ledr_core.domain.events import Event
    from ledr_core.ports.unit import Damage, ReadsFacts

BUSY_SECONDS = 30
"""How long a writer waits for another one on SQLite."""
SCRUB_MS = 100
"""How long emptying the log may wait for readers: writers wait for it meanwhile."""
POOL_SECONDS = 120
"""How long a thread waits for a connection to PostgreSQL: a thousand at once come in no fair order."""


_Repository = TypeVar("_Repository")


class Made(Generic[_Repository]):
    """A repository of a unit of work, imported and made when it is first used: most work needs few of them."""

    def __init__(self, module: str, kind: str, *, follows: bool = False) -> None:
        self._module, self._kind = module, kind
        self._follows = follows
        """Whether it follows the aggregates that it gives, unless they are only read."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, unit: None, owner: type) -> Made[_Repository]: ...
    @overload
    def __get__(self, unit: SqlUnit, owner: type) -> _Repository: ...
    def __get__(self, unit: SqlUnit | None, owner: type) -> Made[_Repository] | _Repository:
        if unit is None:
            return self
        kind = getattr(import_module(f"ledr_adapters.sql.{self._module}"), self._kind)
        made: _Repository = kind(unit.connection, reads=unit.reads) if self._follows else kind(unit.connection)
        unit.__dict__[self._name] = made
        return made

    def used(self, unit: SqlUnit) -> _Repository | None:
        """That of the unit, if it was used."""
        return vars(unit).get(self._name)


class SqlUnit:
    """One transaction's worth of work."""

    companies: Made[SqlCompanies] = Made("people.companies", "SqlCompanies", follows=True)
    people: Made[SqlPeople] = Made("people.people", "SqlPeople", follows=True)
    sessions: Made[SqlSessions] = Made("sessions.sessions", "SqlSessions", follows=True)
    records: Made[SqlRecords] = Made("learning.records", "SqlRecords", follows=True)
    catalogue: Made[SqlCatalogue] = Made("catalogue.catalogue", "SqlCatalogue")
    files: Made[SqlFiles] = Made("catalogue.files", "SqlFiles")
    answers: Made[SqlAnswers] = Made("learning.workshops", "SqlAnswers")
    copies: Made[SqlCopies] = Made("certification.copies", "SqlCopies", follows=True)
    certifications: Made[SqlCertifications] = Made("certification.certifications", "SqlCertifications", follows=True)
    documents: Made[SqlIssuedDocuments] = Made("certification.documents", "SqlIssuedDocuments", follows=True)
    questions: Made[SqlQuestions] = Made("catalogue.questions", "SqlQuestions")
    quizzes: Made[SqlQuizzes] = Made("learning.quizzes", "SqlQuizzes", follows=True)
    placements: Made[SqlPlacements] = Made("learning.placements", "SqlPlacements", follows=True)
    notes: Made[SqlNotes] = Made("learning.notes", "SqlNotes")
    attempts: Made[SqlAttempts] = Made("assessments.attempts", "SqlAttempts", follows=True)
    outbox: Made[SqlOutbox] = Made("messages.outbox", "SqlOutbox", follows=True)
    provider_events: Made[SqlProviderEvents] = Made("messages.provider_events", "SqlProviderEvents")
    suppressions: Made[SqlSuppressions] = Made("messages.suppressions", "SqlSuppressions")
    job_runs: Made[SqlJobRuns] = Made("jobs.job_runs", "SqlJobRuns")
    settings: Made[SqlSettings] = Made("school.settings", "SqlSettings")
    accounts: Made[SqlAccounts] = Made("access.accounts", "SqlAccounts")
    tries: Made[SqlTryCounts] = Made("access.tries", "SqlTryCounts")
    demo_moves: Made[SqlDemoMoves] = Made("access.demo_moves", "SqlDemoMoves")
    reset_links: Made[SqlResetLinks] = Made("access.reset_links", "SqlResetLinks")
    notifications: Made[SqlNotifications] = Made("messages.notifications", "SqlNotifications")
    readings: Made[SqlReadings] = Made("access.readings", "SqlReadings")
    team_reports: Made[SqlTeamReports] = Made("jobs.team_reports", "SqlTeamReports")
    endings: Made[SqlEndings] = Made("jobs.endings", "SqlEndings")
    transfers: Made[SqlTransfers] = Made("jobs.transfers", "SqlTransfers")

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self.connection = connection
        self.reads = reads

    def pull_events(self) -> list[Event]:
        """The events of the aggregates given so far, each once."""
        return [event for tracker in self._trackers(_SPEAKING) for event in events_of(tracker.all())]

    def flush(self) -> None:
        """Write what differs."""
        writes = Writes()
        for tracker in self._trackers(_WRITTEN):
            tracker.write(writes)
        writes.execute(self.connection, _wholes_first())

    def _trackers(self, repositories: Sequence[Made[Any]]) -> Iterator[Tracker[Any]]:
        """What follows the aggregates of these repositories, of those that were used."""
        for one in repositories:
            if (used := one.used(self)) is not None:
                yield from used.trackers if one is SqlUnit.catalogue else (used.tracker,)


_SPEAKING: Final[Sequence[Made[Any]]] = (
    SqlUnit.people,
    SqlUnit.attempts,
    SqlUnit.copies,
    SqlUnit.certifications,
    SqlUnit.records,
    SqlUnit.sessions,
)
"""The repositories whose aggregates tell what happened, in the order in which it is told."""
_WRITTEN: Final[Sequence[Made[Any]]] = (
    SqlUnit.companies,
    SqlUnit.people,
    SqlUnit.catalogue,
    SqlUnit.sessions,
    SqlUnit.records,
    SqlUnit.copies,
    SqlUnit.certifications,
    SqlUnit.documents,
    SqlUnit.quizzes,
    SqlUnit.placements,
    SqlUnit.attempts,
)
"""Those whose aggregates are written, in that order."""


@cache
def _wholes_first() -> list[sa.Table]:
    """The tables, each after those that it refers to."""
    return t.metadata.sorted_tables


class SqlJoined:
    """A transaction of several operations, each a savepoint of it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @contextmanager
    def begin(self, *, reads: bool) -> Iterator[SqlUnit]:
        """A step of it: leaving with an error undoes the step alone."""
        with speaking_our_words(self._connection.engine), self._connection.begin_nested():
            unit = SqlUnit(self._connection, reads=reads)
            yield unit
            if not reads:
                unit.flush()

    def damage(self, reads_facts: ReadsFacts) -> Damage | None:
        """A row that cannot be read."""
        from ledr_adapters.sql.damage import damage

        with speaking_our_words(self._connection.engine), self._connection.begin_nested():
            return damage(self._connection, reads_facts)


class SqlStore:
    """The school in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._one_at_a_time: AbstractContextManager[Any] = (
            threading.RLock() if isinstance(engine.pool, StaticPool) else nullcontext()
        )

    @contextmanager
    def begin(self, *, reads: bool) -> Iterator[SqlUnit]:
        """A unit of work in a transaction of its own."""
        with self._connected(reads=reads) as connection, connection.begin():
            unit = SqlUnit(connection, reads=reads)
            yield unit
            if not reads:
                unit.flush()

    @contextmanager
    def join(self, connection: object | None) -> Iterator[SqlJoined]:
        """A transaction of several operations, on the host's connection when given."""
        if connection is None:
            with self._connected(reads=False) as own, own.begin():
                yield SqlJoined(own)
            return
        if not isinstance(connection, sa.Connection):
            raise Invalid("connection", "no connection", {"kind": type(connection).__name__})
        with speaking_our_words(connection.engine):
            _begin_for_the_host(connection)
            with connection.begin_nested():
                yield SqlJoined(connection)

    def scrub(self) -> None:
        """Have SQLite empty its log into the file; one that is read at this moment waits for the next time."""
        if self.engine.dialect.name != "sqlite" or not self.engine.url.database:
            return
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"pragma busy_timeout = {SCRUB_MS}")
            try:
                driver.execute("pragma wal_checkpoint(truncate)")
            finally:
                driver.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000}")

    def damage(self, reads_facts: ReadsFacts) -> Damage | None:
        """A row that cannot be read."""
        from ledr_adapters.sql.damage import damage

        with self._connected(reads=True) as connection, connection.begin():
            return damage(connection, reads_facts)

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    @contextmanager
    def _connected(self, *, reads: bool) -> Iterator[sa.Connection]:
        words = speaking_our_words(self.engine, alone=True)
        with self._one_at_a_time, words, self.engine.connect() as connection:
            yield connection.execution_options(ledr_reads=reads, **{OWN: True})


def _begin_for_the_host(connection: sa.Connection) -> None:
    """On SQLite the driver begins late, which would leave our part outside the host's transaction."""
    if connection.dialect.name != "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    if not driver.in_transaction:
        connection.exec_driver_sql("begin immediate")


@contextmanager
def speaking_our_words(engine: sa.Engine, *, alone: bool = False) -> Iterator[None]:
    """What the database refuses, as Conflict or Unavailable; nothing of its address but the name is told.

    *alone* says that the transaction is our own: where a lock then keeps us out, we have waited for it long enough.
    """
    try:
        yield
    except exc.IntegrityError as error:
        if _is_dangling(error):
            raise Unavailable("database", "rows belong together", {"table": _table_of(error)}) from error
        raise Conflict(_first_line(error)) from error
    except exc.OperationalError as error:
        if _is_locked(error) and alone:
            facts = {"path": _place(engine), "seconds": BUSY_SECONDS}
            raise Unavailable("database", "locked", facts) from error
        if _is_conflict(error):
            raise Conflict(_first_line(error)) from error
        if "Could not decode" in str(error.orig):  # one damaged text, which the others do not suffer from
            raise ValueError(_first_line(error)) from error
        raise Unavailable(
            "database", "does not answer", {"path": _place(engine), "cause": _first_line(error)}
        ) from error
    except exc.DataError as error:
        raise ValueError(_first_line(error)) from error
    except (exc.DBAPIError, exc.TimeoutError) as error:
        raise Unavailable(
            "database", "does not answer", {"path": _place(engine), "cause": _first_line(error)}
        ) from error


def _is_dangling(error: exc.IntegrityError) -> bool:
    """Whether a row would refer to none: a fault of ours, which trying again does not mend."""
    return getattr(error.orig, "sqlstate", None) == "23503" or "FOREIGN KEY" in str(error.orig)


def _table_of(error: exc.IntegrityError) -> str:
    """The table whose rows refer to what is not there, where the database says it; else the one that was written."""
    said = getattr(getattr(error.orig, "diag", None), "table_name", None)
    written = (word for word in re.findall(r"\w+", error.statement or "") if word in t.metadata.tables)
    return said or next(written, "?")


def _is_conflict(error: exc.OperationalError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in ("40001", "40P01", "55P03") or _is_locked(error)


def _is_locked(error: exc.OperationalError) -> bool:
    return "database is locked" in str(error.orig)


def _first_line(error: exc.SQLAlchemyError) -> str:
    original = getattr(error, "orig", None) or error
    return str(original).strip().splitlines()[0] if str(original).strip() else type(original).__name__


def _place(engine: sa.Engine) -> str:
    return engine.url.database or engine.dialect.name


def engine_for(url: str) -> sa.Engine:
    """An engine for `memory:`, `sqlite:///FILE` or `postgresql+psycopg://…`. Raises Invalid for anything else."""
    if url == "memory:":
        from ledr_adapters.sql.in_memory import IN_MEMORY, OPTIONS

        return _sqlite(IN_MEMORY, **OPTIONS)
    try:
        parsed = sa.make_url(url)
    except exc.ArgumentError:
        raise Invalid("db", "no database address", {"choices": _ADDRESSES}) from None
    if parsed.get_backend_name() == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise Invalid("db", "no database file", {"value": url, "choices": _ADDRESSES})
        return _sqlite(parsed)
    if parsed.drivername not in ("postgresql", "postgresql+psycopg"):
        raise Invalid("db", "unusable database", {"kind": parsed.drivername, "choices": _ADDRESSES})
    try:
        engine = sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_timeout=POOL_SECONDS
        )
    except ModuleNotFoundError:
        raise Unavailable("database", "no driver") from None
    _OPENED.add(engine)
    return engine


_ADDRESSES = ["memory:", "sqlite:///FILE", "postgresql+psycopg://USER@HOST/NAME"]


def _sqlite(url: str | sa.URL, **options: Any) -> sa.Engine:
    arguments = {"check_same_thread": False, "timeout": BUSY_SECONDS, "isolation_level": None}
    engine = sa.create_engine(url, connect_args=arguments, **options)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma secure_delete = on")  # secrets that are wiped are not left in free space

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        reads = connection.get_execution_options().get("ledr_reads", False)
        fetched(connection, "begin" if reads else "begin immediate", ())

    if not isinstance(engine.pool, StaticPool):  # what is in memory is a child's own
        _OPENED.add(engine)
    return engine


_OPENED: Final[weakref.WeakSet[sa.Engine]] = weakref.WeakSet()
_LEFT_BEHIND: Final[list[sa.Pool]] = []
"""The pools of a parent. Nothing in them is ever closed here: that would end conversations of the parent's."""


def _leave_the_parents_connections() -> None:
    """A process that was forked opens connections of its own: two on one would read each other's answers."""
    for engine in list(_OPENED):
        _LEFT_BEHIND.append(engine.pool)
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_leave_the_parents_connections)
