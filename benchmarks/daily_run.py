"""The daily run against a floor written by hand that reads, decides and writes the same, in the same run.

Data: paced slot sessions of 20 members each, two slots, eighteen waiting; in a tenth of them one slot is due. The floor
is `daily_floor.py`: straight-line code over the bare driver. After both, the holdings, waiting lists, sessions and
messages must be equal, but for random identifiers of messages. For information, the same holdings, waiting lists and
sessions, and as many messages, by nine set-based statements alone, which know beforehand that nothing else is due.
Also: the run when nothing is due, with ten times as many sessions.

The contact bases are left out: `contacts.py` has figures of them.

Full size: 50,000 sessions, 1,000,000 members. Exits 1 when a ratio or the memory is above its limit.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
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
from benchmarks.figures import options, told
from benchmarks.school_data import EVERY, RUN_AT, TODAY, build
from ledr_adapters.sql.store import engine_for

MEMBERS = 20
RATIO, IDLE_RATIO, MEMORY = 3.0, 1.5, 300


def main() -> int:
    chosen = options(__doc__, "10 sessions: only to see that it works")
    sessions, runs, calm_runs = (10, 1, 1) if chosen.small else (50_000, 5, 15)
    lines = [line for place in (sqlite_place, postgresql_place) for line in measured(place, sessions, runs, calm_runs)]
    return told("daily_run", lines, chosen)


def measured(place: Callable[[], Any], sessions: int, runs: int, calm_runs: int) -> list[dict[str, Any]]:
    """Medians over fresh copies of one school; each run is a process of its own."""
    with place() as fresh:
        due = fresh("due", sessions, sessions // 10)
        tasks = (daily, floor, set_based)
        rounds = [[in_a_process(task, due(), digest=task is not set_based) for task in tasks] for _ in range(runs)]
        idle, tenth = fresh("idle", sessions, 0)(), fresh("tenth", sessions // 10, 0)()
        calm = [[in_a_process(daily, idle), in_a_process(daily, tenth)] for _ in range(calm_runs)]
    for one in rounds:
        if one[0]["state"] != one[1]["state"]:
            raise AssertionError("the floor and the run leave different schools behind")
    run, by_hand, sets = medians(rounds)
    large, small = medians(calm)
    size = f"{sessions} sessions, {sessions * MEMBERS} members, {sessions // 10} due"
    calmly = f"{large * 1000:.1f} ms, a tenth of the sessions {small * 1000:.1f} ms"
    peak = max(one[0]["peak_mib"] for one in rounds)
    figures = {
        "by hand": (f"{size}: run {run:.2f} s, by hand {by_hand:.2f} s", run / by_hand, RATIO),
        "set-based": (f"for information, the changes as statements alone {sets:.2f} s", run / sets, None),
        "nothing due": (calmly, large / small, IDLE_RATIO),
        "memory": (f"{peak} MiB at most, of {MEMORY}", peak / MEMORY, 1.0),
    }
    return [
        {"name": f"daily run, {due.name}, {name}", "what": what, "ratio": ratio} | ({"limit": limit} if limit else {})
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
            build(f"sqlite:///{source}", sessions, MEMBERS, due).dispose()
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
            build(server.url(f"{name}_source"), sessions, MEMBERS, due).dispose()

            def copy() -> str:
                server.execute(f"drop database if exists {name}_copy")
                server.execute(f"create database {name}_copy template {name}_source")
                return server.url(f"{name}_copy")

            return Copies("PostgreSQL", copy)

        yield fresh


def in_a_process(task: Callable[[str], float], url: str, *, digest: bool = False) -> dict[str, Any]:
    """Seconds of a task, the peak memory of the process it ran in, and a digest of what it left behind."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_timed, (task, url, digest))


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
    """Seconds of `jobs.daily`, on a school that is open already, in a process that has run one in another school."""
    from ledr_adapters import open_school
    from ledr_adapters.recording import RecordingMail
    from ledr_core.testing import FixedClock

    def seconds(url: str) -> float:
        school = open_school(url, clock=FixedClock(RUN_AT), mail=RecordingMail(), contacts="off")
        school.settings.list(by="staff")
        started = time.perf_counter()
        done = school.jobs.daily(by="staff")
        taken = time.perf_counter() - started
        school.close()
        assert not done.failures, done.failures
        return taken

    with tempfile.TemporaryDirectory() as folder:  # a process imports once what a run works with, whatever the size
        warm = f"sqlite:///{folder}/warm.db"
        build(warm, 10, MEMBERS, 1).dispose()
        seconds(warm)
    return seconds(url)


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


