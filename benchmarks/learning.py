"""A learner's home and a lesson watched, against the same reads and writes by hand on the bare sqlite3 driver.

Data: one course of 120 lessons in 12 themes with assessments (600 questions) and 8 workshops; the learner has seen 60
lessons. The floors are the statements that the answers need, written by hand, every row fetched; both sides work on
file databases in WAL mode with synchronous=normal, in turn. Exits 1 when a ratio is above its limit.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import options, told
from benchmarks.learning_data import LEARNER, LEARNERS, LESSONS, MODULES, THEMES, build
from ledr_adapters import open_rehearsal
from ledr_core.testing import FixedClock
from ledr_core.testing.recording import RecordingMail

HOME, WATCH = 3.0, 8.0
AT = "2026-11-19T10:00"
INSTANT = "2026-11-19 09:00:00.000000"


def main() -> int:
    chosen = options(__doc__, "fewer turns")
    with tempfile.TemporaryDirectory(prefix="ledr-bench-") as folder:
        figures = measured(Path(folder), 60 if chosen.small else 400)
    return told("learning", figures, chosen)


def measured(folder: Path, turns: int) -> list[dict[str, Any]]:
    """The medians of turns taken one after the other, on a school and on a copy of it."""
    build(folder).close()
    shutil.copy(folder / "ecole.db", folder / "copie.db")
    sa.event.listen(sa.Engine, "connect", lambda driver, _: driver.execute("pragma synchronous = normal"))
    school = open_rehearsal(f"sqlite:///{folder / 'ecole.db'}", clock=FixedClock(AT), mail=RecordingMail())
    by_hand = ByHand(folder / "copie.db")
    lessons = product(range(THEMES * MODULES * LESSONS), range(1, LEARNERS))
    watched = [(f"p{person}@manpower.example", f"l{lesson}") for lesson, person in lessons][: turns + 5]
    ours, theirs = iter(watched), iter(watched)

    def watch() -> None:
        person, lesson = next(ours)
        assert school.learning.watch(by=person, lesson=lesson, ended=True).seen

    try:
        return [
            compared(
                "learning.home", HOME, turns, lambda: school.learning.home(by=LEARNER), lambda: by_hand.home(LEARNER)
            ),
            compared("learning.watch", WATCH, turns, watch, lambda: by_hand.watch(*next(theirs))),
        ]
    finally:
        school.close()
        by_hand.close()


def compared(
    name: str, limit: float, turns: int, ours: Callable[[], object], floor: Callable[[], object]
) -> dict[str, Any]:
    for _ in range(5):
        ours(), floor()
    pairs = [(seconds(ours), seconds(floor)) for _ in range(turns)]
    ledr, hand = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    what = f"{ledr * 1000:.2f} ms, by hand {hand * 1000:.2f} ms"
    return {"name": name, "what": what, "ratio": ledr / hand, "limit": limit}


def seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


class ByHand:
    """The statements that a programmer would write for these two questions, without any library."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.execute("pragma foreign_keys = on")
        self._db.execute("pragma synchronous = normal")

    def close(self) -> None:
        self._db.close()

    def _all(self, statement: str, *values: object) -> list[Any]:
        return self._db.execute(statement, values).fetchall()

    def home(self, email: str) -> None:
        self._db.execute("begin")
        person, course = self._learner(email)
        self._contents(course)
        seen = [row[0] for row in self._done(person)]
        self._all("select counted from practices where person_id = ?", person)
        marks = ", ".join("?" * len(seen))
        self._all(
            f"select lesson_id, count(*) from questions where lesson_id in ({marks}) and kind = 'practice'"
            " and not withdrawn group by lesson_id",
            *seen,
        )
        self._db.execute("commit")

    def watch(self, email: str, reference: str) -> None:
        self._db.execute("begin immediate")
        person, course = self._learner(email)
        ((lesson, *_),) = self._all(
            "select id, reference, title, video, seconds, demo from lessons where reference = ?", reference
        )
        known = self._all("select version from records where person_id = ?", person)
        self._done(person)
        self._all("select workshop_id, steps, opened, completed from workshop_work where person_id = ?", person)
        running = self._all(
            "select number, last_active from connections where person_id = ? order by last_active desc limit 1", person
        )
        self._all("select name, since, course_id, value from settings order by name, since nulls first, number")
        themes = self._contents(course)
        marks = ", ".join("?" * len(themes))
        self._all(
            f"select theme_id, level, count(*) from questions where theme_id in ({marks}) and kind = 'programme'"
            " and public and not withdrawn group by theme_id, level",
            *themes,
        )
        self._all(
            "select w.id, w.reference, w.title, json_array_length(w.questions), m.module_id, n.reference, n.title"
            " from course_workshops c join workshops w on w.id = c.workshop_id"
            " left join workshop_modules m on m.workshop_id = w.id left join modules n on n.id = m.module_id"
            " where c.course_id = ? order by c.position, m.position",
            course,
        )
        if running:
            self._db.execute("update connections set last_active = ? where number = ?", (INSTANT, running[0][0]))
        else:
            self._db.execute(
                "insert into connections (person_id, started, last_active) values (?, ?, ?)", (person, INSTANT, INSTANT)
            )
        if known:
            self._db.execute("update records set version = version + 1 where person_id = ?", (person,))
        else:
            self._db.execute("insert into records (person_id, version) values (?, 1)", (person,))
        self._db.execute(
            "insert into viewings (person_id, lesson_id, position, seen, watched) values (?, ?, 0, ?, 1)",
            (person, lesson, INSTANT),
        )
        self._db.execute("commit")

    def _learner(self, email: str) -> tuple[str, str]:
        ((person, *_),) = self._all(
            "select id, email, first_name, last_name, role, company_id from people where email_key = ?", email
        )
        seats = self._all(
            "select m.session_id, m.number, m.role, m.start, m.end, m.enrolled, s.reference, s.kind, s.course_id,"
            " c.reference, h.slot, w.position from memberships m join sessions s on s.id = m.session_id"
            " join courses c on c.id = s.course_id"
            " left join holdings h on h.session_id = m.session_id and h.person_id = m.person_id and h.until is null"
            " left join waiting w on w.session_id = m.session_id and w.person_id = m.person_id"
            " where m.person_id = ? and m.left_at is null order by m.start",
            person,
        )
        return person, seats[0][8]

    def _contents(self, course: str) -> list[str]:
        themes = self._all(
            "select c.reference, c.title, c.certifying, c.assessments, c.workshops_required, c.workshops_locked,"
            " t.id, t.reference, t.title, t.colour, t.optional from courses c"
            " join course_themes p on p.course_id = c.id join themes t on t.id = p.theme_id"
            " where c.id = ? order by p.position",
            course,
        )
        self._all(
            "select p.theme_id, m.module_id, l.id, l.reference, l.seconds from course_themes p"
            " join theme_modules m on m.theme_id = p.theme_id join module_lessons n on n.module_id = m.module_id"
            " join lessons l on l.id = n.lesson_id where p.course_id = ? order by p.position, m.position, n.position",
            course,
        )
        return [row[6] for row in themes]

    def _done(self, person: str) -> list[Any]:
        viewings = self._all("select lesson_id, position, seen, watched from viewings where person_id = ?", person)
        self._all("select course_id, theme_id, earned from badges where person_id = ?", person)
        self._all("select course_id, finished from finishes where person_id = ?", person)
        self._all("select theme_id, passed from passes where person_id = ?", person)
        return viewings


if __name__ == "__main__":
    sys.exit(main())
