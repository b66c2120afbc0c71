"""An attempt step by step: pure functions that take a state and give the next one (TA-1, TA-3 to 5, TA-9, TA-10).

Learners and the simulation of a bank use the same functions. Every state has a plain form of texts and whole numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from attrs import frozen

from ledr_core.domain.assessments.order import Bank, Encounter, Item, first_drawn, sizes
from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.kernel.errors import Refused


class Outcome(StrEnum):
    """How an attempt ended."""

    PASSED = "passed"
    FAILED = "failed"
    VOID = "void"
    """No question was left to draw, and the pass mark not reached: it does not count, and the author is told."""


class Position(NamedTuple):
    """Where an attempt stands: right and wrong count the answers at the present level, the score the levels behind."""

    level: int = 1
    right: int = 0
    wrong: int = 0
    score: int = 0
    ended: bool = False


@frozen
class Paper:
    """What an attempt draws from, frozen when it starts: the settings, and each level's questions in their order.

    Of a large bank it has the first questions alone: those that can be asked, and others in case some are withdrawn.
    """

    settings: AssessmentSettings
    levels: tuple[tuple[Item, ...], ...]

    def filled_up(self, level: int, more: Iterable[Item]) -> Paper:
        """The paper with more questions of a level after those that it has."""
        items = self.levels[level - 1]
        items += tuple(item for item in more if item not in items)
        return Paper(self.settings, (*self.levels[: level - 1], items, *self.levels[level:]))

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


class Attempt(NamedTuple):
    """One attempt: its paper, its position, what was answered, the question that waits for an answer, how it ended.

    Until it has ended a question waits. A step makes few and small values, since simulations take millions of them.
    """

    paper: Paper
    position: Position
    given: tuple[tuple[Item, bool], ...]
    """Each question answered, and whether rightly."""
    pending: Item | None
    outcome: Outcome | None = None
    asked_here: tuple[str, ...] = ()
    """The references answered at the present level."""

    @property
    def score(self) -> int:
        """Points out of 20, so far."""
        return self.position.score

    @property
    def asked(self) -> tuple[Item, ...]:
        """Every question asked, the pending one included, in the order asked."""
        answered = tuple(item for item, _ in self.given)
        return (*answered, self.pending) if self.pending else answered

    @property
    def near(self) -> dict[int, tuple[Item, ...]]:
        """The questions of the levels that the next one can come from."""
        level = self.position.level
        return {one: self.paper.levels[one - 1] for one in (level, level + 1) if one <= self.paper.settings.levels}

    def used_up(self, withdrawn: Container[str]) -> list[int]:
        """The levels that the next question can come from and whose first questions were all asked or withdrawn.

        A level of which the paper has fewer questions than it keeps has no others (TA-1).
        """
        asked = {item.reference for item in self.asked}
        return [
            level
            for level, items in self.near.items()
            if len(items) >= self.paper.settings.kept and next_item(items, asked, withdrawn) is None
        ]

    def to_plain(self) -> dict[str, Any]:
        """The form that is stored after each step; the paper is stored by itself."""
        return {
            "position": [int(number) for number in self.position],
            "given": [[item.reference, item.version, item.level, int(right)] for item, right in self.given],
            "pending": [self.pending.reference, self.pending.version, self.pending.level] if self.pending else None,
            "outcome": self.outcome.value if self.outcome else None,
        }

    @staticmethod
    def from_plain(paper: Paper, plain: Mapping[str, Any]) -> Attempt:
        """The attempt that was stored, on its paper."""
        level, right, wrong, score, ended = plain["position"]
        given = tuple((Item(*item), bool(was_right)) for *item, was_right in plain["given"])
        return Attempt(
            paper,
            Position(level, right, wrong, score, bool(ended)),
            given,
            Item(*plain["pending"]) if plain["pending"] else None,
            Outcome(plain["outcome"]) if plain["outcome"] else None,
            () if ended else tuple(item.reference for item, _ in given if item.level == level),
        )


def drawn(
    bank: Bank, settings: AssessmentSettings, seed: str, own: Mapping[str, Encounter]
) -> tuple[tuple[str, ...], ...]:
    """What a new attempt draws from the public questions of a theme: the references of each level in their order.

    Questions of levels that the settings do not have are left aside. Raises Refused TA-1 when a level has fewer
    questions than the minimum.
    """
    must_suffice(sizes(bank), settings)
    levels = range(1, settings.levels + 1)
    return tuple(tuple(first_drawn(level, bank[level], seed, own, settings.kept)) for level in levels)


def begun(paper: Paper) -> Attempt:
    """An attempt on a paper, with its first question drawn."""
    return Attempt(paper, Position(), (), next_item(paper.levels[0], ()))


def must_suffice(
    counts: Mapping[int, int], settings: AssessmentSettings, about: Mapping[str, object] | None = None
) -> None:
    """Raises Refused TA-1 when a level has fewer public questions than the minimum, naming each that has.

    *about* holds more facts for the refusal.
    """
    short = [level for level in range(1, settings.levels + 1) if counts.get(level, 0) < settings.minimum]
    if short:
        facts = {"level": short[0], "count": counts.get(short[0], 0), "minimum": settings.minimum, "levels": short}
        raise Refused("TA-1", "too few questions", {**(about or {}), **facts})


def answer(
    attempt: Attempt, right: bool, withdrawn: Container[str] = frozenset(), question: str | None = None
) -> Attempt:
    """The attempt after a right or wrong answer to its pending question, with the next question drawn or ended.

    Only that draw looks at what was withdrawn meanwhile. With no question left the attempt ends: passed when the score
    reaches the pass mark, else void. Raises Refused TA-10 when the attempt has ended, or when *question* is given and
    is not the pending one: that answer was given already.
    """
    asked = attempt.pending
    if asked is None:
        raise Refused("TA-10", "over")
    if question is not None and question != asked.reference:
        raise Refused("TA-10", "answered already")
    paper, settings = attempt.paper, attempt.paper.settings
    position = advanced(attempt.position, right, settings)
    given = (*attempt.given, (asked, right))
    if position.ended:
        return Attempt(paper, position, given, None, _outcome(position.score, settings))
    level = position.level
    asked_here = (*attempt.asked_here, asked.reference) if level == asked.level else ()
    item = next_item(paper.levels[level - 1], asked_here, withdrawn)
    if item is None:
        return _without_question(attempt._replace(position=position, given=given))
    return Attempt(paper, position, given, item, None, asked_here)


def _without_question(attempt: Attempt) -> Attempt:
    outcome = _outcome(attempt.score, attempt.paper.settings)
    return attempt._replace(
        position=attempt.position._replace(ended=True),
        pending=None,
        outcome=outcome if outcome is Outcome.PASSED else Outcome.VOID,
        asked_here=(),
    )


def next_item(level: Iterable[Item], asked: Container[str], withdrawn: Container[str] = frozenset()) -> Item | None:
    """The next question of a level that was neither asked nor withdrawn; it takes as long in a bank of any size."""
    for item in level:
        reference = item.reference
        if reference not in asked and reference not in withdrawn:
            return item
    return None


def advanced(position: Position, right: bool, settings: AssessmentSettings) -> Position:
    """The position after an answer: a level is passed, the attempt stopped, or neither yet (TA-3, TA-4)."""
    level, rights, wrongs, score, _ = position
    if right:
        rights += 1
        if rights == settings.right_to_pass:
            score += settings.points[level - 1][wrongs]
            last = level == settings.levels
            return Position(level, rights, wrongs, score, True) if last else Position(level + 1, 0, 0, score)
    else:
        wrongs += 1
        if wrongs == settings.wrong_to_stop:
            return Position(level, rights, wrongs, score + settings.stop_points[level - 1][rights], True)
    return Position(level, rights, wrongs, score)


def run_out(attempt: Attempt) -> Attempt:
    """The attempt when its time is up: it stops at its level with the points of what was right there (TA-8)."""
    if attempt.outcome is not None:
        return attempt
    position, settings = attempt.position, attempt.paper.settings
    score = position.score + settings.stop_points[position.level - 1][position.right]
    ended = position._replace(score=score, ended=True)
    return attempt._replace(position=ended, pending=None, outcome=_outcome(score, settings), asked_here=())


def _outcome(score: int, settings: AssessmentSettings) -> Outcome:
    return Outcome.PASSED if score >= settings.pass_mark else Outcome.FAILED


def is_right(chosen: Collection[int], right: Collection[int]) -> bool:
    """Whether exactly the right choices were chosen, in any order; choosing nothing is never right."""
    return bool(right) and set(chosen) == set(right)
