"""A learner's home and a lesson watched, against the same reads and writes by hand on the bare sqlite3 driver.

Data: one course of 120 lessons in 12 themes with assessments (600 questions) and 8 workshops; the learner has seen 60
lessons. By hand the home is the same answer (which is checked) from as few statements as it takes, and a lesson watched
the same reads and writes, every row fetched; ours remembers the outline of the course while the catalogue stays as it
is. Both sides work on file databases in WAL mode with synchronous=normal, in turn. Reads are measured in processor
time, since nothing waits for the disk; what is written in elapsed time. Exits 1 when a ratio is above its limit.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import attrs
import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import options, told
from benchmarks.learning_data import LEARNER, LEARNERS, LESSONS, MODULES, THEMES, build
from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.testing import FixedClock

HOME = WATCH = 2.5
AT = "2026-11-19T10:00"
TODAY = date(2026, 11, 19)
LEVELS, MINIMUM = AssessmentSettings().levels, AssessmentSettings().minimum
INSTANT = "2026-11-19 09:00:00.000000"


def main() -> int:
    chosen = options(__doc__, "fewer turns")
    with tempfile.TemporaryDirectory(prefix="ledr-bench-") as folder:
        figures = measured(Path(folder), 5 if chosen.small else 400)
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
        assert by_hand.home(LEARNER) == attrs.asdict(school.learning.home(by=LEARNER))
        return [
            compared(
                "learning.home",
                HOME,
                turns,
                lambda: school.learning.home(by=LEARNER),
                lambda: by_hand.home(LEARNER),
                time.thread_time,
            ),
            compared("learning.watch", WATCH, turns, watch, lambda: by_hand.watch(*next(theirs))),
        ]
    finally:
        school.close()
        by_hand.close()


def compared(
    name: str,
    limit: float,
    turns: int,
    ours: Callable[[], object],
    floor: Callable[[], object],
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, Any]:
    for _ in range(5):
        ours(), floor()
    pairs = [(seconds(ours, clock), seconds(floor, clock)) for _ in range(turns)]
    ledr, hand = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    what = f"{ledr * 1000:.2f} ms, by hand {hand * 1000:.2f} ms"
    return {"name": name, "what": what, "ratio": ledr / hand, "limit": limit}


def seconds(call: Callable[[], object], clock: Callable[[], float]) -> float:
    started = clock()
    call()
    return clock() - started


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

    def home(self, email: str) -> dict[str, Any]:
        """What the home shows, from the statements that it takes."""
        self._db.execute("begin")
        person, course, end = self._learner(email)
        themes = self._all(
            "select t.id, t.reference, t.title, t.optional, c.reference, c.title, c.workshops_required from courses c"
            " join course_themes p on p.course_id = c.id join themes t on t.id = p.theme_id"
            " where c.id = ? order by p.position",
            course,
        )
        self._all("select name, since, course_id, value from settings order by name, since nulls first, number")
        banks = self._banks([theme[0] for theme in themes])
        workshops = self._workshops(course)
        places = self._all(
            "select p.theme_id, n.lesson_id from course_themes p join theme_modules m on m.theme_id = p.theme_id"
            " join module_lessons n on n.module_id = m.module_id where p.course_id = ?"
            " order by p.position, m.position, n.position",
            course,
        )
        seen = dict(
            self._all("select lesson_id, watched from viewings where person_id = ? and seen is not null", person)
        )
        badges = {
            row[0]
            for row in self._all("select theme_id from badges where person_id = ? and course_id = ?", person, course)
        }
        finished = bool(self._all("select 1 from finishes where person_id = ? and course_id = ?", person, course))
        lessons = list(dict.fromkeys(lesson for _, lesson in places))
        following = _following(lessons, seen)
        ((reference,),) = self._all("select reference from lessons where id = ?", following)
        counted = self._all("select counted from practices where person_id = ?", person)
        due = self._quiz_due(
            [lesson for lesson in lessons if lesson in seen], json.loads(counted[0][0]) if counted else ()
        )
        completed = {
            row[0]
            for row in self._all(
                "select workshop_id from workshop_work where person_id = ? and completed is not null", person
            )
        }
        self._db.execute("commit")
        return _home(themes, places, set(seen), badges) | {
            "left": _left(themes, badges, banks, len(completed.intersection(workshops)), finished),
            "end": end,
            "remaining_days": (end - TODAY).days,
            "finished": finished,
            "next_lesson": reference,
            "quiz_due": due,
        }

    def _quiz_due(self, seen: list[str], counted: Sequence[str]) -> bool:
        if len(seen) // 5 <= len(set(seen).intersection(counted)) // 5:
            return False
        questions = self._all(
            f"select id from questions where lesson_id in ({', '.join('?' * len(seen))}) and kind = 'practice'"
            " and not withdrawn limit 10",
            *seen,
        )
        return len(questions) == 10

    def watch(self, email: str, reference: str) -> None:
        self._db.execute("begin immediate")
        person, course, _ = self._learner(email)
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
        self._banks(self._contents(course))
        self._workshops(course)
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

    def _banks(self, themes: Sequence[str]) -> set[str]:
        """The themes with enough questions at each of the five levels."""
        marks = ", ".join("?" * len(themes))
        counts = self._all(
            f"select theme_id, level, count(*) from questions where theme_id in ({marks}) and kind = 'programme'"
            " and public and not withdrawn group by theme_id, level",
            *themes,
        )
        enough = [theme for theme, _, count in counts if count >= MINIMUM]
        return {theme for theme in enough if enough.count(theme) == LEVELS}

    def _workshops(self, course: str) -> set[str]:
        rows = self._all(
            "select w.id, w.reference, w.title, json_array_length(w.questions), m.module_id, n.reference, n.title"
            " from course_workshops c join workshops w on w.id = c.workshop_id"
            " left join workshop_modules m on m.workshop_id = w.id left join modules n on n.id = m.module_id"
            " where c.course_id = ? order by c.position, m.position",
            course,
        )
        return {row[0] for row in rows}

    def _learner(self, email: str) -> tuple[str, str, date]:
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
        return person, seats[0][8], date.fromisoformat(seats[0][4])

    def _contents(self, course: str) -> list[str]:
        themes = self._all(
            "select c.reference, c.title, c.certifying, c.assessments, c.workshops_required, c.workshops_locked,"
            " t.id, t.reference, t.title, t.colour, t.optional from courses c"
            " join course_themes p on p.course_id = c.id join themes t on t.id = p.theme_id"
            " where c.id = ? order by p.position",
            course,
        )
        self._all(
            "select p.theme_id, m.module_id, l.id, l.seconds from course_themes p"
            " join theme_modules m on m.theme_id = p.theme_id join module_lessons n on n.module_id = m.module_id"
            " join lessons l on l.id = n.lesson_id where p.course_id = ? order by p.position, m.position, n.position",
            course,
        )
        return [row[6] for row in themes]

    def _done(self, person: str) -> None:
        self._all("select lesson_id, position, seen, watched from viewings where person_id = ?", person)
        self._all("select course_id, theme_id, earned from badges where person_id = ?", person)
        self._all("select course_id, finished from finishes where person_id = ?", person)
        self._all("select theme_id, passed from passes where person_id = ?", person)


def _following(lessons: list[str], seen: dict[str, int]) -> str:
    """The lesson after the one watched last."""
    after = (
        1 + max(((seen[lesson], place) for place, lesson in enumerate(lessons) if lesson in seen), default=(0, -1))[1]
    )
    return next(lesson for lesson in (*lessons[after:], *lessons[:after]) if lesson not in seen)


def _left(
    themes: list[Any], badges: set[str], banks: set[str], done: int, finished: bool
) -> tuple[dict[str, str], ...]:
    """What is missing before the end of a course that does not certify."""
    if finished:
        return ()
    left = [
        {"rule": "LEARN-5" if theme in banks else "LEARN-6", "what": reference}
        for theme, reference, _, optional, *_ in themes
        if not optional and theme not in badges
    ]
    required = themes[0][6]
    return (*left, *([{"rule": "WORK-2", "what": f"{done}/{required}"}] if done < required else []))


def _home(themes: list[Any], places: list[Any], seen: set[str], badges: set[str]) -> dict[str, Any]:
    """The themes of a course and how far each and the whole are."""
    lessons: dict[str, list[str]] = {}
    for theme, lesson in places:
        lessons.setdefault(theme, []).append(lesson)
    shown, mandatory, done = [], 0, 0
    for theme, reference, title, optional, *_ in themes:
        of_theme = lessons.get(theme, ())
        earned, found = theme in badges, len(seen.intersection(of_theme))
        shown.append(
            {
                "reference": reference,
                "title": title,
                "percent": 100 if earned else min(99, 100 * found // len(of_theme)),
                "validated": earned,
                "badge": earned,
                "optional": bool(optional),
            }
        )
        mandatory += 0 if optional else len(of_theme)
        done += 0 if optional else len(of_theme) if earned else found
    return {
        "course": themes[0][4],
        "title": themes[0][5],
        "percent": min(99, 100 * done // mandatory),
        "themes": tuple(shown),
    }


if __name__ == "__main__":
    sys.exit(main())
