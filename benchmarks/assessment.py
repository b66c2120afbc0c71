"""The adaptive assessment: whether its cost grows with the bank, and against catsim, the usual library for Python.

Growth: `assessments.start` and `assessments.answer` of a school in a database, with banks of 100, 1,000 and 10,000
questions, each learner's ten questions answered rightly, the banks in turn; medians of processor time, on SQLite and on
PostgreSQL (there the server's own time is left out).

Against catsim, in the same process: starting and answering ten questions. Ours as a whole, with everything that a
service does in between (who asks, whether they may, the wording, the transaction in a SQLite file), beside catsim,
which has no database: told without a limit. And the engines alone, neither with a database. catsim also estimates the
learner's ability after each answer, from which it draws; ours does not need that.

Simulating 1,000 learners at a bank of 1,000: `exposure` against catsim's simulator with as many questions a learner.

A ratio of engines is in thousandths of the peer's time: 2 is 500 times faster. Exits 1 when one is outside its limit.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy
from catsim import ItemBank
from catsim.estimation import NumericalSearchEstimator
from catsim.initialization import FixedPointInitializer
from catsim.selection import MaxInfoSelector
from catsim.simulation import Simulator
from catsim.stopping import TestLengthStopper

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import options, told
from benchmarks.learning_data import enrol, learner
from ledr_adapters import open_school
from ledr_adapters.recording import RecordingMail
from ledr_core import School
from ledr_core.domain.assessments.attempt import Paper, answer, begun, drawn
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.settings import DEFAULT
from ledr_core.domain.assessments.simulation import Question, exposure
from ledr_core.testing import FixedClock
from tests.postgresql import PostgresServer

BANKS = (100, 1_000, 10_000)
SMALL_BANKS = (25, 50)
LENGTH = 10
"""Questions of an attempt answered rightly: two a level."""
THOUSANDTHS = 1_000
START, ANSWER = 3.0, 1.3
"""The most that each may take in the largest bank, in times of the smallest."""
ENGINE, SIMULATOR = 10, 250
"""At least so many times faster than catsim: the engine alone at the middle bank, and the simulator."""
AT = "2026-11-19T09:00"


def main() -> int:
    chosen = options(__doc__, "small banks and few learners")
    banks, learners = (SMALL_BANKS, 1) if chosen.small else (BANKS, 40)
    figures = []
    with TemporaryDirectory() as folder, PostgresServer() as server:
        places = {"SQLite": lambda name: f"sqlite:///{folder}/{name}.db", "PostgreSQL": made_by(server)}
        for database, place in places.items():
            with schools(banks, learners, place) as opened:
                steps = in_turn(opened, learners)
            figures += [
                growth(database, "start", banks, steps, START),
                growth(database, "answer", banks, steps, ANSWER),
            ]
            if database == "SQLite":
                whole = {bank: sum(statistics.median(one) for one in steps[bank].values()) for bank in banks}
    for bank in banks:
        figures += against_catsim(bank, whole[bank], 1 if chosen.small else 25, judged=bank == BANKS[1])
    figures.append(simulating(5 if chosen.small else 1_000))
    return told("assessment", figures, chosen)


# A school, with its database


def made_by(server: PostgresServer) -> Callable[[str], str]:
    """Databases of that server, by name."""

    def made(name: str) -> str:
        server.execute(f"create database {name}")
        return server.url(name)

    return made


@contextmanager
def schools(banks: tuple[int, ...], learners: int, place: Callable[[str], str]) -> Iterator[dict[int, School]]:
    """A school a bank, in each of which so many may take the assessment of a theme."""
    with ExitStack() as opened:
        yield {bank: opened.enter_context(closing(a_school(place(f"bank{bank}"), bank, learners))) for bank in banks}


def a_school(url: str, bank: int, learners: int) -> School:
    """The school, with its learners and its bank."""
    school = open_school(url, clock=FixedClock(AT), mail=RecordingMail(), videos="offline")
    school.catalogue.load(by="staff", data=catalogue(bank))
    enrol(school, learners)
    return school


def catalogue(bank: int) -> dict[str, Any]:
    """A course with one theme that has so many public questions, in all of which the first choice is right."""
    lesson = {"reference": "l1", "title": "Leçon", "video": "https://v/1", "seconds": 300}
    theme = {"reference": "t1", "title": "Culture", "colour": "#2b8a3e", "modules": ["m1"]}
    questions = [
        {
            "reference": f"question-{number}",
            "kind": "programme",
            "theme": "t1",
            "level": 1 + number % DEFAULT.levels,
            "public": True,
            "text": "Laquelle de ces réponses est la bonne ?",
            "choices": ["a", "b", "c", "d"],
            "right": [0],
        }
        for number in range(bank)
    ]
    return {
        "lessons": [lesson],
        "modules": [{"reference": "m1", "title": "Module", "lessons": ["l1"]}],
        "themes": [theme],
        "questions": questions,
        "courses": [{"reference": "recruter", "title": "Recruter", "themes": ["t1"], "assessments": True}],
    }


Steps = dict[str, list[float]]
"""Seconds of processor time of each step of an attempt, one a learner: its start, then its answers."""


def in_turn(opened: dict[int, School], learners: int) -> dict[int, Steps]:
    """The attempts of the learners, one after the other in each school."""
    steps: dict[int, Steps] = {bank: {} for bank in opened}
    for number in range(learners):
        for bank, school in opened.items():
            for name, taken in attempt(school, learner(number)):
                steps[bank].setdefault(name, []).append(taken)
    return steps


def attempt(school: School, person: str) -> Iterator[tuple[str, float]]:
    """Ten questions answered rightly."""
    begun_at = time.process_time()
    view = school.assessments.start(by=person, theme="t1")
    yield "start", time.process_time() - begun_at
    for number in range(LENGTH):
        begun_at = time.process_time()
        view = school.assessments.answer(by=person, attempt=view.attempt, choices=[0])
        yield f"answer {number}", time.process_time() - begun_at
    assert (view.finished, view.score) == (True, 20)


def growth(database: str, step: str, banks: tuple[int, ...], steps: dict[int, Steps], limit: float) -> dict[str, Any]:
    """How many times as long a step takes in the largest bank as in the smallest; the last answer ends the attempt,
    which is another thing, and does not count."""
    names = [step] if step == "start" else [f"answer {number}" for number in range(LENGTH - 1)]
    times = [1000 * statistics.median(one for name in names for one in steps[bank][name]) for bank in banks]
    told_times = ", ".join(f"{taken:.2f} ms of {bank}" for bank, taken in zip(banks, times, strict=True))
    name = f"assessments.{step}, growth, {database}"
    return {"name": name, "what": told_times, "ms": times, "ratio": times[-1] / times[0], "limit": limit}


# catsim


def against_catsim(questions: int, whole: float, rounds: int, *, judged: bool) -> list[dict[str, Any]]:
    """Ten questions started and answered: ours with its database, and our engine alone, each against catsim."""
    peer = ItemBank.generate_item_bank(questions, itemtype="3PL", seed=1)
    ours = {level: {0: [f"{level}-{number}" for number in range(questions // DEFAULT.levels)]} for level in LEVELS}
    by_catsim(peer)
    pairs = [(seconds(lambda: by_engine(ours), 3), seconds(lambda: by_catsim(peer), 1)) for _ in range(rounds)]
    engine, theirs = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    limit = {"limit": THOUSANDTHS / ENGINE} if judged else {}
    return [
        {
            "name": f"an assessment as a whole, {questions} questions",
            "what": f"start and {LENGTH} answers with their database {whole * 1000:.0f} ms, "
            f"catsim without one {theirs * 1000:.1f} ms",
            "ratio": whole / theirs,
        },
        {
            "name": f"engines alone, {questions} questions",
            "what": f"start and {LENGTH} answers {engine * 1000:.2f} ms, catsim {theirs * 1000:.1f} ms, "
            f"{theirs / engine:.0f} times faster, both without a database",
            "ratio": THOUSANDTHS * engine / theirs,
        }
        | limit,
    ]


LEVELS = range(1, DEFAULT.levels + 1)


def by_engine(bank: dict[int, dict[int, list[str]]]) -> None:
    """An attempt, begun and answered."""
    levels = drawn(bank, DEFAULT, "seed", {})
    items = tuple(tuple(Item(one, 1, level) for one in names) for level, names in enumerate(levels, start=1))
    attempt = begun(Paper(DEFAULT, items))
    for _ in range(LENGTH):
        attempt = answer(attempt, True)
    assert attempt.outcome is not None


def by_catsim(bank: ItemBank) -> None:
    """As many questions drawn, answered and judged, as its manual shows."""
    selector, estimator, ability = MaxInfoSelector(), NumericalSearchEstimator(), 0.0
    asked: list[int] = []
    answers: list[bool] = []
    for number in range(LENGTH):
        chosen = selector.select(item_bank=bank, administered_items=asked, est_theta=ability)
        asked.append(int(chosen))
        answers.append(number % 3 > 0)
        ability = estimator.estimate(
            item_bank=bank, administered_items=asked, response_vector=answers, est_theta=ability
        )


def simulating(learners: int) -> dict[str, Any]:
    """One run of the peer, which takes long, and the median of five of ours; the ratio is by question asked."""
    questions = [Question(Item(f"question-{number}", 1, number % 5 + 1), 0.25) for number in range(1_000)]
    exposure(questions, DEFAULT, 10)
    times = [seconds(lambda seed=seed: exposure(questions, DEFAULT, learners, str(seed)), 1) for seed in range(5)]
    mean = exposure(questions, DEFAULT, learners).questions
    length = round(mean)
    peer = Simulator(
        ItemBank.generate_item_bank(1_000, itemtype="3PL", seed=1),
        numpy.random.default_rng(1).normal(size=learners),
        FixedPointInitializer(0),
        MaxInfoSelector(),
        NumericalSearchEstimator(),
        TestLengthStopper(max_items=length),
        seed=1,
    )
    theirs = seconds(peer.simulate, 1)
    ours = statistics.median(times)
    ratio = (ours / mean) / (theirs / length)
    return {
        "name": "simulator",
        "what": f"{learners} learners: {ours * 1000:.0f} ms, catsim {theirs:.1f} s, {1 / ratio:.0f} times faster "
        "by question; catsim also estimates ability after each answer",
        "questions_a_learner": mean,
        "catsim_questions_a_learner": length,
        "ratio": THOUSANDTHS * ratio,
        "limit": THOUSANDTHS / SIMULATOR,
    }


def seconds(work: Callable[[], object], times: int) -> float:
    """Processor time, on average over so many, without the collector of garbage, as `timeit` does."""
    gc.collect()
    gc.disable()
    started = time.process_time()
    for _ in range(times):
        work()
    elapsed = time.process_time() - started
    gc.enable()
    return elapsed / times


if __name__ == "__main__":
    sys.exit(main())
