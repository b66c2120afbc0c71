"""Opens units of work on SQLite or PostgreSQL."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.pool import StaticPool

from ledr_adapters.sql.driver import OWN, fetched
from ledr_adapters.sql.errors import speaking_our_words
from ledr_adapters.sql.hosts import begin_for_the_host, follow
from ledr_core.domain.kernel.errors import Invalid, Unavailable

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
    from ledr_adapters.sql.followup.evidence import SqlEvidence
    from ledr_adapters.sql.followup.follow_up import SqlFollowUp
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
    from ledr_adapters.sql.organisation.goals import SqlGoals
    from ledr_adapters.sql.organisation.invitations import SqlInvitations
    from ledr_adapters.sql.organisation.key_figures import SqlKeyFigures
    from ledr_adapters.sql.organisation.teams import SqlTeams
    from ledr_adapters.sql.people.companies import SqlCompanies
    from ledr_adapters.sql.people.erasures import SqlErasures
    from ledr_adapters.sql.people.people import SqlPeople
    from ledr_adapters.sql.people.personal_data import SqlPersonalData
    from ledr_adapters.sql.school.settings import SqlSettings
    from ledr_adapters.sql.sessions.sessions import SqlSessions
    from ledr_adapters.sql.unit import Tracker
    from ledr_core.domain.events import Event
    from ledr_core.ports.unit import Damage, ReadsFacts

LOCK_WAIT: Final = 30.0
"""How many seconds a writer waits for another one on SQLite, unless told otherwise."""
LONGEST_WAIT: Final = 3_600
"""How long that may be."""
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
        kind = self._imported
        made: _Repository = kind(unit.connection, reads=unit.reads) if self._follows else kind(unit.connection)
        unit.__dict__[self._name] = made
        return made

    @cached_property
    def _imported(self) -> Any:
        return getattr(import_module(f"ledr_adapters.sql.{self._module}"), self._kind)

    def used(self, unit: SqlUnit) -> _Repository | None:
        """That of the unit, if it was used."""
        return vars(unit).get(self._name)


class SqlUnit:
    """One transaction's worth of work."""

    companies: Made[SqlCompanies] = Made("people.companies", "SqlCompanies", follows=True)
    people: Made[SqlPeople] = Made("people.people", "SqlPeople", follows=True)
    teams: Made[SqlTeams] = Made("organisation.teams", "SqlTeams", follows=True)
    goals: Made[SqlGoals] = Made("organisation.goals", "SqlGoals")
    invitations: Made[SqlInvitations] = Made("organisation.invitations", "SqlInvitations", follows=True)
    key_figures: Made[SqlKeyFigures] = Made("organisation.key_figures", "SqlKeyFigures")
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
    follow_up: Made[SqlFollowUp] = Made("followup.follow_up", "SqlFollowUp")
    evidence: Made[SqlEvidence] = Made("followup.evidence", "SqlEvidence")
    endings: Made[SqlEndings] = Made("jobs.endings", "SqlEndings")
    transfers: Made[SqlTransfers] = Made("jobs.transfers", "SqlTransfers")
    personal_data: Made[SqlPersonalData] = Made("people.personal_data", "SqlPersonalData")
    erasures: Made[SqlErasures] = Made("people.erasures", "SqlErasures")

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self.connection = connection
        self.reads = reads

    def pull_events(self) -> list[Event]:
        """The events of the aggregates given so far, each once."""
        from ledr_adapters.sql.unit import events_of

        return [event for tracker in self._trackers(_SPEAKING) for event in events_of(tracker.all())]

    def flush(self) -> None:
        """Write what differs."""
        from ledr_adapters.sql.catalogue.editions import OUTLINED, renew
        from ledr_adapters.sql.unit import Writes

        writes = Writes()
        for tracker in self._trackers(_WRITTEN):
            tracker.write(writes)
        writes.execute(self.connection, _wholes_first())
        if not OUTLINED.isdisjoint(writes.layouts):
            renew(self.connection)

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
    SqlUnit.teams,
    SqlUnit.invitations,
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
    from ledr_adapters.sql.tables import metadata

    return metadata.sorted_tables


class SqlJoined:
    """A transaction of several operations, each a savepoint of it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.undone = False
        """Whether the host is known to have rolled it back."""

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
            begin_for_the_host(connection)
            joined = SqlJoined(connection)
            with connection.begin_nested() as savepoint:
                yield joined
                joined.undone = not savepoint.is_active
            follow(connection, joined)

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
                driver.execute(f"pragma busy_timeout = {int(lock_wait(self.engine) * 1000)}")

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
        words = speaking_our_words(self.engine, waited=lock_wait(self.engine))
        with self._one_at_a_time, words, self.engine.connect() as connection:
            yield connection.execution_options(ledr_reads=reads, **{OWN: True})


def engine_for(url: str, wait: float = LOCK_WAIT) -> sa.Engine:
    """An engine for `memory:`, `sqlite:///FILE` or `postgresql+psycopg://…`. Raises Invalid for anything else.

    On SQLite a writer waits that many seconds for another one.
    """
    _must_be_a_wait(wait)
    if url == "memory:":
        from ledr_adapters.sql.in_memory import IN_MEMORY, OPTIONS

        return _sqlite(IN_MEMORY, wait, **OPTIONS)
    try:
        parsed = sa.make_url(url)
    except exc.ArgumentError:
        raise Invalid("db", "no database address", {"choices": _ADDRESSES}) from None
    if parsed.get_backend_name() == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise Invalid("db", "no database file", {"value": url, "choices": _ADDRESSES})
        return _sqlite(parsed, wait)
    if parsed.drivername not in ("postgresql", "postgresql+psycopg"):
        raise Invalid("db", "unusable database", {"kind": parsed.drivername, "choices": _ADDRESSES})
    try:
        engine = sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_timeout=POOL_SECONDS
        )
    except ModuleNotFoundError:
        raise Unavailable("database", "no driver") from None
    sa.event.listen(engine, "connect", _without_jit)
    _OPENED.add(engine)
    return engine


def _without_jit(connection: Any, _: Any) -> None:
    """Statements of milliseconds are not compiled for seconds, whatever PostgreSQL takes them to cost."""
    connection.execute("set jit = off")
    connection.commit()


_ADDRESSES = ["memory:", "sqlite:///FILE", "postgresql+psycopg://USER@HOST/NAME"]


def _must_be_a_wait(seconds: float) -> None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise Invalid("lock_wait", "not a number", {"value": seconds})
    if not 0 <= seconds <= LONGEST_WAIT:
        raise Invalid("lock_wait", "out of range", {"value": seconds, "lowest": 0, "highest": LONGEST_WAIT})


def lock_wait(engine: sa.Engine) -> float:
    """How many seconds a writer on that engine waits for another one."""
    seconds: float = engine.get_execution_options().get(_WAIT, LOCK_WAIT)
    return seconds


_WAIT: Final = "ledr_lock_wait"


def _sqlite(url: str | sa.URL, wait: float, **options: Any) -> sa.Engine:
    from ledr_adapters.sql.cursors import Connection

    arguments = {"check_same_thread": False, "timeout": wait, "isolation_level": None, "factory": Connection}
    engine = sa.create_engine(url, connect_args=arguments, **options)
    engine.update_execution_options(**{_WAIT: wait})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma secure_delete = on")  # secrets that are wiped are not left in free space

    sa.event.listen(engine, "reset", Connection.close_cursors)

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
