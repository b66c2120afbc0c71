"""Many learners at once on PostgreSQL: nothing that was watched is lost, and every badge is there once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import sqlalchemy as sa

from ledr_core import School
from ledr_core.domain.events import CourseFinished, Event, LessonSeen, ThemeValidated
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school, learners

PATIENCE = 300
LESSONS = 4


def address(number: int) -> str:
    return f"p{number}@manpower.example"


@pytest.fixture
def school(postgresql_url: str) -> Iterator[School]:
    """A school with the course `suivre`: four lessons in two themes that share two of them, and a workshop."""
    with closing(a_school(postgresql_url, clock=FixedClock("2026-11-19T09:00"))) as opened:
        lessons = [
            {"reference": f"s{number}", "title": "L", "video": f"https://v/{number}", "seconds": 60}
            for number in range(LESSONS)
        ]
        opened.catalogue.load(
            by="staff",
            data={
                "lessons": lessons,
                "modules": [
                    {"reference": "ma", "title": "A", "lessons": ["s0", "s1", "s2"]},
                    {"reference": "mb", "title": "B", "lessons": ["s1", "s2", "s3"]},
                ],
                "themes": [
                    {"reference": "ta", "title": "A", "colour": "#111111", "modules": ["ma"]},
                    {"reference": "tb", "title": "B", "colour": "#222222", "modules": ["mb"]},
                ],
                "workshops": [{"reference": "ws", "title": "W", "questions": ["Quoi ?"]}],
                "courses": [{"reference": "suivre", "title": "S", "themes": ["ta", "tb"], "workshops": ["ws"]}],
            },
        )
        yield opened


def enrolled(school: School, number: int) -> None:
    """So many learners of one licence session."""
    school.sessions.create(
        by="staff",
        reference="Lyon",
        company="Manpower",
        course="suivre",
        kind="licence",
        start="2026-11-01",
        package=number,
        members=learners([f"p{learner}" for learner in range(number)]),
    )


def at_once(calls: Sequence[Callable[[], object]]) -> None:
    """Each call in a thread of its own, all begun at the same moment; what one raises is raised."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        start.wait(PATIENCE)
        call()

    with ThreadPoolExecutor(len(calls)) as pool:
        for outcome in [pool.submit(run, call) for call in calls]:
            outcome.result(PATIENCE)


def rows(url: str, table: str) -> int:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(sa.text(f"select count(*) from {table}"))
    engine.dispose()
    return int(found or 0)


@pytest.mark.rule("LEARN-1", "LEARN-7", "LEARN-10")
@pytest.mark.parametrize("number", [100, pytest.param(1000, marks=pytest.mark.soak)])
def test_learners_who_watch_at_once_lose_nothing_and_have_each_badge_once(
    school: School, postgresql_url: str, number: int
) -> None:
    """Each in a thread of their own, every lesson to its end: all have finished, and each thing was announced once."""
    enrolled(school, number)
    events: list[Event] = []
    school.subscribe(events.append)

    def follow(learner: int) -> None:
        for lesson in range(LESSONS):
            school.learning.watch(by=address(learner), lesson=f"s{(lesson + learner) % LESSONS}", ended=True)

    at_once([lambda learner=learner: follow(learner) for learner in range(number)])

    assert Counter(type(event) for event in events) == {
        LessonSeen: LESSONS * number,
        ThemeValidated: 2 * number,
        CourseFinished: number,
    }
    assert rows(postgresql_url, "viewings where seen is not null") == LESSONS * number
    assert rows(postgresql_url, "badges") == 2 * number
    assert rows(postgresql_url, "finishes") == number
    assert all(school.learning.home(by=address(one)).finished for one in range(0, number, 10))


@pytest.mark.rule("LEARN-1", "LEARN-7", "WORK-1")
def test_one_learner_in_twenty_windows_loses_nothing_and_has_each_badge_once(
    school: School, postgresql_url: str
) -> None:
    """Every lesson five times over, and every step of a workshop four times, at the same moment."""
    enrolled(school, 1)
    events: list[Event] = []
    school.subscribe(events.append)
    learning, workshops, lea = school.learning, school.workshops, address(0)
    watching = [
        lambda number=number: learning.watch(by=lea, lesson=f"s{number % LESSONS}", ended=True) for number in range(20)
    ]
    at_once(watching)
    steps: list[dict[str, object]] = [
        {"step": "introduction_video"},
        {"step": "main_video"},
        {"step": "main_question", "question": 1, "answer": "x"},
        {"step": "correction", "question": 1},
        {"step": "conclusion_video"},
    ]
    for _ in steps:  # each round takes one step more at least
        at_once([lambda given=given: workshops.step(by=lea, workshop="ws", **given) for given in steps * 4])

    assert Counter(type(event).__name__ for event in events) == {
        "LessonSeen": LESSONS,
        "ThemeValidated": 2,
        "CourseFinished": 1,
        "WorkshopCompleted": 1,
    }
    assert (rows(postgresql_url, "viewings"), rows(postgresql_url, "badges")) == (LESSONS, 2)
    assert rows(postgresql_url, "workshop_answers") == 1
    assert workshops.list(by=lea).workshops[0].percent == 100


@pytest.mark.rule("LEARN-1")
def test_learners_wait_neither_for_each_other_nor_for_whoever_changes_the_session(school: School) -> None:
    """While a session is being changed by staff and one member is held up, another member watches and goes home."""
    enrolled(school, 2)
    with ThreadPoolExecutor(1) as pool, school.transaction() as inside:
        inside.sessions.rename(by="staff", session="Lyon", reference="Lyon 2")
        inside.learning.watch(by=address(0), lesson="s0", ended=True)

        other = pool.submit(lambda: school.learning.watch(by=address(1), lesson="s0", ended=True))
        assert other.result(20).seen
