"""The adaptive assessment against catsim, the usual library for adaptive tests in Python, in the same process.

Choosing the next question: `next_item` against catsim's maximum-information selector, in banks of 100, 1,000 and 10,000
questions. Simulating 1,000 learners at a bank of 1,000: `exposure` against catsim's simulator with as many questions
a learner; catsim also estimates the learner's ability after each answer, which ours does not need.

Exits 1 when a ratio is outside its limit.
"""

from __future__ import annotations

import argparse
import gc
import json
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

from ledr_core.domain.assessment.attempt import answer, next_item, start
from ledr_core.domain.assessment.order import Item
from ledr_core.domain.assessment.settings import DEFAULT
from ledr_core.domain.simulation import Question, exposure

BANKS = (100, 1_000, 10_000)
FASTER, GROWTH, SIMULATOR = 500, 2.0, 250
"""At least so many times faster at 1,000; from 100 to 10,000 at most so many times slower; the simulator, at least."""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", metavar="FILE", type=Path, help="write the figures to FILE too")
    options.add_argument("--small", action="store_true", help="50 learners and fewer draws: only to see that it works")
    chosen = options.parse_args()
    draws = [drawing(questions, 5 if chosen.small else 25) for questions in BANKS]
    growth = round(draws[-1]["draw_us"] / draws[0]["draw_us"], 2)
    simulator = simulating(50 if chosen.small else 1_000)
    for one in draws:
        print(
            f"next question of {one['questions']}: {one['draw_us']:.2f} µs, catsim {one['catsim_us']:.0f} µs, "
            f"{one['ratio']:.0f} times faster" + (f" (at least {FASTER})" if one["questions"] == 1_000 else "")
        )
    print(f"from {BANKS[0]} to {BANKS[-1]} questions: {growth:.2f} times slower (at most {GROWTH})")
    print(
        f"{simulator['learners']} learners: {simulator['simulated_s'] * 1000:.0f} ms, "
        f"catsim {simulator['catsim_s']:.1f} s, "
        f"{simulator['ratio']:.0f} times faster (at least {SIMULATOR}); catsim also estimates ability after each answer"
    )
    figures = {"benchmark": "assessment", "draws": draws, "growth": growth, "simulator": simulator}
    if chosen.json:
        chosen.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")
    within = draws[1]["ratio"] >= FASTER and growth <= GROWTH and simulator["ratio"] >= SIMULATOR
    return 0 if within or chosen.small else 1


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
    return {
        "questions": questions,
        "draw_us": round(ours * 1e6, 3),
        "catsim_us": round(theirs * 1e6, 1),
        "ratio": round(theirs / ours, 1),
    }


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
    return {
        "learners": learners,
        "questions_a_learner": round(mean, 2),
        "catsim_questions_a_learner": length,
        "simulated_s": round(ours, 4),
        "catsim_s": round(theirs, 2),
        "ratio": round((theirs / length) / (ours / mean), 1),
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
