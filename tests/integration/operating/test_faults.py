"""What goes wrong outside: disks, rights, files of others, servers, killed processes, damaged rows."""

import os
import random
import resource
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from attrs import define, field, frozen

from ledr_adapters import open_school
from ledr_core import Invalid, School, Unavailable
from ledr_core.application.jobs import daily_run
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school, learners
from ledr_core.views.jobs import FailureView
from tests.postgresql import PostgresServer
from tests.processes import in_a_process

AT = "2026-11-19T09:00"
FIRST_DAY = date(2026, 11, 19)
NOBODY = 65534
LYON = "(select id from sessions where reference = 'Lyon')"
CREW = [f"p{number}" for number in range(40)]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(AT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a SQLite database may be; its folder exists."""
    return tmp_path / "ecole.db"


@pytest.fixture
def made(file: Path, clock: FixedClock) -> Path:
    """A school in a SQLite file that nobody has open."""
    a_school(f"sqlite:///{file}", clock=clock).close()
    return file


def reopened(file: Path, clock: FixedClock | None = None) -> closing[School]:
    """The school of a file, for a block."""
    return closing(a_school(f"sqlite:///{file}", clock=clock or FixedClock(AT), furnished=False))


def a_slot_session(school: School, reference: str, people: Sequence[str] = (), package: int = 1) -> None:
    school.sessions.create(
        by="staff",
        reference=reference,
        company="Manpower",
        course="recruter",
        kind="slot",
        start="2026-11-01",
        end="2027-10-31",
        package=package,
        members=learners(people),
    )


def a_rotating_session(school: School, reference: str, every: int = 1) -> None:
    """Two holders in turns of so many days, and two people who wait."""
    names = [f"{reference.lower()}-{name}" for name in ("ana", "bob", "cleo", "dan")]
    people = [one["email"] for one in learners(names)]
    a_slot_session(school, reference, names, package=2)
    for person in people[:2]:
        school.slots.assign(by="staff", session=reference, person=person)
    for person in people[2:]:
        school.rotations.enqueue(by="staff", session=reference, person=person)
    school.rotations.set_policy(by="staff", session=reference, policy="paced", every=every, weekends=True)


def holders(school: School, reference: str) -> list[str]:
    """Who holds a slot, by first name."""
    found = school.sessions.show(by="staff", session=reference).holders
    return [one.person.partition("@")[0].rpartition("-")[2] for one in found]


def must_be_sound(file: Path) -> None:
    """The file is a database in which nothing is broken."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []


# A full disk


def test_a_full_disk_is_told_and_leaves_nothing_half_done(made: Path) -> None:
    """What fitted is there whole, what did not is not there at all, and with room again work goes on."""
    done, part, text = in_a_process(fill_the_disk, made)

    assert part == "database"
    assert made.name in text
    assert "disk" in text
    must_be_sound(made)
    with reopened(made) as school:
        sizes = {one.reference: one.members for one in school.sessions.list(by="staff")}
    assert sizes == {f"Session {number}": len(CREW) for number in [*range(done), 1000]}
    assert done > 0


def fill_the_disk(file: Path) -> tuple[int, str, str]:
    """Create sessions until the disk is full, and one more once there is room; gives how many fitted, and the error."""
    done = 0
    with reopened(file) as school:
        with files_no_larger_than(file.stat().st_size + 400_000), pytest.raises(Unavailable) as full:
            while done < 1000:
                a_slot_session(school, f"Session {done}", [f"s{done}{name}" for name in CREW])
                done += 1
        a_slot_session(school, "Session 1000", [f"again{name}" for name in CREW])
    return done, full.value.part, str(full.value)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_too_full_for_the_schema_leaves_a_file_that_can_still_become_a_school(file: Path) -> None:
    """Half a schema is none: the next opening makes it."""
    part, text = in_a_process(make_a_school_on_a_full_disk, file)

    assert part == "database"
    assert file.name in text
    with closing(a_school(f"sqlite:///{file}", clock=FixedClock(AT))) as school:
        assert [one.name for one in school.companies.list(by="staff")] == ["Manpower"]
    must_be_sound(file)


def make_a_school_on_a_full_disk(file: Path) -> tuple[str, str]:
    with files_no_larger_than(30_000), pytest.raises(Unavailable) as full:
        open_school(f"sqlite:///{file}")
    return full.value.part, str(full.value)


# Rights


@pytest.fixture
def protected() -> Iterator[Path]:
    """A database in a folder that everybody may enter, where nobody may write any more."""
    with tempfile.TemporaryDirectory() as name:
        folder, database = Path(name), Path(name) / "ecole.db"
        a_school(f"sqlite:///{database}", clock=FixedClock(AT)).close()
        database.chmod(0o444)
        folder.chmod(0o555)
        yield database
        folder.chmod(0o755)


@contextmanager
def rights_of_nobody() -> Iterator[None]:
    """Rights count for root as well."""
    former = os.geteuid()
    if former == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(former)


def test_a_read_only_database_is_told_and_stays_as_it_was(protected: Path) -> None:
    """Whether it cannot even be opened or only not written, the file is named; its bytes are the same."""
    before = protected.read_bytes()

    with rights_of_nobody(), pytest.raises(Unavailable) as refused, reopened(protected) as school:
        school.companies.create(by="staff", name="Adecco")

    assert refused.value.part == "database"
    assert protected.name in str(refused.value)
    assert (protected.read_bytes(), list(protected.parent.iterdir())) == (before, [protected])


def test_a_database_cannot_be_made_where_nobody_may_write(protected: Path) -> None:
    """The file is named, and is not there."""
    other = protected.with_name("autre.db")

    with rights_of_nobody(), pytest.raises(Unavailable) as refused:
        open_school(f"sqlite:///{other}")

    assert other.name in str(refused.value)
    assert not other.exists()


# Files that are not ours


def test_a_database_of_somebody_else_is_refused_and_left_alone(file: Path) -> None:
    """It has tables, and none of them is ours."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("create table invoices (number integer)")
    before = file.read_bytes()

    with pytest.raises(Unavailable, match="not a database of ledr"):
        open_school(f"sqlite:///{file}")

    assert file.read_bytes() == before


def test_a_postgresql_database_of_somebody_else_is_refused_and_left_alone(postgresql_url: str) -> None:
    """The same on a server, where no connection stays open."""
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(sa.text("create table invoices (number integer)"))

    with pytest.raises(Unavailable, match="not a database of ledr"):
        open_school(postgresql_url)

    others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        assert sa.inspect(connection).get_table_names() == ["invoices"]
        ended = (connection.scalar(sa.text(others)) == 0 for _ in range(10_000))  # the server may be ending it still
        assert any(ended)
    engine.dispose()


@pytest.mark.parametrize("content", [b"Bonjour, ceci est une lettre.\n" * 50, b"\x89PNG\r\n\x1a\n" + bytes(5000)])
def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path, content: bytes) -> None:
    """A letter, a picture."""
    file.write_bytes(content)

    with pytest.raises(Unavailable) as refused:
        open_school(f"sqlite:///{file}")

    assert file.name in str(refused.value)
    assert file.read_bytes() == content


def test_a_damaged_file_is_told(made: Path) -> None:
    """Pages overwritten with noise: reading is refused in words, not with an accident."""
    content = bytearray(made.read_bytes())
    content[4096:] = random.Random(1).randbytes(len(content) - 4096)
    made.write_bytes(content)

    with pytest.raises(Unavailable) as refused, reopened(made) as school:
        school.companies.list(by="staff")

    assert made.name in str(refused.value)


@frozen
class Line:
    """A file of a caller's that goes over a line which breaks, when it is made or when it is sent."""

    breaks: str
    cause: Exception
    name: str = "roster.html"

    def put(self, data: bytes) -> str:
        return self._over_the_line("put")

    def deliver(self) -> None:
        self._over_the_line("deliver")

    def _over_the_line(self, step: str) -> str:
        if step == self.breaks:
            raise self.cause
        return self.name


@pytest.mark.parametrize(
    "line",
    [Line("put", BrokenPipeError("gone")), Line("deliver", BrokenPipeError("gone")), Line("deliver", ValueError("x"))],
    ids=["made", "sent", "closed"],
)
def test_a_fault_elsewhere_is_not_blamed_on_a_row_that_happens_to_be_damaged(made: Path, line: Line) -> None:
    """It is told as it is; the row is named to whoever reads it."""
    with reopened(made) as school:
        a_slot_session(school, "Lyon", ["ana"])
        execute(f"sqlite:///{made}", "update people set role = 'nonsense'")

        with pytest.raises(type(line.cause)) as fault:
            school.rotations.timeline(by="staff", file=line)
        with pytest.raises(Unavailable, match="people"):
            school.people.list(by="staff")

    assert fault.value is line.cause


def test_an_empty_file_becomes_a_school_unless_it_must_be_one(file: Path, clock: FixedClock) -> None:
    """Whoever wants an existing school is told how to make one."""
    file.touch()

    with pytest.raises(Unavailable, match="ledr init"):
        open_school(f"sqlite:///{file}", create=False)
    assert file.read_bytes() == b""
    with closing(a_school(f"sqlite:///{file}", clock=clock)) as school:
        assert [one.name for one in school.companies.list(by="staff")] == ["Manpower"]


def test_a_missing_file_is_not_made_for_whoever_wants_an_existing_school(file: Path) -> None:
    """It is named, with the command that makes it."""
    with pytest.raises(Unavailable, match=r"ecole\.db.*ledr init"):
        open_school(f"sqlite:///{file}", create=False)

    assert not file.exists()


def test_a_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    """A misspelt folder is not a new school."""
    with pytest.raises(Unavailable, match="folder"):
        open_school(f"sqlite:///{tmp_path}/nulle-part/ecole.db")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(Unavailable) as refused:
        open_school(f"sqlite:///{tmp_path}")

    assert tmp_path.name in str(refused.value)


@pytest.mark.parametrize(("version", "remedy"), [("0000", "ledr upgrade"), ("9999", "newer")], ids=["older", "newer"])
def test_a_database_of_another_release_is_refused_naming_the_remedy(
    database_url: str, version: str, remedy: str
) -> None:
    """An older one is for `ledr upgrade`, a newer one for a newer ledr."""
    a_school(database_url, clock=FixedClock(AT)).close()
    execute(database_url, f"update alembic_version set version_num = '{version}'")

    with pytest.raises(Unavailable, match=remedy):
        open_school(database_url)


@pytest.mark.parametrize(
    "url", ["mysql://x@y/z", "ecole.db", "", "sqlite://", "sqlite:///:memory:", "postgresql+asyncpg://x@y/z"]
)
def test_an_address_that_ledr_cannot_use_is_invalid(url: str) -> None:
    """The error says what would do."""
    with pytest.raises(Invalid) as invalid:
        open_school(url)

    assert invalid.value.field == "db"
    assert "sqlite:///FILE" in str(invalid.value)


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    """The database is named; nothing secret is."""
    with pytest.raises(Unavailable) as refused:
        open_school(f"postgresql+psycopg://ledr:s3cr3t-Tulipe@/ecole?host={tmp_path}")

    assert refused.value.part == "database"
    assert "ecole" in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


def test_a_postgresql_database_that_does_not_exist_is_named(postgresql_server: PostgresServer) -> None:
    """It is the operator who makes it."""
    with pytest.raises(Unavailable, match="nulle_part"):
        open_school(postgresql_server.url("nulle_part"))


def execute(url: str, statement: str) -> None:
    """Do to a database what no operation would."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


# A server that stops


@define
class Interruption:
    """A clock that stops the server the n-th time somebody asks it, which operations do in their transaction."""

    server: PostgresServer
    clock: FixedClock
    left: int = 0
    stopped: bool = field(default=False, init=False)

    def now(self) -> datetime:
        """The time, and perhaps the end of the server."""
        self.left -= 1
        if self.left == 0:
            self.server.stop("immediate")
            self.stopped = True
        return self.clock.now()


@contextmanager
def running_again(server: PostgresServer) -> Iterator[None]:
    """Whatever happens, the server runs afterwards for those who share it."""
    try:
        yield
    finally:
        server.stop("fast")
        server.start()


def test_a_server_stopped_between_operations_is_told_and_used_again_when_it_is_back(
    durable_postgresql_server: PostgresServer, durable_postgresql_url: str, clock: FixedClock
) -> None:
    """The same school goes on: nobody has to open it again."""
    with closing(a_school(durable_postgresql_url, clock=clock)) as school, running_again(durable_postgresql_server):
        durable_postgresql_server.stop("immediate")
        try:
            for _ in range(2):
                with pytest.raises(Unavailable) as refused:
                    school.companies.create(by="staff", name="Adecco")
        finally:
            durable_postgresql_server.start()

        assert refused.value.part == "database"
        school.companies.create(by="staff", name="Adecco")
        assert [one.name for one in school.companies.list(by="staff")] == ["Adecco", "Manpower"]


def test_an_operation_cut_off_by_the_server_is_told_and_leaves_nothing(
    durable_postgresql_server: PostgresServer, durable_postgresql_url: str, clock: FixedClock
) -> None:
    """The server stops within the transaction; afterwards the operation can be done."""
    interruption = Interruption(durable_postgresql_server, clock)
    school = a_school(durable_postgresql_url, clock=interruption)
    with closing(school), running_again(durable_postgresql_server):
        interruption.left = 1
        try:
            with pytest.raises(Unavailable):
                a_slot_session(school, "Lyon", CREW)
        finally:
            if interruption.stopped:
                durable_postgresql_server.start()

        assert interruption.stopped
        assert school.people.list(by="staff") == ()
        a_slot_session(school, "Lyon", CREW)
        assert len(school.people.list(by="staff")) == len(CREW)


def test_a_transaction_cut_off_by_the_server_is_told_and_leaves_nothing(
    durable_postgresql_server: PostgresServer, durable_postgresql_url: str, clock: FixedClock
) -> None:
    """Several operations as one: what the first did went with the server."""
    with closing(a_school(durable_postgresql_url, clock=clock)) as school, running_again(durable_postgresql_server):
        stopped = False
        try:
            with pytest.raises(Unavailable), school.transaction() as inside:
                inside.companies.create(by="staff", name="Adecco")
                durable_postgresql_server.stop("immediate")
                stopped = True
                inside.companies.create(by="staff", name="Randstad")
        finally:
            if stopped:
                durable_postgresql_server.start()

        assert [one.name for one in school.companies.list(by="staff")] == ["Manpower"]


@pytest.mark.rule("JOB-4")
@pytest.mark.parametrize("asked", [2, 4, 6, 9])
def test_a_daily_run_cut_off_by_the_server_goes_on_in_the_next_one(
    durable_postgresql_server: PostgresServer,
    durable_postgresql_url: str,
    clock: FixedClock,
    asked: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One session a transaction: what was committed stays, the rest is done by the second run, nothing twice."""
    monkeypatch.setattr(daily_run, "SESSIONS_AT_ONCE", 1)
    interruption = Interruption(durable_postgresql_server, clock)
    school = a_school(durable_postgresql_url, clock=interruption)
    with closing(school), running_again(durable_postgresql_server):
        for number in range(5):
            a_rotating_session(school, f"S{number}")
        clock.set("2026-11-20T05:00")
        interruption.left = asked
        try:
            with pytest.raises(Unavailable):
                school.jobs.daily(by="staff")
        finally:
            if interruption.stopped:
                durable_postgresql_server.start()

        assert school.jobs.daily(by="staff").failures == ()

        assert [holders(school, f"S{number}") for number in range(5)] == [["cleo", "dan"]] * 5
        taken = [one.person for one in school.messages.list(by="staff", kind="slot_taken")]
        assert len(taken) == len(set(taken)) == 10


# Rows that cannot be read


@pytest.mark.rule("JOB-6")
@pytest.mark.parametrize(
    ("damage", "table", "column"),
    [
        ("update sessions set policy = 'nonsense' where reference = 'Lyon'", "sessions", "policy"),
        ("update sessions set kind = 'nonsense' where reference = 'Lyon'", "sessions", "kind"),
        (
            f"update memberships set role = 'nonsense' where number = 3 and session_id = {LYON}",
            "memberships",
            "role",
        ),
        (
            f"update holdings set opened_by = 'nonsense' where slot = 1 and session_id = {LYON}",
            "holdings",
            "opened_by",
        ),
    ],
    ids=["policy", "kind", "role", "holding"],
)
def test_a_session_that_cannot_be_handled_is_named_and_stops_no_other(
    database_url: str, clock: FixedClock, damage: str, table: str, column: str
) -> None:
    """In the words in which a reading tells it; the others change hands and get their messages, on the next day too."""
    with closing(a_school(database_url, clock=clock)) as school:
        for reference in ("Lille", "Lyon", "Nantes"):
            a_rotating_session(school, reference)
        execute(database_url, damage)
        for day, (first, second) in enumerate([("cleo", "dan"), ("ana", "bob")], 1):
            clock.set(f"{FIRST_DAY + day * ONE_DAY}T05:00")

            run = school.jobs.daily(by="staff")

            assert of_sessions(run.failures) == ["Lyon"]
            assert f"in the table {table}, the row" in run.failures[0].why
            assert f"damaged (column {column})" in run.failures[0].why
            assert run.done["assigned"] == 4
            for reference in ("Lille", "Nantes"):
                assert holders(school, reference) == [first, second]
        logged = school.jobs.log(by="staff")[-1]
        assert (of_sessions(logged.failures), logged.finished) == (["Lyon"], clock.now())


def of_sessions(failures: Iterable[FailureView]) -> list[str]:
    """What failed, apart from the contact of whoever has a damaged membership."""
    return [one.what for one in failures if not one.what.startswith("contacts ")]


@pytest.mark.rule("JOB-6", "ROT-9")
def test_a_session_repaired_catches_up_at_the_next_run(database_url: str, clock: FixedClock) -> None:
    """What it missed is made good as of that day: one change a slot."""
    with closing(a_school(database_url, clock=clock)) as school:
        a_rotating_session(school, "Lyon")
        execute(database_url, "update sessions set policy = 'nonsense'")
        for day in (1, 2, 3):
            clock.set(f"{FIRST_DAY + day * ONE_DAY}T05:00")
            assert len(school.jobs.daily(by="staff").failures) == 1
        execute(database_url, "update sessions set policy = 'paced'")

        clock.set(f"{FIRST_DAY + 4 * ONE_DAY}T05:00")
        assert school.jobs.daily(by="staff").failures == ()

        assert holders(school, "Lyon") == ["cleo", "dan"]
        assert len(school.slots.ledger(by="staff", session="Lyon")) == 4


@pytest.mark.rule("JOB-6")
def test_a_message_that_cannot_be_written_fails_alone(database_url: str, clock: FixedClock) -> None:
    """It is named among the failures; the others leave."""
    with closing(a_school(database_url, clock=clock)) as school:
        a_rotating_session(school, "Lyon")
        school.jobs.daily(by="staff")
        waiting = len(school.messages.list(by="staff", state="pending"))
        execute(database_url, "update messages set kind = 'nonsense' where kind = 'slot_given' and number = 1")

        delivery = school.messages.deliver(by="staff")

        assert (delivery.failed, delivery.sent) == (1, waiting - 1)
        assert "in the table messages, the row 1 is damaged" in delivery.failures[0].why
