"""What a bank of questions does before anybody meets it: who passes, in how many questions, which are shown most.

Pass rate, length and score are exact: every path is followed with its probability. Exposure is drawn, from a seed.
Both go through the steps of a learner's own attempt (`assessment.attempt`).
"""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from math import comb, exp
from statistics import NormalDist
from typing import Final, TypeAlias

from attrs import frozen

from ledr_core.domain.assessments.attempt import (
    Attempt,
    Outcome,
    Paper,
    Position,
    advanced,
    answer,
    begun,
    must_suffice,
)
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.settings import AssessmentSettings

ABILITIES: Final = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)
"""The abilities of a table, in standard deviations of the learners' ability around its mean."""
SLOPE: Final = 1.2
"""How sharply a question tells abilities apart (logistic, without the factor 1.7); careful rather than flattering."""
GUESSING_LIMIT: Final = 0.005
"""The share of guessers who pass above which the author of a course is warned."""


@frozen
class Question:
    """A question of the bank, and the probability that somebody who guesses is right."""

    item: Item
    guess: float


@frozen
class Expected:
    """What an attempt comes to on average: share that passes (0 to 1), questions asked, score out of 20."""

    passes: float
    questions: float
    score: float


@frozen
class AtAbility:
    """What learners of one ability come to."""

    ability: float
    expected: Expected


@frozen
class Usage:
    """How many of the simulated learners were shown a question."""

    reference: str
    level: int
    shown: int
    share: float


@frozen
class LevelUsage:
    """The questions of a level: how many there are, and how often the most and the least shown of them was."""

    level: int
    questions: int
    most: int
    least: int
    mean: float


@frozen
class Exposure:
    """What simulated learners were shown. `overlap` is the share of questions that two of them have in common."""

    learners: int
    passes: float
    questions: float
    score: float
    usage: tuple[Usage, ...]
    levels: tuple[LevelUsage, ...]
    overlap: float


@frozen
class Simulation:
    """All that an author sees before publishing."""

    guesser: Expected
    abilities: tuple[AtAbility, ...]
    exposure: Exposure

    @property
    def guessable(self) -> bool:
        """Whether guessers pass so often that the author is warned."""
        return self.guesser.passes > GUESSING_LIMIT


def guess_chance(choices: int, right: int) -> float:
    """The probability that somebody who guesses chooses exactly the right ones of so many choices.

    With one right choice that is one in *choices*. With several, somebody who knows that there are several chooses any
    set of two or more: the most that guessing can hope for without knowing how many.
    """
    return 1.0 / choices if right == 1 else 1.0 / (2**choices - 1 - choices)


def simulated(
    bank: Sequence[Question],
    settings: AssessmentSettings,
    *,
    learners: int = 1000,
    seed: str = "",
    slope: float = SLOPE,
    progress: Callable[[int], None] | None = None,
) -> Simulation:
    """The simulation of a bank. Raises Refused TA-1 when a level has fewer questions than the minimum.

    *progress* is called now and then with how many learners are done.
    """
    return Simulation(
        guesser(bank, settings),
        tuple(AtAbility(ability, at_ability(bank, settings, ability, slope)) for ability in ABILITIES),
        exposure(bank, settings, learners, seed, slope, progress),
    )


def guesser(bank: Sequence[Question], settings: AssessmentSettings) -> Expected:
    """What somebody who only guesses comes to."""
    return _expected(bank, settings, lambda _level, guess: guess)


def at_ability(
    bank: Sequence[Question], settings: AssessmentSettings, ability: float, slope: float = SLOPE
) -> Expected:
    """What learners of that ability come to: who does not know the answer guesses."""
    knows = _knowing(difficulties(settings.levels), ability, slope)
    return _expected(bank, settings, lambda level, guess: guess + (1.0 - guess) * knows[level - 1])


def difficulties(levels: int) -> tuple[float, ...]:
    """The ability at which half of those who do not guess know an answer, by level: from -2 to 2 in equal steps."""
    return tuple(-2.0 + 4.0 * level / (levels - 1) for level in range(levels)) if levels > 1 else (0.0,)


def _knowing(levels: Sequence[float], ability: float, slope: float) -> list[float]:
    """The probability of knowing an answer at each level, given the difficulties."""
    return [1.0 / (1.0 + exp(slope * (difficulty - ability))) for difficulty in levels]


# Exact: every path with its probability

_ByAnswers: TypeAlias = Mapping[tuple[int, int], float]
"""The probability that the next answer at a level is right, by right and wrong answers there so far."""


