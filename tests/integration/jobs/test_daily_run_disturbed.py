"""`jobs.daily` among others and in bad company: other runs, a clock set back, servers, disks and locks that fail it.

Each time the school ends as one undisturbed run leaves it, or a clear error is told and nothing is half done.
"""

import os
import resource
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import frozen

from ledr_adapters.sql import tables
from ledr_core import Invalid, School, Unavailable
from ledr_core.application.jobs import daily_run
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school
from tests.busy_school import EVE, MORNING, TODAY, Copies, differences, state
from tests.postgresql import PostgresServer
from tests.processes import PATIENCE, context, in_a_process, in_processes

CHUNK = 2


@frozen
class Undisturbed:
    """What a run makes of the school when it is left alone, and what it says that it did."""

    state: dict[str, list[tuple[Any, ...]]]
    done: Counter[str]


def left_alone(copies: Copies) -> Undisturbed:
    with copies.copy() as url:
        run = opened_and_run(url)
        assert run.failures == ()
        return Undisturbed(state(url), Counter(run.done))


@pytest.fixture(scope="module")
def undisturbed(busy: Copies) -> Undisturbed:
    """Such a run."""
    return left_alone(busy)


@pytest.fixture(scope="module")
def undisturbed_files(busy_files: Copies) -> Undisturbed:
    return left_alone(busy_files)


@pytest.fixture(scope="module")
def undisturbed_server(busy_server: Copies) -> Undisturbed:
    return left_alone(busy_server)


@pytest.fixture
def sqlite_copy(busy_files: Copies) -> Iterator[str]:
    """The URL of a SQLite copy."""
    with busy_files.copy() as url:
        yield url


