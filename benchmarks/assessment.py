"""The adaptive assessment against catsim, the usual library for adaptive tests in Python, in the same process.

Choosing the next question: `next_item` against catsim's maximum-information selector, in banks of 100, 1,000 and 10,000
questions. Simulating 1,000 learners at a bank of 1,000: `exposure` against catsim's simulator with as many questions
a learner; catsim also estimates the learner's ability after each answer, which ours does not need.

A ratio to the peer is in thousandths of its time: 2 is 500 times faster. Exits 1 when one is outside its limit.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
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
from ledr_core.domain.assessments.attempt import answer, next_item, start
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.settings import DEFAULT
from ledr_core.domain.assessments.simulation import Question, exposure

BANKS = (100, 1_000, 10_000)
THOUSANDTHS = 1_000
FASTER, GROWTH, SIMULATOR = 500, 2.0, 250
"""At least so many times faster at 1,000; from 100 to 10,000 at most so many times slower; the simulator, at least."""


def main() -> int:
    chosen = options(__doc__, "5 learners and one draw of each")
    draws = [drawing(questions, 1 if chosen.small else 25) for questions in BANKS]
    simulator = simulating(5 if chosen.small else 1_000)
    growth = {
        "name": "growth of a draw",
        "what": f"from {BANKS[0]} to {BANKS[-1]} questions",
        "ratio": draws[-1]["draw_us"] / draws[0]["draw_us"],
        "limit": GROWTH,
    }
    return told("assessment", [*draws, growth, simulator], chosen)


def drawing(questions: int, rounds: int) -> dict[str, Any]:
    """Medians over interleaved rounds, each of the fourth question of an attempt, the second at its level."""
    attempt = start([question.item for question in bank(questions)], DEFAULT, "seed")
    attempt = answer(answer(answer(attempt, True), True), False)
    level, met = attempt.paper.levels[attempt.position.level - 1], attempt.asked_here
    peer_bank, peer = ItemBank.generate_item_bank(questions, itemtype="3PL", seed=1), MaxInfoSelector()
    asked = [0, questions // 2]

    def choose() -> None:
        peer.select(item_bank=peer_bank, administered_items=asked, est_theta=0.3)

    choose()
    pairs = [(seconds(lambda: next_item(level, met), 5_000), seconds(choose, 20)) for _ in range(rounds)]
    ours, theirs = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    figure = {
        "name": f"next question of {questions}",
        "what": f"{ours * 1e6:.2f} µs, catsim {theirs * 1e6:.0f} µs, {theirs / ours:.0f} times faster",
        "draw_us": ours * 1e6,
        "catsim_us": theirs * 1e6,
        "ratio": THOUSANDTHS * ours / theirs,
    }
    return figure | ({"limit": THOUSANDTHS / FASTER} if questions == 1_000 else {})


def simulating(learners: int) -> dict[str, Any]:
    """One run of the peer, which takes long, and the median of five of ours; the ratio is by question asked."""
    questions = bank(1_000)
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


def bank(questions: int) -> list[Question]:
    return [Question(Item(f"question-{number}", 1, number % 5 + 1), 0.25) for number in range(questions)]


def seconds(work: Callable[[], object], times: int) -> float:
    """How long it takes, on average over so many, without the collector of garbage, as `timeit` does."""
    gc.collect()
    gc.disable()
    started = time.perf_counter()
    for _ in range(times):
        work()
    elapsed = time.perf_counter() - started
    gc.enable()
    return elapsed / times


if __name__ == "__main__":
    sys.exit(main())