def _expected(
    bank: Sequence[Question], settings: AssessmentSettings, chance: Callable[[int, float], float]
) -> Expected:
    """The average over all paths; *chance* says who is right, given a level and the probability of guessing right."""
    levels = [
        _by_answers(Counter(chance(level, guess) for guess in guesses), settings)
        for level, guesses in enumerate(_guesses(bank, settings), start=1)
    ]
    passes = questions = score = 0.0
    reached = {Position(): 1.0}
    while reached:
        following: dict[Position, float] = {}
        for position, share in reached.items():
            if position.ended:
                passes += share * (position.score >= settings.pass_mark)
                score += share * position.score
                continue
            questions += share
            right = levels[position.level - 1][position.right, position.wrong]
            for outcome, part in ((True, share * right), (False, share * (1.0 - right))):
                reaches = advanced(position, outcome, settings)
                following[reaches] = following.get(reaches, 0.0) + part
        reached = following
    return Expected(passes, questions, score)


def _guesses(bank: Sequence[Question], settings: AssessmentSettings) -> list[list[float]]:
    """The probabilities of guessing right by level. Raises Refused TA-1."""
    levels: list[list[float]] = [[] for _ in range(settings.levels)]
    for question in bank:
        if 1 <= question.item.level <= settings.levels:
            levels[question.item.level - 1].append(question.guess)
    must_suffice({level: len(found) for level, found in enumerate(levels, start=1)}, settings)
    return levels


def _by_answers(chances: Mapping[float, int], settings: AssessmentSettings) -> _ByAnswers:
    """For questions of several chances, drawn at random and none twice: what answers so far say of the next one.

    `ways[r, w]` adds up, over all sets of r and w questions, the probability that the first are answered rightly and
    the others wrongly.
    """
    most_right, most_wrong = settings.right_to_pass, settings.wrong_to_stop
    ways = {(0, 0): 1.0}
    for chance, number in chances.items():
        part = {
            (right, wrong): comb(number, right) * comb(number - right, wrong) * chance**right * (1.0 - chance) ** wrong
            for right in range(min(most_right, number) + 1)
            for wrong in range(min(most_wrong, number - right) + 1)
        }
        ways = _multiplied(ways, part, most_right, most_wrong)
    questions = sum(chances.values())
    return {
        (right, wrong): _next_right(ways, right, wrong, questions)
        for right in range(most_right)
        for wrong in range(most_wrong)
    }


def _multiplied(
    one: Mapping[tuple[int, int], float], other: Mapping[tuple[int, int], float], most_right: int, most_wrong: int
) -> dict[tuple[int, int], float]:
    product: dict[tuple[int, int], float] = {}
    for (right, wrong), ways in one.items():
        for (more_right, more_wrong), more in other.items():
            key = right + more_right, wrong + more_wrong
            if key[0] <= most_right and key[1] <= most_wrong:
                product[key] = product.get(key, 0.0) + ways * more
    return product


def _next_right(ways: Mapping[tuple[int, int], float], right: int, wrong: int, questions: int) -> float:
    so_far = ways.get((right, wrong), 0.0) * (questions - right - wrong)
    return min(1.0, (right + 1) * ways.get((right + 1, wrong), 0.0) / so_far) if so_far else 0.0


# Drawn: what learners are shown


def exposure(
    bank: Sequence[Question],
    settings: AssessmentSettings,
    learners: int,
    seed: str = "",
    slope: float = SLOPE,
    progress: Callable[[int], None] | None = None,
) -> Exposure:
    """What so many learners of normally spread ability are shown, each at their first attempt, one after the other.

    The same for the same bank, settings and seed, on every machine. Raises Refused TA-1.
    """
    _guesses(bank, settings)
    chance = _Chance(seed)
    guesses = {question.item.reference: question.guess for question in bank}
    levels = [[one.item for one in bank if one.item.level == level] for level in range(1, settings.levels + 1)]
    shelves = [_Shelf(items, chance) for items in levels]
    difficulty, minimum = difficulties(settings.levels), settings.minimum
    asked = dict.fromkeys(guesses, 0)
    passed = questions = score = 0
    for number in range(learners):
        if progress is not None and number and number % _TOLD == 0:
            progress(number)
        knows = _knowing(difficulty, chance.ability(), slope)
        paper = Paper(settings, tuple([shelf.first(minimum) for shelf in shelves]))
        attempt = _taken(begun(paper), knows, guesses, chance)
        for item, _ in attempt.given:
            asked[item.reference] += 1
            shelves[item.level - 1].used()
        passed += attempt.outcome is Outcome.PASSED
        questions += len(attempt.given)
        score += attempt.score
    return _summed(bank, settings, asked, learners, (passed, questions, score))


