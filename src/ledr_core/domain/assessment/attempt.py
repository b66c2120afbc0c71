"""An attempt step by step: pure functions that take a state and give the next one (TA-1, TA-3 to 5, TA-9, TA-10).

Learners and the simulation of a bank use the same functions. Every state has a plain form of texts and whole numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from attrs import evolve, frozen

from ledr_core.domain.assessment.order import History, Item, ordered
from ledr_core.domain.assessment.settings import AssessmentSettings
from ledr_core.domain.errors import Refused


class Outcome(StrEnum):
    """How an attempt ended."""

    PASSED = "passed"
    FAILED = "failed"
    VOID = "void"
    """No question was left to draw, and the pass mark not reached: it does not count, and the author is told."""


@frozen
class Position:
    """Where an attempt stands: right and wrong count the answers at the present level, the score the levels behind."""

    level: int = 1
    right: int = 0
    wrong: int = 0
    score: int = 0
    ended: bool = False

    @property
    def answered(self) -> int:
        """How many questions of the present level were answered."""
        return self.right + self.wrong


@frozen
class Paper:
    """What an attempt draws from, frozen when it starts: the settings, and each level's questions in their order."""

    settings: AssessmentSettings
    levels: tuple[tuple[Item, ...], ...]

    def to_plain(self) -> dict[str, Any]:
        """The form that is stored, once an attempt."""
        questions = [[[item.reference, item.version] for item in level] for level in self.levels]
        return {"settings": self.settings.to_plain(), "levels": questions}

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> Paper:
        """The paper that was stored."""
        levels = tuple(
            tuple(Item(str(reference), int(version), level) for reference, version in questions)
            for level, questions in enumerate(plain["levels"], start=1)
        )
        return Paper(AssessmentSettings.from_plain(plain["settings"]), levels)


@frozen
class Given:
    """A question that was answered, and whether rightly."""

    item: Item
    right: bool


@frozen
class Attempt:
    """One attempt: its paper, its position, what was answered, the question that waits for an answer, how it ended."""

    paper: Paper
    position: Position = Position()
    given: tuple[Given, ...] = ()
    pending: Item | None = None
    outcome: Outcome | None = None

    @property
    def score(self) -> int:
        """Points out of 20, so far."""
        return self.position.score

    @property
    def asked(self) -> tuple[Item, ...]:
        """Every question asked, the pending one included, in the order asked."""
        answered = tuple(one.item for one in self.given)
        return (*answered, self.pending) if self.pending else answered

    def to_plain(self) -> dict[str, Any]:
        """The form that is stored after each step; the paper is stored by itself."""
        position = self.position
        return {
            "position": [position.level, position.right, position.wrong, position.score, int(position.ended)],
            "given": [[one.item.reference, one.item.version, one.item.level, int(one.right)] for one in self.given],
            "pending": [self.pending.reference, self.pending.version, self.pending.level] if self.pending else None,
            "outcome": self.outcome.value if self.outcome else None,
        }

    @staticmethod
    def from_plain(paper: Paper, plain: Mapping[str, Any]) -> Attempt:
        """The attempt that was stored, on its paper."""
        level, right, wrong, score, ended = plain["position"]
        return Attempt(
            paper,
            Position(level, right, wrong, score, bool(ended)),
            tuple(Given(Item(*item), bool(was_right)) for *item, was_right in plain["given"]),
            Item(*plain["pending"]) if plain["pending"] else None,
            Outcome(plain["outcome"]) if plain["outcome"] else None,
        )


def start(
    bank: Iterable[Item],
    settings: AssessmentSettings,
    seed: str,
    history: History | None = None,
    withdrawn: Container[str] = frozenset(),
) -> Attempt:
    """A new attempt on the public questions of a theme, with its first question drawn.

    Questions of levels that the settings do not have are left aside. Raises Refused TA-1 when a level has fewer
    questions than the minimum.
    """
    levels: list[list[Item]] = [[] for _ in range(settings.levels)]
    for item in bank:
        if 1 <= item.level <= settings.levels and item.reference not in withdrawn:
            levels[item.level - 1].append(item)
    must_suffice([len(level) for level in levels], settings)
    known = history or History()
    return draw(Attempt(Paper(settings, tuple(ordered(level, seed, known) for level in levels))))