@pytest.fixture(autouse=True)
def _many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run commits often."""
    monkeypatch.setattr(daily_run, "SESSIONS_AT_ONCE", CHUNK)


def reopened(url: str, at: str = MORNING, lock_wait: float = 30) -> School:
    """The school of a database, for a block."""
    return a_school(url, clock=FixedClock(at), furnished=False, lock_wait=lock_wait)


def opened_and_run(url: str, at: str = MORNING) -> Any:
    """A daily run by somebody who comes for that."""
    with reopened(url, at) as school:
        return school.jobs.daily(by="staff")


def engine_of(school: School) -> sa.Engine:
    """What the school speaks to its database through."""
    engine: sa.Engine = school._desk.ports.store.engine  # type: ignore[attr-defined]
    return engine


def at_each_moment(school: School, moment: Callable[[], None]) -> None:
    """Call *moment* before each statement and commit of the school, and once a connection is given back."""
    for event in ("before_cursor_execute", "commit", "checkin"):
        sa.event.listen(engine_of(school), event, lambda *_: moment())


# Other runs


@pytest.mark.rule("ROT-9", "JOB-4")
@pytest.mark.parametrize("runs", [2, 4])
def test_runs_at_the_same_moment_do_together_what_one_does(busy: Copies, undisturbed: Undisturbed, runs: int) -> None:
    """No session is handled twice, every message is written once, and each run ends well."""
    with busy.copy() as url:
        answers = in_processes(runs, run_with_the_others, url)

        assert sum((Counter(done) for done, _ in answers), Counter()) == undisturbed.done
        assert [failures for _, failures in answers] == [()] * runs
        assert differences(state(url), undisturbed.state) == {}


def run_with_the_others(_: int, barrier: Barrier, url: str) -> tuple[dict[str, int], Any]:
    daily_run.SESSIONS_AT_ONCE = CHUNK
    with reopened(url) as school:
        barrier.wait(PATIENCE)
        run = school.jobs.daily(by="staff")
    return run.done, run.failures


@pytest.mark.rule("JOB-4")
def test_a_run_finishes_what_another_one_had_begun_when_it_was_killed(busy: Copies, undisturbed: Undisturbed) -> None:
    """The other stands still with a piece of the work in its hands: this one does the rest, waits, takes it over."""
    with busy.copy() as url:
        holding, answer = context.Event(), context.SimpleQueue()
        other = context.Process(target=run_and_stand_still, args=(url, holding), daemon=True)
        mine = context.Process(target=run_and_tell, args=(url, answer), daemon=True)
        try:
            other.start()
            assert holding.wait(PATIENCE)
            mine.start()
            mine.join(2)
            assert mine.is_alive()
        finally:
            other.kill()
        mine.join(PATIENCE)

        assert mine.exitcode == 0
        assert answer.get() == ()
        assert differences(state(url), undisturbed.state) == {}


def run_and_stand_still(url: str, holding: Event) -> None:
    """A run that stops for good when it is about to write the messages of its third piece."""
    daily_run.SESSIONS_AT_ONCE = CHUNK
    written = 0

    def write(_: object, __: object, statement: str, *___: object) -> None:
        nonlocal written
        written += statement.lower().startswith("insert into messages")
        if written == 3:
            holding.set()
            os.kill(os.getpid(), signal.SIGSTOP)

    with reopened(url) as school:
        sa.event.listen(engine_of(school), "before_cursor_execute", write)
        school.jobs.daily(by="staff")


def run_and_tell(url: str, answer: Any) -> None:
    daily_run.SESSIONS_AT_ONCE = CHUNK
    answer.put(opened_and_run(url).failures)


# Rows that cannot be handled


PACED = "reference = 'Quotidienne 00'"
NATURAL = "session_id = (select id from sessions where reference = 'Naturelle 00')"
OF_PACED = f"session_id = (select id from sessions where {PACED})"
RECOUNTED = f"update sessions set holdings_opened = (select max(number) from holdings where {OF_PACED}) where {PACED}"
BIG = {"sqlite": 2**63 - 1, "postgresql": 2**31 - 1}


@frozen
class Damage:
    """What is done to the database, how it is mended, and what the run must say meanwhile."""

    done: str
    mended: str
    why: str
    session: str = "Quotidienne 00"


DAMAGES = {
    "kind": Damage(
        f"update sessions set kind = 'nonsense' where {PACED}",
        f"update sessions set kind = 'slot' where {PACED}",
        "damaged (column kind)",
    ),
    "pace": Damage(
        f"update sessions set every = 0 where {PACED}", f"update sessions set every = 1 where {PACED}", "every: 0"
    ),
    "no pace": Damage(
        f"update sessions set every = null where {PACED}",
        f"update sessions set every = 1 where {PACED}",
        "every: is missing",
    ),
    "policy": Damage(
        f"update sessions set policy = 'weekly' where {PACED}",
        f"update sessions set policy = 'paced' where {PACED}",
        "damaged (column policy)",
    ),
    "member": Damage(
        f"update memberships set role = 'nonsense' where number = 5 and {NATURAL}",
        f"update memberships set role = 'learner' where number = 5 and {NATURAL}",
        "damaged (column role)",
        "Naturelle 00",
    ),
    "holding": Damage(
        f"update holdings set opened_by = 'nonsense' where until is null and {NATURAL}",
        f"update holdings set opened_by = 'manual' where until is null and {NATURAL}",
        "damaged (column opened_by)",
        "Naturelle 00",
    ),
    "waiting list": Damage(
        "insert into waiting (session_id, person_id, position) select session_id, person_id, 0 from holdings"
        f" where slot = 2 and until is null and {NATURAL}",
        f"delete from waiting where position = 0 and {NATURAL}",
        "changed meanwhile",
        "Naturelle 00",
    ),
    "a rule that fails": Damage(
        f"update memberships set \"end\" = '9999-12-31' where {OF_PACED}",
        f"update memberships set \"end\" = '2027-09-30' where {OF_PACED}",
        "out of range",
    ),
    "counter set back": Damage(
        f"update sessions set holdings_opened = 0 where {PACED}", RECOUNTED, "changed meanwhile"
    ),
    "counter worn out": Damage(f"update sessions set holdings_opened = BIG where {PACED}", RECOUNTED, ""),
}


@pytest.mark.rule("JOB-6", "JOB-4")
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_session_that_cannot_be_handled_is_named_and_handled_once_it_is_mended(
    busy: Copies, undisturbed: Undisturbed, damage: Damage
) -> None:
    """It stops no other, not even of its chunk; the next run of the same day makes the school what it should be."""
    with busy.copy() as url:
        execute(url, damage.done)

        run = opened_and_run(url)

        assert of_sessions(run) == [damage.session]
        assert damage.why in run.failures[0].why
        assert run.done["sessions"] == undisturbed.done["sessions"] - 1
        execute(url, damage.mended)
        again = opened_and_run(url)
        assert (again.failures, again.done["sessions"]) == ((), 1)
        assert differences(state(url), undisturbed.state) == {}


@pytest.mark.rule("JOB-6")
def test_a_session_whose_course_is_gone_stops_no_other(busy: Copies, undisturbed: Undisturbed) -> None:
    """Whatever becomes of it, and it is named where it cannot be saved."""
    with busy.copy() as url:
        execute(url, f"update sessions set course_id = 'gone' where {PACED}", enforced=False)

        run = opened_and_run(url)

        assert of_sessions(run) in ([], ["Quotidienne 00"])
        ((gone,),) = execute(url, f"select id from sessions where {PACED}")
        assert without(gone, state(url)) == without(gone, undisturbed.state)


def of_sessions(run: Any) -> list[str]:
    """What failed, apart from the contacts of whoever has a damaged membership."""
    return [one.what for one in run.failures if not one.what.startswith("contacts ")]


def without(session: str, found: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """A state but for one session, and for contacts, which say what course it follows."""
    kept = {name: rows for name, rows in found.items() if name != tables.transferred_contacts.name}
    return {name: [row for row in rows if session not in row] for name, rows in kept.items()}


@pytest.mark.rule("JOB-6", "ACC-15")
def test_an_account_that_cannot_be_read_is_named_and_the_others_are_welcomed(
    sqlite_copy: str, undisturbed_files: Undisturbed
) -> None:
    """Only a SQLite file takes a time that is none."""
    pilot = "where email = 'pilot00@manpower.example'"
    (created,) = execute(sqlite_copy, f"select created from people {pilot}")
    execute(sqlite_copy, f"update people set created = 'nonsense' {pilot}")

    run = opened_and_run(sqlite_copy)

    assert [one.what for one in run.failures] == ["pilot00@manpower.example"]
    assert run.done["welcome"] == undisturbed_files.done["welcome"] - 1
    execute(sqlite_copy, f"update people set created = '{created[0]}' {pilot}")
    again = opened_and_run(sqlite_copy)
    assert (again.failures, again.done) == ((), {"welcome": 1})
    assert differences(state(sqlite_copy), undisturbed_files.state) == {}


def execute(url: str, statement: str, *, enforced: bool = True) -> Sequence[Any]:
    """Do to a database what no operation would, with or without its foreign keys."""
    engine = sa.create_engine(url)
    loosen = {"sqlite": "pragma foreign_keys = off", "postgresql": "set session_replication_role = replica"}
    with engine.connect() as connection:
        if not enforced:
            connection.exec_driver_sql(loosen[engine.dialect.name])
        result = connection.exec_driver_sql(statement.replace("BIG", str(BIG[engine.dialect.name])))
        found = result.all() if result.returns_rows else ()
        connection.commit()
    engine.dispose()
    return found


# The clock and the date


@pytest.mark.rule("ROT-9", "JOB-4")
def test_a_run_of_a_date_already_done_moves_nothing_and_writes_nothing(busy: Copies, undisturbed: Undisturbed) -> None:
    """At the same instant or later that day, with or without naming the date."""
    with busy.copy() as url:
        opened_and_run(url)
        for at in (MORNING, f"{TODAY}T05:01", f"{TODAY}T23:59"):
            with reopened(url, at) as school:
                assert school.jobs.daily(by="staff").done == {}
                assert school.jobs.daily(by="staff", date=TODAY).done == {}

        assert differences(state(url), undisturbed.state) == {}


@pytest.mark.rule("ROT-9", "JOB-4")
def test_a_clock_set_back_by_a_day_is_told_and_harmless(busy: Copies, undisturbed: Undisturbed) -> None:
    """The run says which date it met; nothing moves; with the clock right again the next day's run is as ever."""
    with busy.copy() as url:
        opened_and_run(url)
        for chosen in (None, EVE):
            with reopened(url, f"{EVE}T05:00") as school, pytest.raises(Invalid) as told:
                school.jobs.daily(by="staff", date=chosen)
            assert told.value.field == "date"
            assert TODAY in str(told.value)
        assert differences(state(url), undisturbed.state) == {}

        next_day = opened_and_run(url, "2026-11-21T05:00")
        after = state(url)
    with busy.copy() as other:
        opened_and_run(other)
        assert opened_and_run(other, "2026-11-21T05:00").done == next_day.done
        assert differences(state(other), after) == {}


