"""The transfer to the contact bases against a floor written by hand that reads and compares the same, in the same run.

Data: sessions of 20 members each, of whom everybody has seen 20 of 40 lessons and has connected. The floor reads the
same facts with seven statements over the bare driver, makes a digest of each person, and compares it with what was
kept: what a night takes at least in which nothing has changed. For information: the first transfer, of everybody.

Full size: 50,000 people, SQLite. Exits 1 when the ratio is above its limit.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import options, told
from benchmarks.school_data import RUN_AT, build
from ledr_adapters import open_school
from ledr_adapters.contacts.files import CsvContacts
from ledr_adapters.recording import RecordingMail
from ledr_adapters.sql import tables as t
from ledr_core.application.jobs.daily_run import DailyRun
from ledr_core.application.jobs.transferring import transfer_contacts
from ledr_core.testing import FixedClock

MEMBERS, LESSONS, SEEN = 20, 40, 20
RATIO = 6.0


def main() -> int:
    chosen = options(__doc__, "40 people: only to see that it works")
    people, rounds = (40, 1) if chosen.small else (50_000, 3)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "ecole.db")
        a_busy_school(f"sqlite:///{file}", people // MEMBERS)
        first = seconds(lambda: transfer(file))
        again, by_hand = [], []
        for _ in range(rounds):
            again.append(seconds(lambda: transfer(file)))
            by_hand.append(seconds(lambda: floor(file)))
        rows = (file.parent / "contacts" / "care.csv").read_text("utf-8").count("\n") - 1
    if rows != people:
        raise AssertionError(f"{rows} contacts instead of {people}")
    run, hand = statistics.median(again), statistics.median(by_hand)
    times = f"nothing changed {run:.2f} s, by hand {hand:.2f} s, the first time {first:.2f} s"
    figure = {"what": f"{people} people in two bases: {times}", "ratio": run / hand, "limit": RATIO}
    return told("contacts", [{"name": "contacts, nothing changed"} | figure], chosen)


def seconds(task: Callable[[], object]) -> float:
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def a_busy_school(url: str, sessions: int) -> None:
    """The school, its lessons, and what everybody has seen of them."""
    engine = build(url, sessions, MEMBERS, 0)
    lessons = [f"l{number}" for number in range(LESSONS)]
    at = datetime(2026, 11, 18, 9, tzinfo=UTC)
    with engine.begin() as connection:
        rows: list[dict[str, Any]] = [
            {"id": one, "reference": one, "title": one, "video": "", "seconds": 60, "demo": False, "version": 1}
            for one in lessons
        ]
        connection.execute(sa.insert(t.lessons), rows)
        connection.execute(sa.insert(t.modules), {"id": "m", "reference": "m", "title": "m", "version": 1})
        theme = {"id": "t", "reference": "t", "title": "t", "colour": "#0b7285", "optional": False, "version": 1}
        connection.execute(sa.insert(t.themes), theme)
        places = [{"module_id": "m", "position": place, "lesson_id": one} for place, one in enumerate(lessons)]
        connection.execute(sa.insert(t.module_lessons), places)
        connection.execute(sa.insert(t.theme_modules), {"theme_id": "t", "position": 0, "module_id": "m"})
        connection.execute(sa.insert(t.course_themes), {"course_id": "course", "position": 0, "theme_id": "t"})
        for person in connection.scalars(sa.select(t.people.c.id)).all():
            seen = [
                {"person_id": person, "lesson_id": one, "position": 60, "seen": at, "watched": place + 1}
                for place, one in enumerate(lessons[:SEEN])
            ]
            connection.execute(sa.insert(t.viewings), seen)
            connection.execute(sa.insert(t.connections), {"person_id": person, "started": at, "last_active": at})
    engine.dispose()


def transfer(file: Path) -> None:
    """The transfer of a daily run, alone."""
    contacts = CsvContacts(file.parent / "contacts")
    school = open_school(f"sqlite:///{file}", clock=FixedClock(RUN_AT), mail=RecordingMail(), contacts=contacts)
    run = DailyRun.started(school._desk, None)
    transfer_contacts(run)
    school.close()
    if run.failures:
        raise AssertionError(run.failures)


def floor(file: Path) -> None:
    """By hand: everybody's facts, a digest for each, compared with what each base was told."""
    connection = sqlite3.connect(file)
    people = connection.execute(
        "select p.id, p.email, p.first_name, p.last_name, p.role, c.name, p.phone, p.sms, p.community_emails"
        ", p.demo_day from people p left join companies c on c.id = p.company_id"
    ).fetchall()
    seats = dict_of(
        connection,
        "select m.person_id, s.reference, s.course_id, m.start, m.end, h.slot from memberships m join sessions s"
        " on s.id = m.session_id left join holdings h on h.session_id = m.session_id and h.person_id = m.person_id"
        " and h.until is null where m.left_at is null",
    )
    facts = [
        dict_of(connection, f"select person_id, count({of}), max({of}) from {table} group by person_id")
        for table, of in (
            ("viewings", "seen"),
            ("badges", "earned"),
            ("workshop_work", "completed"),
            ("connections", "last_active"),
            ("finishes", "finished"),
        )
    ]
    changed = 0
    for base in ("care", "marketing"):
        kept = dict_of(connection, f"select person_id, fingerprint from transferred_contacts where base = '{base}'")
        for person in people:
            made_of = [person, seats.get(person[0]), *(one.get(person[0]) for one in facts)]
            digest = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()
            changed += kept.get(person[0]) == (digest,)
    connection.close()


def dict_of(connection: sqlite3.Connection, statement: str) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in connection.execute(statement)}


if __name__ == "__main__":
    sys.exit(main())
