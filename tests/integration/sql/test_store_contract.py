"""The school kept by SQL: the contract on each kind of database, and what is promised of SQL alone."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache

import pytest
import sqlalchemy as sa

from ledr_adapters.sql.schema import prepare
from ledr_adapters.sql.store import SqlStore, engine_for
from ledr_core import Invalid, School
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId, SessionId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.people.companies import Company
from ledr_core.ports.unit import UnitOfWork
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_person, a_school, a_session, learners
from ledr_core.testing.contracts.accounts import AccountsContract
from ledr_core.testing.contracts.attempts import AttemptsContract
from ledr_core.testing.contracts.certification import CertificationContract
from ledr_core.testing.contracts.evidence import EvidenceContract
from ledr_core.testing.contracts.follow_up import FollowUpContract
from ledr_core.testing.contracts.invitations import InvitationsContract
from ledr_core.testing.contracts.jobs import EndingsContract, TeamReportsContract, TransfersContract
from ledr_core.testing.contracts.notifications import NotificationsContract
from ledr_core.testing.contracts.ordinary_school import MANPOWER, RECRUTER, a_message, furnished
from ledr_core.testing.contracts.organisation import KeyFiguresContract, TeamsContract
from ledr_core.testing.contracts.outbox import OutboxContract
from ledr_core.testing.contracts.provider_events import ProviderEventsContract
from ledr_core.testing.contracts.quizzes import QuizzesContract
from ledr_core.testing.contracts.store import StoreContract
from tests.statements import counted

TODAY = date(2026, 11, 19)


def a_store(url: str) -> SqlStore:
    engine = of_the_server(url) if url.startswith("postgresql") else engine_for(url)
    prepare(engine)
    return SqlStore(engine)


@cache
def of_the_server(url: str) -> sa.Engine:
    """The engine of its database, which is one for all tests: what they say is put into words once."""
    return engine_for(url)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    """An empty store of each kind."""
    url = "memory:" if request.param == "memory" else request.getfixturevalue(f"{request.param}_school_url")
    with closing(a_store(url)) as opened:
        yield opened


class TestSqlStore(StoreContract):
    """The contract."""


class TestSqlEvidence(EvidenceContract):
    """The contract of evidence."""


class TestSqlFollowUp(FollowUpContract):
    """The contract of the follow-up."""


class TestSqlOutbox(OutboxContract):
    """The contract of the outbox."""


class TestSqlProviderEvents(ProviderEventsContract):
    """The contract of reported events and suppressed addresses."""


class TestSqlAttempts(AttemptsContract):
    """The contract of attempts."""


class TestSqlAccounts(AccountsContract):
    """The contract of failed tries and of links to choose a password."""


class TestSqlTeams(TeamsContract):
    """The contract of teams, and of who belongs to an organisation."""


class TestSqlKeyFigures(KeyFiguresContract):
    """The contract of figures that people follow."""


class TestSqlInvitations(InvitationsContract):
    """The contract of invitations to organisations."""


class TestSqlNotifications(NotificationsContract):
    """The contract of the bell."""


class TestSqlQuizzes(QuizzesContract):
    """The contract of what quizzes, placement tests and notes need."""


class TestSqlCertification(CertificationContract):
    """The contract of copies, certifications and issued documents."""


class TestSqlTeamReports(TeamReportsContract):
    """The contract of what the weekly run reports."""


class TestSqlEndings(EndingsContract):
    """The contract of the ends of courses."""


class TestSqlTransfers(TransfersContract):
    """The contract of what contact bases know."""


def test_no_part_of_the_contract_hides_a_test_of_another() -> None:
    """Of two tests of one name, pytest would run the first part's alone."""
    tests = [name for part in StoreContract.__bases__ for name in vars(part) if name.startswith("test_")]

    assert len(tests) == len(set(tests))


# The host's own connection


@pytest.fixture
def on_disk(database_url: str) -> Iterator[SqlStore]:
    """A store with the ordinary things in it, on SQLite and PostgreSQL."""
    with closing(a_store(database_url)) as opened:
        furnished(opened)
        yield opened