@pytest.mark.rule("ROT-9", "JOB-4")
def test_a_clock_set_back_by_hours_changes_nothing(busy: Copies, undisturbed: Undisturbed) -> None:
    """A run of the same date, begun before the one that is over."""
    with busy.copy() as url:
        opened_and_run(url)

        assert opened_and_run(url, f"{TODAY}T03:00").done == {}

        assert differences(state(url), undisturbed.state) == {}


@pytest.mark.rule("JOB-4")
def test_a_clock_set_back_in_the_middle_of_a_run_only_leaves_work_for_the_next_one(
    busy: Copies, undisturbed: Undisturbed
) -> None:
    """What is due only the next day for that clock is left; nothing is changed or written twice."""
    with busy.copy() as url:
        clock = FixedClock(MORNING)
        with closing(a_school(url, clock=clock, furnished=False)) as school:
            school.progress = lambda done, _, __: clock.set(f"{EVE}T05:00") if done >= 2 * CHUNK else None
            first = school.jobs.daily(by="staff")

        second = opened_and_run(url)

        assert first.failures == second.failures == ()
        together = Counter(first.done) + Counter(second.done)
        assert together - Counter(sessions=together["sessions"] - undisturbed.done["sessions"]) == undisturbed.done


# A server that is restarted


@pytest.mark.rule("JOB-4")
@pytest.mark.parametrize(
    "moment", [3, 101, 199, 248, *(pytest.param(one, marks=pytest.mark.soak) for one in (40, 150))]
)
def test_a_server_restarted_in_the_middle_of_a_run_leaves_nothing_half_done(
    durable_postgresql_server: PostgresServer,
    busy_server: Copies,
    undisturbed_server: Undisturbed,
    moment: int,
) -> None:
    """The run goes on, or says that the database is out of service; the next one gives the same school."""
    with busy_server.copy() as url, reopened(url) as school:
        left = moment

        def restart() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                durable_postgresql_server.stop("immediate")
                durable_postgresql_server.start()

        at_each_moment(school, restart)
        try:
            assert school.jobs.daily(by="staff").failures == ()
        except Unavailable as told:
            assert told.part == "database"

        assert left < 0
        assert opened_and_run(url).failures == ()
        assert differences(state(url), undisturbed_server.state) == {}


