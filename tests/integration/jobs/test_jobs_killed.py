"""`jobs.weekly` and `jobs.monthly` killed anywhere, or several at once: all is written, and once (JOB-4)."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ledr_adapters.recording import RecordingMail

from ledr_adapters.sql import tables as t
from ledr_core.application.jobs import monthly_run, weekly_run
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school
from tests.integration.certification.certifying import certifying, grade, handed_in
from tests.integration.conftest import Rehearsal, address
from tests.postgresql import PostgresServer
from tests.processes import PATIENCE, exit_status, in_a_process, in_processes

MORNING = "2026-12-01T11:00"
"""A Tuesday, and the first day of a month."""
JOBS = ("weekly", "monthly")
PARTS = 6
MANAGERS, LEARNERS = 4, 3

Addresses = Callable[[], Any]


def a_reporting_school(url: str, folder: Path) -> None:
    """Managers with learners who have moved, stood still, finished, been certified or reached their end date."""
    clock = FixedClock("2026-11-19T09:00")
    with closing(a_school(url, clock=clock, furnished=False)) as school:
        ledr = Rehearsal(school, clock, RecordingMail())
        ledr.a_course()
        school.companies.create(by="staff", name="Manpower")
        certifying(ledr, folder)
        for name, value in (("care_address", "care@ecole.example"), ("marketing_address", "com@ecole.example")):
            school.settings.set(by="staff", name=name, value=value)
        ledr.a_person("paul", "pilot")
        for number in range(MANAGERS):
            names = [f"p{number}{place}" for place in range(LEARNERS)]
            end = "2026-11-30" if number % 2 else "2027-10-31"
            ledr.a_session(f"Lyon {number}", kind="licence", members=" ".join(names), end=end)
            ledr.a_person(f"m{number}", "manager")
            people = [address(name) for name in names]
            school.people.set_managed(by="staff", manager=address(f"m{number}"), people=people)
            ledr.watch(names[0], "l1")
            handed_in(ledr, names[1])
            grade(ledr, 16, names[1])


@pytest.fixture(scope="module", params=["files", "server"])
def copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """Copies of such a school, as files or on a server."""
    folder = tmp_path_factory.mktemp("reporting")
    if request.param == "files":
        made = folder / "made.db"
        a_reporting_school(f"sqlite:///{made}", folder)

        @contextmanager
        def a_file() -> Iterator[str]:
            shutil.copy(made, folder / "copy.db")
            yield f"sqlite:///{folder / 'copy.db'}"
            for left in folder.glob("copy.db*"):
                left.unlink()

        yield a_file
        return
    server: PostgresServer = request.getfixturevalue("durable_postgresql_server")
    with server.database() as url:
        a_reporting_school(url, folder)

        @contextmanager
        def a_database() -> Iterator[str]:
            with server.database(template=url) as copy:
                yield copy

        yield a_database


def state(url: str) -> dict[str, list[Any]]:
    """What the jobs have written, apart from what is chance."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        messages = connection.execute(sa.select(t.messages.c.key, t.messages.c.facts)).all()
        endings = connection.execute(sa.select(t.endings.c.person_id, t.endings.c.ended_on)).all()
        documents = connection.execute(sa.select(t.documents.c.code, t.documents.c.successor)).all()
    engine.dispose()
    keys = [row.key for row in messages]
    assert len(keys) == len(set(keys))
    told = sorted((row.key, repr(row.facts)) for row in messages)
    return {"messages": told, "endings": sorted(map(tuple, endings)), "documents": sorted(map(repr, documents))}


def small_pieces() -> None:
    weekly_run.MANAGERS_AT_ONCE = 1
    monthly_run.DOCUMENTS_AT_ONCE = 2
    monthly_run.ATTACHED = 2


def run(url: str, moment: Callable[[], None] = lambda: None) -> list[Any]:
    """Both jobs, in small pieces, calling *moment* before each statement, before each commit, and after it."""
    small_pieces()
    with closing(a_school(url, clock=FixedClock(MORNING), furnished=False)) as school:
        engine: sa.Engine = school._desk.ports.store.engine  # type: ignore[attr-defined]
        for event in ("before_cursor_execute", "commit", "checkin"):
            sa.event.listen(engine, event, lambda *_: moment())
        runs = [getattr(school.jobs, job)(by="staff") for job in JOBS]
    return [(dict(one.done), one.failures) for one in runs]


def count_moments(url: str) -> int:
    count = 0

    def one_more() -> None:
        nonlocal count
        count += 1

    run(url, one_more)
    return count


def run_and_die(url: str, moment: int) -> None:
    left = moment

    def one_less() -> None:
        nonlocal left
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    run(url, one_less)


@pytest.fixture(scope="module")
def undisturbed(copies: Addresses) -> tuple[dict[str, list[Any]], int]:
    """What the jobs leave when they are left alone, and how many moments they have."""
    with copies() as url:
        moments = in_a_process(count_moments, url)
        return state(url), moments


def test_the_jobs_are_of_many_pieces(undisturbed: tuple[dict[str, list[Any]], int]) -> None:
    """What the other tests cut: reports to all, a list to both, and attestations to the pilot and the managers."""
    kinds = [key.partition(":")[0] for key, _ in undisturbed[0]["messages"]]

    assert kinds.count("team_report") == MANAGERS // 2
    assert kinds.count("certified_list") == 2
    ended = LEARNERS * (MANAGERS // 2) + MANAGERS // 2
    assert len(undisturbed[0]["endings"]) == ended
    assert kinds.count("attestations") > ended // 2
    assert undisturbed[1] > 200


@pytest.mark.rule("JOB-2", "JOB-3", "JOB-4")
@pytest.mark.parametrize("part", range(PARTS))
def test_jobs_killed_at_any_statement_or_commit_are_finished_by_the_next_ones(
    copies: Addresses, undisturbed: tuple[dict[str, list[Any]], int], part: int
) -> None:
    wanted, moments = undisturbed
    moment = (2 * part + 1) * moments // (2 * PARTS)
    with copies() as url:
        assert exit_status(run_and_die, url, moment) == -signal.SIGKILL

        for _, failures in in_a_process(run, url):
            assert failures == ()
        assert state(url) == wanted, f"killed at moment {moment} of {moments}"


@pytest.mark.rule("JOB-2", "JOB-3", "JOB-4")
def test_jobs_at_the_same_moment_write_together_what_one_writes(
    copies: Addresses, undisturbed: tuple[dict[str, list[Any]], int]
) -> None:
    with copies() as url:
        answers = in_processes(3, run_with_the_others, url)

        for answer in answers:
            assert isinstance(answer, list), answer
            assert [failures for _, failures in answer] == [(), ()]
        assert state(url) == undisturbed[0]


def run_with_the_others(_: int, barrier: Barrier, url: str) -> list[Any]:
    barrier.wait(PATIENCE)
    return run(url)