@pytest.fixture
def host(database_url: str, on_disk: SqlStore) -> Iterator[sa.Engine]:
    """The engine of a service that embeds the school, with a table of its own."""
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("create table orders (number integer)"))
    yield engine
    engine.dispose()


def join_and_add(store: SqlStore, connection: sa.Connection) -> None:
    with store.join(connection) as joined, joined.begin(reads=False) as unit:
        unit.companies.add(Company(CompanyId("a"), "Adecco"))


def companies(store: SqlStore) -> list[str]:
    with store.begin(reads=True) as unit:
        return [row.name for row in unit.readings.companies()]


@pytest.mark.parametrize("host_writes_first", [True, False])
def test_the_host_commits_what_was_joined_to_its_transaction(
    on_disk: SqlStore, host: sa.Engine, host_writes_first: bool
) -> None:
    """Nothing is seen before that."""
    with host.connect() as connection:
        if host_writes_first:
            connection.execute(sa.text("insert into orders values (1)"))
        join_and_add(on_disk, connection)
        assert companies(on_disk) == ["Manpower"]
        connection.commit()

    assert companies(on_disk) == ["Adecco", "Manpower"]


@pytest.mark.parametrize("host_writes_first", [True, False])
def test_the_host_undoes_what_was_joined_to_its_transaction(
    on_disk: SqlStore, host: sa.Engine, host_writes_first: bool
) -> None:
    """Its own part and ours, whether it had begun before us or not."""
    with host.connect() as connection:
        if host_writes_first:
            connection.execute(sa.text("insert into orders values (1)"))
        join_and_add(on_disk, connection)
        connection.execute(sa.text("insert into orders values (2)"))
        connection.rollback()

        assert connection.scalar(sa.text("select count(*) from orders")) == 0
    assert companies(on_disk) == ["Manpower"]


def test_what_is_not_a_connection_cannot_be_joined(on_disk: SqlStore) -> None:
    """An engine is none."""
    with pytest.raises(Invalid) as invalid, on_disk.join(on_disk.engine):
        pass

    assert invalid.value.field == "connection"


# The number of statements


def fill(store: SqlStore, first: int, last: int) -> None:
    """Add sessions, each with two holders and two people who wait, who are managed, have done things, have messages."""
    with store.begin(reads=False) as unit:
        for number in range(first, last):
            people = [f"{name}{number}" for name in ("ana", "bob", "cleo", "dan")]
            unit.companies.add(Company(CompanyId(f"c{number}"), f"Company {number}"))
            for name in people:
                unit.people.add(a_person(name, company="manpower", managers="eve"))
            session = a_session(reference=f"S{number}", package=2, holders=people[:2], waiting=people[2:])
            session.next_change_on = TODAY
            unit.sessions.add(session)
            unit.flush()
            unit.records.of(PersonId(people[0])).finished[RECRUTER] = FixedClock("2026-11-19").now()
            unit.accounts.connect(PersonId(people[0]), FixedClock("2026-11-19").now())
            unit.outbox.put([a_message(f"k{number}", person=PersonId(people[0]))])


def everybody(unit: UnitOfWork) -> list[PersonId]:
    return [row.id for row in unit.readings.people()]


def every_session(unit: UnitOfWork) -> list[SessionId]:
    return [row.id for row in unit.readings.sessions()]


READINGS: dict[str, Callable[[UnitOfWork], object]] = {
    "companies": lambda unit: unit.readings.companies(),
    "people": lambda unit: unit.readings.people(),
    "people of a manager": lambda unit: unit.readings.people(managed_by=PersonId("eve")),
    "sessions": lambda unit: unit.readings.sessions(MANPOWER),
    "learners of a course": lambda unit: unit.readings.learners_of_course(RECRUTER),
    "how long sessions run": lambda unit: unit.readings.managed_run_until(PersonId("eve")),
    "loading sessions": lambda unit: unit.sessions.many(every_session(unit)),
    "claiming sessions": lambda unit: unit.sessions.claim_due(TODAY, [], 1000),
    "sessions that are due": lambda unit: unit.sessions.due(TODAY, [], 1000),
    "loading people": lambda unit: unit.people.many(everybody(unit)),
    "people managed": lambda unit: unit.people.managed_by(PersonId("eve")),
    "people of a company": lambda unit: unit.people.of_company(MANPOWER),
    "cards": lambda unit: unit.people.cards(everybody(unit)),
    "records": lambda unit: unit.records.many(everybody(unit)),
    "who has finished": lambda unit: unit.records.finished(RECRUTER, everybody(unit)),
    "periods elsewhere": lambda unit: unit.sessions.periods(everybody(unit), [SessionId("s0")]),
    "passwords": lambda unit: unit.accounts.without_password(everybody(unit)),
    "connections": lambda unit: unit.accounts.last_connections(everybody(unit)),
    "messages": lambda unit: unit.outbox.list(),
}