def set_based(url: str) -> float:
    """Seconds of the changes alone as set-based statements."""
    engine = engine_for(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("select 1")
    started = time.perf_counter()
    with engine.begin() as connection:
        for statement in SET_BASED[engine.dialect.name]:
            connection.execute(sa.text(statement), VALUES)
    seconds = time.perf_counter() - started
    engine.dispose()
    return seconds


VALUES = {"today": str(TODAY), "long_ago": "2026-11-10 00:00:00", "now": "2026-11-23 04:00:00", "every": EVERY}

_CHANGES = """
create temporary table change as
select s.id as session_id, h.number, h.slot, h.person_id as leaving, s.holdings_opened + 1 as opened,
       w.person_id as entering, w.last
from sessions s
join holdings h on h.session_id = s.id and h.until is null and h.since <= {long_ago}
join (select session_id, person_id, position,
             row_number() over (partition by session_id order by position) as place,
             max(position) over (partition by session_id) as last
      from waiting where session_id in (select id from sessions where next_change_on <= {today})) w
  on w.session_id = s.id and w.place = 1
where s.next_change_on <= {today}
"""
_WRITES = (
    """update holdings set until = {now}, closed_by = 'rotation'
       where (session_id, number) in (select session_id, number from change)""",
    """insert into holdings (session_id, number, slot, person_id, since, opened_by)
       select session_id, opened, slot, entering, {now}, 'rotation' from change""",
    "delete from waiting where (session_id, person_id) in (select session_id, entering from change)",
    "insert into waiting (session_id, person_id, position) select session_id, leaving, last + 1 from change",
    """update sessions set holdings_opened = holdings_opened + 1, version = version + 1, next_change_on = {next}
       where id in (select session_id from change)""",
    *(
        f"""insert into messages (id, "key", person_id, session_id, kind, channel, due, created, facts, resolved, state,
                                  reason, tries)
            select {{identifier}}, '{kind}:' || session_id || ':' || {number}, {person}, session_id, '{kind}', 'email',
                   {{now}}, {{now}}, {{facts}}, {{false}}, 'pending', '', 0
            from change"""
        for kind, person, number in (("slot_given", "entering", "opened"), ("slot_taken", "leaving", "number"))
    ),
    """insert into notifications (id, "key", person_id, session_id, kind, facts, created)
       select id, "key", person_id, session_id, kind, facts, created from messages where created = {now}""",
)
_PARTS = {
    "sqlite": {
        "today": ":today",
        "long_ago": ":long_ago",
        "now": ":now",
        "next": "date(:today, '+14 days')",
        "identifier": "lower(hex(randomblob(10)))",
        "facts": """'{"slot": ' || slot || '}'""",
        "false": "0",
    },
    "postgresql": {
        "today": "cast(:today as date)",
        "long_ago": "cast(:long_ago as timestamptz)",
        "now": "cast(:now as timestamptz)",
        "next": "cast(:today as date) + 14",
        "identifier": "substr(md5(random()::text), 1, 20)",
        "facts": "json_build_object('slot', slot)",
        "false": "false",
    },
}
SET_BASED = {name: [part.format(**parts) for part in (_CHANGES, *_WRITES)] for name, parts in _PARTS.items()}


if __name__ == "__main__":
    sys.exit(main())