def must_suffice(counts: Sequence[int], settings: AssessmentSettings) -> None:
    """Raises Refused TA-1 when a level has fewer public questions than the minimum, naming each that has."""
    short = [level for level, count in enumerate(counts, start=1) if count < settings.minimum]
    if short:
        facts = {"level": short[0], "count": counts[short[0] - 1], "minimum": settings.minimum, "levels": short}
        raise Refused("TA-1", "too few questions", facts)


def draw(attempt: Attempt, withdrawn: Container[str] = frozenset()) -> Attempt:
    """The attempt with its next question; the same attempt when one waits for its answer already (TA-10), or it ended.

    Takes the next of the level that was neither asked nor withdrawn, whatever the size of the bank. With none left it
    ends: passed when the score reaches the pass mark, else void.
    """
    if attempt.pending is not None or attempt.outcome is not None:
        return attempt
    item = _next(attempt, withdrawn)
    if item is None:
        passed = attempt.score >= attempt.paper.settings.pass_mark
        position = evolve(attempt.position, ended=True)
        return evolve(attempt, position=position, outcome=Outcome.PASSED if passed else Outcome.VOID)
    return Attempt(attempt.paper, attempt.position, attempt.given, item, None)


def _next(attempt: Attempt, withdrawn: Container[str]) -> Item | None:
    position = attempt.position
    asked = [one.item for one in attempt.given[len(attempt.given) - position.answered :]]
    for item in attempt.paper.levels[position.level - 1]:
        if item not in asked and item.reference not in withdrawn:
            return item
    return None


def answer(attempt: Attempt, right: bool) -> Attempt:
    """The attempt after a right or wrong answer to its pending question; the next one is drawn by `draw`.

    Raises Refused TA-10 when no question waits: the attempt has ended, or the answer was given already.
    """
    if attempt.pending is None:
        raise Refused("TA-10", "nothing to answer", {"ended": True} if attempt.outcome else {})
    settings = attempt.paper.settings
    position = advanced(attempt.position, right, settings)
    return Attempt(
        attempt.paper,
        position,
        (*attempt.given, Given(attempt.pending, right)),
        None,
        _outcome(position.score, settings) if position.ended else None,
    )


def advanced(position: Position, right: bool, settings: AssessmentSettings) -> Position:
    """The position after an answer: a level is passed, the attempt stopped, or neither yet (TA-3, TA-4)."""
    level, rights, wrongs = position.level, position.right + right, position.wrong + (not right)
    if rights == settings.right_to_pass:
        score = position.score + settings.points[level - 1][wrongs]
        if level == settings.levels:
            return Position(level, rights, wrongs, score, True)
        return Position(level + 1, 0, 0, score)
    if wrongs == settings.wrong_to_stop:
        return Position(level, rights, wrongs, position.score + settings.stop_points[level - 1][rights], True)
    return Position(level, rights, wrongs, position.score)


def run_out(attempt: Attempt) -> Attempt:
    """The attempt when its time is up: it stops at its level with the points of what was right there (TA-8)."""
    if attempt.outcome is not None:
        return attempt
    position, settings = attempt.position, attempt.paper.settings
    score = position.score + settings.stop_points[position.level - 1][position.right]
    ended = evolve(position, score=score, ended=True)
    return evolve(attempt, position=ended, pending=None, outcome=_outcome(score, settings))


def _outcome(score: int, settings: AssessmentSettings) -> Outcome:
    return Outcome.PASSED if score >= settings.pass_mark else Outcome.FAILED


def is_right(chosen: Collection[int], right: Collection[int]) -> bool:
    """Whether exactly the right choices were chosen, in any order; choosing nothing is never right."""
    return bool(right) and set(chosen) == set(right)
