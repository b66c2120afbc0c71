"""One `slots.assign` against a floor by hand on SQLite (synchronous=normal), and the same in a much larger session.

The floor is straight-line code over sqlite3 in one `begin immediate` transaction. It reads only what the decision
needs: the session's row, the person, the membership, the open holdings, whether the person has finished, the settings
that say when the session is due next. It writes the same rows: the holding, the waiting list, the session, the message.

The larger session has 200 members and 1,000 closed holdings: whatever grows with them would show. It may take twice
what the small one may, against the same floor. Each of the three works on a database of its own, in turn, always on a
slot that is free; medians.
"""

from __future__ import annotations

import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.daily_floor import LEARNING, ONE_DAY, counted_day
from benchmarks.figures import options, told
from benchmarks.school_data import PACKAGE, RUN_AT, TODAY, build

RATIO, GROWTH = 10.0, 2.0
MEMBERS, MANY_MEMBERS, CLOSED = 20, 200, 1000


def main() -> int:
    chosen = options(__doc__, "3 assignments each")
    times = measured(3 if chosen.small else 400)
    ours, large, by_hand = (statistics.median(one) * 1000 for one in zip(*times, strict=True))
    figures = [
        {
            "name": "an assignment",
            "what": f"{MEMBERS} members: {ours:.3f} ms, by hand {by_hand:.3f} ms",
            "ratio": ours / by_hand,
            "limit": RATIO,
        },
        {
            "name": "an assignment in a large session",
            "what": f"{MANY_MEMBERS} members and {CLOSED} closed holdings: {large:.3f} ms, by hand {by_hand:.3f} ms",
            "ratio": large / by_hand,
            "limit": GROWTH * RATIO,
        },
        {
            "name": "an assignment, large against small",
            "what": f"for information, {MANY_MEMBERS} members {large:.3f} ms, {MEMBERS} members {ours:.3f} ms",
            "ratio": large / ours,
        },
    ]
    return told("assign", figures, chosen)


def measured(count: int) -> list[tuple[float, float, float]]:
    """Seconds of an assignment with few members, with many, and by hand, that many times."""
    with tempfile.TemporaryDirectory() as folder:
        warm = 5
        few = assigning(school(Path(folder, "few.db"), count + warm, MEMBERS, 0))
        many = assigning(school(Path(folder, "many.db"), count + warm, MANY_MEMBERS, CLOSED))
        by_hand = assigning_by_hand(school(Path(folder, "hand.db"), count + warm, MEMBERS, 0))
        rounds = [(seconds(few, place), seconds(many, place), seconds(by_hand, place)) for place in range(count + warm)]
        return rounds[warm:]


def seconds(assign: Callable[[str, str], Any], place: int) -> float:
    """Give the free slot of a session to somebody in the middle of its list."""
    reference, email = f"Session {place}", f"p{place:06}x0007@client.example"
    started = time.perf_counter()
    assign(reference, email)
    return time.perf_counter() - started


def school(path: Path, sessions: int, members: int, closed: int) -> Path:
    """Sessions with one slot free each, and that many holdings of the past."""
    engine = build(f"sqlite:///{path}", sessions, members, 0)
    with engine.begin() as connection:
        if closed:
            past = """insert into holdings (session_id, number, slot, person_id, since, opened_by, until, closed_by)
                with recursive past(number) as (select 1 union all select number + 1 from past where number < ?)
                select sessions.id, 100 + past.number, 1, people.id, '2026-09-01 04:00:00.000000', 'rotation',
                       '2026-09-02 04:00:00.000000', 'rotation'
                from sessions, past join people on people.id = 'p' || substr(sessions.id, 2) || 'x0009'"""
            connection.exec_driver_sql(past, (closed,))
        opened = PACKAGE + 100 + closed
        connection.exec_driver_sql("update sessions set package = ?, holdings_opened = ?", (PACKAGE + 1, opened))
    engine.dispose()
    return path


def assigning(path: Path) -> Callable[[str, str], Any]:
    from ledr_adapters import open_school
    from ledr_adapters.recording import RecordingMail
    from ledr_core.testing import FixedClock

    opened = open_school(f"sqlite:///{path}", clock=FixedClock(RUN_AT), mail=RecordingMail())
    return lambda reference, email: opened.slots.assign(by="staff", session=reference, person=email)


@sa.event.listens_for(sa.Engine, "connect")
def as_the_floor(connection: sqlite3.Connection, _: Any) -> None:
    connection.execute("pragma synchronous = normal")


def assigning_by_hand(path: Path) -> Callable[[str, str], Any]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = normal")
    run = connection.execute

    def assign(reference: str, email: str) -> tuple[str, int]:
        today, now = TODAY, "2026-11-23 04:00:00.000000"
        run("begin immediate")
        session, course, kind, end, package, policy, every, weekends, paced_from, opened, due, version = run(
            """select id, course_id, kind, "end", package, policy, every, weekends, paced_from, holdings_opened,
            next_change_on, version from sessions where reference = ?""",
            (reference,),
        ).fetchone()
        (person,) = run("select id from people where email_key = ?", (email.casefold(),)).fetchone()
        role, start, until, welcomed = run(
            """select role, start, "end", welcomed from memberships
            where session_id = ? and person_id = ? and left_at is null""",
            (session, person),
        ).fetchone()
        held = run("select slot, person_id from holdings where session_id = ? and until is null", (session,)).fetchall()
        done = run("select 1 from finishes where person_id = ? and course_id = ?", (person, course)).fetchone()
        settings = dict(run("select name, value from settings where since is null or since <= ?", (str(today),)))
        taken = {slot for slot, _ in held}
        free = [slot for slot in range(1, package + 1) if slot not in taken]
        if kind != "slot" or end < str(today) or not free or not welcomed or policy != "paced":
            raise NotImplementedError(reference)
        if role not in LEARNING or until < str(today) or any(holder == person for _, holder in held):
            raise NotImplementedError(email)
        zero = max(today, date.fromisoformat(start), date.fromisoformat(paced_from))
        before = counted_day(zero, every, weekends) - ONE_DAY
        while not weekends and before.weekday() >= 5:
            before -= ONE_DAY
        quiet = today + int(settings.get("inactivity_days", 21)) * ONE_DAY
        coming = [before, date.fromisoformat(until) + ONE_DAY] + ([] if done else [quiet])
        due = min(due, *map(str, coming)) if due else str(min(coming))
        run(
            """insert into holdings (session_id, number, slot, person_id, since, opened_by)
            values (?, ?, ?, ?, ?, 'manual')""",
            (session, opened + 1, free[0], person, now),
        )
        run("delete from waiting where session_id = ? and person_id = ?", (session, person))
        run(
            """update sessions set holdings_opened = ?, next_change_on = ?, version = version + 1
            where id = ? and version = ?""",
            (opened + 1, due, session, version),
        )
        run(
            """insert into messages (id, "key", person_id, session_id, kind, channel, due, created, facts, resolved,
            state, reason, tries) values (?, ?, ?, ?, 'slot_given', 'email', ?, ?, ?, 0, 'pending', '', 0)
            on conflict do nothing""",
            (
                secrets.token_hex(10),
                f"slot_given:{session}:{opened + 1}",
                person,
                session,
                now,
                now,
                f'{{"slot": {free[0]}, "day": "{today}"}}',
            ),
        )
        run("commit")
        return reference, free[0]

    return assign


if __name__ == "__main__":
    sys.exit(main())