def _taken(attempt: Attempt, knows: Sequence[float], guesses: Mapping[str, float], chance: _Chance) -> Attempt:
    """The attempt gone through to its end by somebody who knows so much at each level."""
    while (asked := attempt.pending) is not None:
        guess = guesses[asked.reference]
        attempt = answer(attempt, chance.happens(guess + (1.0 - guess) * knows[asked.level - 1]))
    return attempt


class _Shelf:
    """The questions of a level in the order in which somebody new draws them: least exposed first, ties by chance.

    That is the order of `order.first_drawn` for them, kept up to date instead of sorted for each. All before
    the mark were shown once more than those from it on.
    """

    def __init__(self, items: Sequence[Item], chance: _Chance) -> None:
        self._chance = chance
        self._row = chance.shuffled(items)
        self._mark = 0
        self._used = 0
        self._ahead: tuple[Item, ...] = ()

    def first(self, number: int) -> tuple[Item, ...]:
        """The first so many, once those `used` of the last so many are counted as shown."""
        self._mark += self._used
        self._used = 0
        if self._mark >= len(self._row):
            self._begin_again()
        items = self._row[self._mark : self._mark + number]
        if len(items) < number:
            self._ahead = self._chance.shuffled(self._row[: self._mark], number - len(items))
            items += self._ahead
        return items

    def used(self) -> None:
        """Count as shown one more of those that `first` gave last."""
        self._used += 1

    def _begin_again(self) -> None:
        """All were shown; some of them, taken ahead, once more."""
        twice = self._ahead[: self._mark - len(self._row)]
        self._row = twice + self._chance.shuffled([item for item in self._row if item not in twice])
        self._mark = len(twice)


def _summed(
    bank: Sequence[Question],
    settings: AssessmentSettings,
    asked: Mapping[str, int],
    learners: int,
    totals: tuple[int, int, int],
) -> Exposure:
    passed, questions, score = totals
    many = max(learners, 1)
    used = [one.item for one in bank if 1 <= one.item.level <= settings.levels]
    usage = tuple(Usage(one.reference, one.level, asked[one.reference], asked[one.reference] / many) for one in used)
    pairs = sum(one.shown * (one.shown - 1) for one in usage) / (many * max(many - 1, 1))
    levels = tuple(_level_usage(level, usage) for level in range(1, settings.levels + 1))
    mean = questions / many
    return Exposure(learners, passed / many, mean, score / many, usage, levels, pairs / mean if mean else 0.0)


def _level_usage(level: int, usage: Sequence[Usage]) -> LevelUsage:
    shown = [one.shown for one in usage if one.level == level]
    return LevelUsage(level, len(shown), max(shown), min(shown), sum(shown) / len(shown))


_TOLD: Final = 500
"""Learners between two calls that tell how far a simulation is."""
_BLOCK: Final = 2048
_RANGE: Final = 2**32


class _Chance:
    """Chance from a seed: the numbers are those of SHAKE-256, the same on every machine and Python version."""

    def __init__(self, seed: str) -> None:
        self._next = _numbers(seed).__next__

    def happens(self, probability: float) -> bool:
        """Whether something of that probability happens."""
        return self._next() < probability * _RANGE

    def shuffled(self, items: Sequence[Item], number: int | None = None) -> tuple[Item, ...]:
        """The items in an order by chance, or the first so many of them in it."""
        row, length = list(items), len(items)
        number = length if number is None else min(number, length)
        for place in range(number):
            other = place + self._next() * (length - place) // _RANGE
            row[place], row[other] = row[other], row[place]
        return tuple(row[:number])

    def ability(self) -> float:
        """An ability, normally spread."""
        return _NORMAL.inv_cdf((self._next() + 0.5) / _RANGE)


def _numbers(seed: str) -> Iterator[int]:
    """Whole numbers from 0 to 2**32 - 1, without end."""
    for block in count():
        text = f"{block}:{seed}".encode("utf-8", "surrogatepass")
        yield from struct.unpack(f">{_BLOCK}I", hashlib.shake_256(text).digest(4 * _BLOCK))


_NORMAL: Final = NormalDist()