# A disk that is full, a file that somebody keeps locked


@pytest.mark.rule("JOB-4")
@pytest.mark.parametrize("room", [0, 8, 24])
def test_a_disk_full_in_the_middle_of_a_run_is_told_and_leaves_nothing_half_done(
    sqlite_copy: str, undisturbed_files: Undisturbed, room: int
) -> None:
    """With so many kilobytes left; what is committed is whole, and with room again the next run does the rest."""
    told = in_a_process(run_with_room_for, sqlite_copy, room * 1024)

    assert told is not None
    assert "full" in told or "disk" in told
    with closing(sqlite3.connect(file_of(sqlite_copy))) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
    assert opened_and_run(sqlite_copy).failures == ()
    assert differences(state(sqlite_copy), undisturbed_files.state) == {}


def run_with_room_for(url: str, size: int) -> str | None:
    """A run during which no file may grow beyond the database's size and so many bytes; gives what it says."""
    daily_run.SESSIONS_AT_ONCE = CHUNK
    with reopened(url) as school:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_of(url).stat().st_size + size, hard))
        try:
            school.jobs.daily(by="staff")
        except Unavailable as error:
            return str(error)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    return None


@pytest.mark.rule("JOB-4")
@pytest.mark.parametrize("how", ["immediate", "exclusive"])
@pytest.mark.parametrize("moment", [1, 12, 30])
def test_a_database_that_somebody_keeps_locked_is_told_and_leaves_nothing_half_done(
    sqlite_copy: str, undisturbed_files: Undisturbed, moment: int, how: str
) -> None:
    """Another program writes for longer than we wait: the run ends in words, and the next one does the rest."""
    with reopened(sqlite_copy, lock_wait=0.1) as school, closing(sqlite3.connect(file_of(sqlite_copy))) as other:
        other.isolation_level = None
        left = moment

        def lock(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                other.execute(f"begin {how}")

        sa.event.listen(engine_of(school), "checkin", lock)
        with pytest.raises(Unavailable, match="locked"):
            school.jobs.daily(by="staff")
        other.execute("rollback")

        assert school.jobs.daily(by="staff").failures == ()
    assert differences(state(sqlite_copy), undisturbed_files.state) == {}


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))
