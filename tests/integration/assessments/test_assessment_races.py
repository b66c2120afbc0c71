"""Several windows on one attempt, at once: a question takes one answer, and one attempt is under way."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from multiprocessing.synchronize import Barrier

import pytest
import sqlalchemy as sa
from attrs import evolve, frozen
from ledr_core.ports.unit import Joined, Store, UnitOfWork

from ledr_core import Refused, School
from ledr_core.domain.kernel.errors import Conflict
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school, learners
from tests.integration.assessments.assessing import a_bank, right_choice
from tests.processes import PATIENCE, exit_status, in_processes

AT = "2026-11-19T09:00"
LEA = "lea@manpower.example"
ROUNDS = 6


def enrolled(school: School) -> School:
    """Lea follows a course whose theme t1 is assessed."""
    a_bank(school, per_level=10)
    school.sessions.create(
        by="staff", reference="Lyon", company="Manpower", course="recruter", kind="licence", start="2026-11-01",
        package=1, members=learners("lea"),
    )  # fmt: skip
    return school


@pytest.fixture
def school(database_url: str) -> Iterator[School]:
    """A school in a database of each kind, where Lea can begin."""
    with closing(enrolled(a_school(database_url, clock=FixedClock(AT)))) as opened:
        yield opened


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest) -> Iterator[School]:
    """A school that threads share, in memory too."""
    url = "memory:" if request.param == "memory" else request.getfixturevalue(f"{request.param}_url")
    with closing(enrolled(a_school(url, clock=FixedClock(AT)))) as opened:
        yield opened


def answers_kept(url: str) -> list[int]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        positions = list(connection.scalars(sa.text("select position from attempt_answers order by position")))
    engine.dispose()
    return positions


@pytest.mark.rule("TA-10")
def test_of_two_processes_that_answer_one_question_at_the_same_moment_one_is_refused(
    school: School, database_url: str
) -> None:
    """In each round both saw the same question, and say so; nothing is counted twice."""
    outcomes = in_processes(2, answer_each_question, database_url)

    assert [Counter(both) for both in zip(*outcomes, strict=True)] == [{"done": 1, "TA-10": 1}] * ROUNDS
    assert answers_kept(database_url) == list(range(1, ROUNDS + 1))


def answer_each_question(_: int, barrier: Barrier, url: str) -> list[str]:
    outcomes = []
    with closing(a_school(url, clock=FixedClock(AT), furnished=False)) as school:
        for _round in range(ROUNDS):
            barrier.wait(PATIENCE)
            view = school.assessments.start(by=LEA, theme="t1")
            barrier.wait(PATIENCE)
            chosen = [right_choice(view.question.reference)]
            outcomes.append(attempted(school, view.attempt, chosen, view.question.reference))
    return outcomes


def attempted(school: School, attempt: str, choices: list[int], question: str | None) -> str:
    try:
        school.assessments.answer(by=LEA, attempt=attempt, choices=choices, question=question)
    except Refused as refused:
        return refused.rule
    return "done"


@pytest.mark.rule("TA-10")
def test_of_many_threads_that_answer_one_question_one_is_taken(shared: School) -> None:
    view = shared.assessments.start(by=LEA, theme="t1")
    start = threading.Barrier(8)

    def give(_: int) -> str:
        start.wait(PATIENCE)
        return attempted(shared, view.attempt, [right_choice(view.question.reference)], view.question.reference)

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(give, range(8))) == {"done": 1, "TA-10": 7}


@frozen
class Disturbed:
    """A store where something happens just before the first piece of work that writes, which may then be a conflict."""

    store: Store
    happens: list[Callable[[], object]]
    conflict: bool

    def begin(self, *, reads: bool) -> AbstractContextManager[UnitOfWork]:
        """A unit of work of the store."""
        if not reads and self.happens:
            self.happens.pop()()
            if self.conflict:
                raise Conflict("attempts")
        return self.store.begin(reads=reads)

    def join(self, connection: object | None) -> AbstractContextManager[Joined]:
        """A transaction of the store."""
        return self.store.join(connection)

    def close(self) -> None:
        """Give back the connections."""


@pytest.mark.rule("TA-10")
@pytest.mark.parametrize("conflict", [False, True])
def test_an_answer_that_does_not_say_its_question_is_to_the_one_that_waited_when_it_arrived(
    shared: School, conflict: bool
) -> None:
    """Another window answers before it is taken, in the first try or after a conflict: it is not given to the next."""
    view = shared.assessments.start(by=LEA, theme="t1")
    chosen = [right_choice(view.question.reference)]
    ports, outcomes = shared._desk.ports, []
    other_window = [lambda: outcomes.append(attempted(shared, view.attempt, chosen, None))]
    slow = School.over(evolve(ports, store=Disturbed(ports.store, other_window, conflict)))

    outcomes.append(attempted(slow, view.attempt, chosen, None))

    assert outcomes == ["done", "TA-10"]
    assert attempted(slow, view.attempt, [0], None) == "done"


@pytest.mark.rule("TA-10", "TA-6")
def test_processes_that_begin_at_the_same_moment_begin_one_attempt(school: School, database_url: str) -> None:
    outcomes = in_processes(4, begin, database_url)

    assert len({tuple(outcome) for outcome in outcomes}) == 1


def begin(_: int, barrier: Barrier, url: str) -> list[str]:
    with closing(a_school(url, clock=FixedClock(AT), furnished=False)) as school:
        barrier.wait(PATIENCE)
        view = school.assessments.start(by=LEA, theme="t1")
        return [view.attempt, view.question.reference]


@pytest.mark.rule("TA-10")
def test_an_attempt_survives_a_process_killed_while_it_answers(school: School, database_url: str) -> None:
    """Two answers were taken, the third was not committed: its question waits again."""
    ended = exit_status(answer_and_be_killed, database_url)

    assert ended == -signal.SIGKILL
    assert answers_kept(database_url) == [1, 2]
    waits = school.assessments.start(by=LEA, theme="t1")
    assert waits.question.level == 2
    assert (
        attempted(school, waits.attempt, [right_choice(waits.question.reference)], waits.question.reference) == "done"
    )
    assert answers_kept(database_url) == [1, 2, 3]


def answer_and_be_killed(url: str) -> None:
    with closing(a_school(url, clock=FixedClock(AT), furnished=False)) as school:
        view = school.assessments.start(by=LEA, theme="t1")
        for _ in range(2):
            chosen = [right_choice(view.question.reference)]
            view = school.assessments.answer(by=LEA, attempt=view.attempt, choices=chosen)
        with school.transaction() as inside:
            inside.assessments.answer(by=LEA, attempt=view.attempt, choices=[0])
            os.kill(os.getpid(), signal.SIGKILL)