@pytest.mark.parametrize("what", READINGS)
def test_reading_takes_as_many_statements_for_thirty_sessions_as_for_three(on_disk: SqlStore, what: str) -> None:
    """However many rows there are; and there are more of them the second time."""
    counts, sizes = [], []
    for first, last in ((0, 3), (3, 30)):
        fill(on_disk, first, last)
        with on_disk.begin(reads=False) as unit, counted(on_disk.engine) as statements:
            found = READINGS[what](unit)
        counts.append(len(statements))
        sizes.append(len(found) if isinstance(found, list | dict | set) else 0)

    assert counts[0] == counts[1] > 0
    assert sizes[0] < sizes[1] or what == "how long sessions run"


def test_saving_takes_as_many_statements_for_thirty_sessions_as_for_three(on_disk: SqlStore) -> None:
    """Changed in the same way, they are written together, table by table."""
    counts = []
    for first, last in ((0, 3), (3, 33)):
        fill(on_disk, first, last)
        with on_disk.begin(reads=False) as unit:
            for session in unit.sessions.many([SessionId(f"s{number}") for number in range(first, last)]):
                session.release(session.holders()[0], Moment.on(TODAY))
                session.assign(session.waiting.people()[0], Moment.on(TODAY))
                session.leave(session.waiting.people()[0], Moment.on(TODAY))
            with counted(on_disk.engine) as statements:
                unit.flush()
        counts.append(len(statements))

    assert counts[0] == counts[1] > 0


def test_messages_are_written_together(on_disk: SqlStore) -> None:
    """As many statements for thirty as for three."""
    counts = []
    for prefix, number in (("few", 3), ("many", 30)):
        with on_disk.begin(reads=False) as unit, counted(on_disk.engine) as statements:
            unit.outbox.put([a_message(f"{prefix}{place}") for place in range(number)])
        counts.append(len(statements))

    assert counts[0] == counts[1] > 0


@pytest.mark.rule("JOB-1")
def test_a_daily_run_takes_as_many_statements_for_thirty_rotations_as_for_three(database_url: str) -> None:
    """Everybody has been welcomed: sessions and messages are loaded and written together."""
    counts = []
    clock = FixedClock("2026-11-19T09:00")
    with closing(a_school(database_url, clock=clock)) as school:
        for first, last in ((0, 3), (3, 33)):
            for number in range(first, last):
                a_rotating_session(school, number)
            for _ in range(3):
                clock.set(clock.now() + ONE_DAY)
                with statements_of_the_whole_process() as statements:
                    run = school.jobs.daily(by="staff")
            assert run.done["assigned"] == 2 * last
            counts.append(len(statements))

    assert counts[0] == counts[1] > 0


@contextmanager
def statements_of_the_whole_process() -> Iterator[list[str]]:
    with counted(sa.Engine) as statements:  # type: ignore[arg-type]
        yield statements


def a_rotating_session(school: School, number: int) -> None:
    people = [f"{name}{number}" for name in ("ana", "bob", "cleo", "dan")]
    school.sessions.create(
        by="staff",
        reference=f"S{number}",
        company="Manpower",
        course="recruter",
        kind="slot",
        start="2026-11-01",
        package=2,
        members=learners(people),
    )
    addresses = [one["email"] for one in learners(people)]
    for person in addresses[:2]:
        school.slots.assign(by="staff", session=f"S{number}", person=person)
    for person in addresses[2:]:
        school.rotations.enqueue(by="staff", session=f"S{number}", person=person)
    school.rotations.set_policy(by="staff", session=f"S{number}", policy="paced", every=1, weekends=True)
