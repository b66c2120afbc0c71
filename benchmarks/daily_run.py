"""The daily run against a floor written by hand that reads, decides and writes the same, in the same run.

Data: slot sessions of 20 members on average, a tenth of which are due; dates, policies, paces, packages, lengths of
lists, who has finished and who was there are drawn. The floor is `daily_floor.py`: straight-line code over the bare
driver. After both, the holdings, waiting lists, sessions and messages must be equal, but for random identifiers of
messages. Also: the run when nothing is due, with ten times as many sessions.

The contact bases are left out: `contacts.py` has figures of them.

Full size: 50,000 sessions, 1,000,000 members. Exits 1 when a ratio or the memory is above its limit.
"""

from __future__ import annotations

import gc
import hashlib
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.daily_floor import Postgresql, Sqlite, daily_by_hand
from benchmarks.figures import apart, options, told
from benchmarks.school_data import RUN_AT, build
from ledr_adapters.sql.store import engine_for

MEMBERS = 20
RATIO, IDLE_RATIO, MEMORY = 3.0, 1.5, 300


def main() -> int:
    chosen = options(__doc__, "40 sessions: only to see that it works")
    sessions, runs, calm_runs = (40, 1, 1) if chosen.small else (50_000, 5, 15)
    lines = [line for place in (sqlite_place, postgresql_place) for line in measured(place, sessions, runs, calm_runs)]
    return told("daily_run", lines, chosen)


def measured(place: Callable[[], Any], sessions: int, runs: int, calm_runs: int) -> list[dict[str, Any]]:
    """Medians over fresh copies of one school; each run is a process of its own."""
    with place() as fresh:
        due = fresh("due", sessions, sessions // 10)
        rounds = [[in_a_process(task, due(), digest=True) for task in (daily, floor)] for _ in range(runs)]
        idle, tenth = fresh("idle", sessions, 0)(), fresh("tenth", sessions // 10, 0)()
        calm = [[in_a_process(daily, idle), in_a_process(daily, tenth)] for _ in range(calm_runs)]
    for one in rounds:
        if one[0]["state"] != one[1]["state"]:
            raise AssertionError("the floor and the run leave different schools behind")
    run, by_hand = medians(rounds)
    large, small = medians(calm)
    size = f"{sessions} sessions, about {sessions * MEMBERS} members, {sessions // 10} due"
    calmly = f"{large * 1000:.1f} ms, a tenth of the sessions {small * 1000:.1f} ms"
    peak = max(one[0]["peak_mib"] for one in rounds)
    figures = {
        "by hand": (f"{size}: run {run:.2f} s, by hand {by_hand:.2f} s", run / by_hand, RATIO),
        "nothing due": (calmly, large / small, IDLE_RATIO),
        "memory": (f"{peak} MiB at most, of {MEMORY}", peak / MEMORY, 1.0),
    }
    return [
        {"name": f"daily run, {due.name}, {name}", "what": what, "ratio": ratio, "limit": limit}
        for name, (what, ratio, limit) in figures.items()
    ]


def medians(rounds: list[list[dict[str, Any]]]) -> list[float]:
    """The median seconds of each task of the rounds."""
    return [statistics.median(one["seconds"] for one in task) for task in zip(*rounds, strict=True)]


class Copies:
    """Fresh copies of a school that was built once: calling gives the address of one."""

    def __init__(self, name: str, copy: Callable[[], str]) -> None:
        self.name, self._copy = name, copy

    def __call__(self) -> str:
        return self._copy()


@contextmanager
def sqlite_place() -> Iterator[Callable[[str, int, int], Copies]]:
    """Schools as files."""
    with tempfile.TemporaryDirectory() as folder:

        def fresh(name: str, sessions: int, due: int) -> Copies:
            source = Path(folder, f"{name}.db")
            build(f"sqlite:///{source}", sessions, MEMBERS, due, drawn=True).dispose()
            target = Path(folder, f"copy-{name}.db")

            def copy() -> str:
                for left in Path(folder).glob(f"{target.name}*"):
                    left.unlink()
                shutil.copy(source, target)
                return f"sqlite:///{target}"

            return Copies("SQLite", copy)

        yield fresh


@contextmanager
def postgresql_place() -> Iterator[Callable[[str, int, int], Copies]]:
    """Schools as databases of a server of our own."""
    from tests.postgresql import PostgresServer

    with PostgresServer() as server:

        def fresh(name: str, sessions: int, due: int) -> Copies:
            server.execute(f"create database {name}_source")
            build(server.url(f"{name}_source"), sessions, MEMBERS, due, drawn=True).dispose()

            def copy() -> str:
                server.execute(f"drop database if exists {name}_copy")
                server.execute(f"create database {name}_copy template {name}_source")
                return server.url(f"{name}_copy")

            return Copies("PostgreSQL", copy)

        yield fresh


def in_a_process(task: Callable[[str], float], url: str, *, digest: bool = False) -> dict[str, Any]:
    """Seconds of a task, the peak memory of the process it ran in, and a digest of what it left behind."""
    return apart(_timed, task, url, digest)


def _timed(task: Callable[[str], float], url: str, digest: bool) -> dict[str, Any]:
    seconds = task(url)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": seconds, "peak_mib": peak, "state": state_of(url) if digest else ""}


STATE = (
    "select session_id, number, slot, person_id, since, opened_by, until, closed_by from holdings order by 1, 2",
    "select session_id, person_id, position, queued_by_run from waiting order by 1, 2",
    "select * from sessions order by id",
    """select "key", person_id, session_id, kind, channel, due, created, cast(facts as text), state from messages
       order by "key\"""",
    """select "key", person_id, session_id, kind, created, cast(facts as text) from notifications order by "key\"""",
)


def state_of(url: str) -> str:
    """A digest of what a run changes."""
    digest = hashlib.sha256()
    engine = engine_for(url)
    with engine.connect() as connection:
        for statement in STATE:
            for row in connection.exec_driver_sql(statement):
                digest.update(repr(tuple(row)).encode())
    engine.dispose()
    return digest.hexdigest()


def daily(url: str) -> float:
    """Seconds of `jobs.daily`, on a school that is open already, in a process that has seen another run.

    What a process imports when it works for the first time does not grow with the school: `cli_start.py` has figures.
    """
    with tempfile.TemporaryDirectory() as folder:
        another = f"sqlite:///{folder}/another.db"
        build(another, 5, MEMBERS, 5, drawn=True).dispose()
        ran(another)
    return ran(url)


def ran(url: str) -> float:
    """Seconds of a run."""
    from ledr_adapters import open_school
    from ledr_adapters.recording import RecordingMail
    from ledr_core.testing import FixedClock

    school = open_school(url, clock=FixedClock(RUN_AT), mail=RecordingMail(), contacts="off")
    school.settings.list(by="staff")
    started = time.perf_counter()
    done = school.jobs.daily(by="staff")
    seconds = time.perf_counter() - started
    school.close()
    assert not done.failures, done.failures
    return seconds


def floor(url: str) -> float:
    """Seconds of the same by hand, on a connection that is open already."""
    where = sa.make_url(url)
    driver = Sqlite(str(where.database)) if where.get_backend_name() == "sqlite" else Postgresql(libpq(where))
    gc.disable()  # as the run does
    started = time.perf_counter()
    daily_by_hand(driver, datetime.fromisoformat(RUN_AT + "+01:00").astimezone(UTC))
    return time.perf_counter() - started


def libpq(url: sa.URL) -> str:
    """The address as the bare driver takes it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


if __name__ == "__main__":
    sys.exit(main())
