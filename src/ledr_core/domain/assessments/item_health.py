"""What recorded answers say of the questions of a theme, for their authors: which to look at again, and why.

Only warnings that the numbers bear out are given. With the answers of 500 attempts at ten questions a level, nearly all
wrong keys are found except at the last level, and nearly all questions two levels off. Mostly missed are wrong keys at
the last level, which few learners reach and many get wrong anyway, and questions one level off their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import sqrt
from statistics import median
from typing import Final

from attrs import define, frozen

LEAST_ANSWERS: Final = 20
"""Fewer answers than that tell nothing."""
MARGIN: Final = 0.20
"""How far the share right may be from the median of its level, however many answers there are."""
OFTEN: Final = 0.30
"""The share of attempts above which a question is shown too often; ten questions a level stay within it."""
_ERRORS: Final = 2.0
"""Standard errors beyond which a number is more than noise."""


class Warning(StrEnum):
    """Why an author should look at a question again."""

    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    FALLS_WITH_ABILITY = "falls_with_ability"
    """Those who do well elsewhere in their attempt answer it wrongly: its key may be wrong, or its wording mislead."""
    SHOWN_TOO_OFTEN = "shown_too_often"


@frozen
class Recorded:
    """An attempt that ended and counts: its score, and each answer given, by reference, right or not."""

    score: int
    answers: tuple[tuple[str, bool], ...]


@frozen
class ItemHealth:
    """What is known of one question. What cannot be told yet is None."""

    reference: str
    level: int
    asked: int
    """Answers counted."""
    share: float | None
    """The share of them that is right, 0 to 1."""
    discrimination: float | None
    """The point-biserial correlation of a right answer with the score of the attempt, -1 to 1.

    It is above zero even for a question without merit, since a right answer brings points and opens the next levels.
    """
    exposure: float
    """The share of attempts in which it was shown, 0 to 1."""
    warnings: tuple[Warning, ...]


def item_health(
    levels: Mapping[str, int], recorded: Sequence[Recorded], shown: Mapping[str, int], attempts: int
) -> tuple[ItemHealth, ...]:
    """The health of each question of *levels* (its level by reference), in that order.

    *shown* says in how many of the *attempts* begun at the theme each was shown, answered or not. Answers to questions
    that are not in *levels* are left out.
    """
    tallies = _tallied(levels, recorded)
    usual = _medians(levels, tallies)
    return tuple(
        _health(reference, level, tallies[reference], usual.get(level), _Shown(shown.get(reference, 0), attempts))
        for reference, level in levels.items()
    )


@frozen
class _Shown:
    """In how many of so many attempts a question was shown."""

    times: int
    attempts: int

    @property
    def share(self) -> float:
        return self.times / self.attempts if self.attempts else 0.0

    @property
    def too_often(self) -> bool:
        return self.attempts >= LEAST_ANSWERS and self.share > OFTEN


@define
class _Correlation:
    """The point-biserial correlation of right answers with a number, from sums."""

    asked: int = 0
    right: int = 0
    total: float = 0.0
    squares: float = 0.0
    right_total: float = 0.0

    def add(self, right: bool, number: float) -> None:
        self.asked += 1
        self.right += right
        self.total += number
        self.squares += number * number
        self.right_total += number if right else 0.0

    @property
    def value(self) -> float | None:
        """From -1 to 1; None while all answers or all numbers are alike."""
        wrong = self.asked - self.right
        spread = self.asked * self.squares - self.total**2
        if not self.right or not wrong or spread <= 1e-9 * self.asked * self.squares:
            return None
        return (self.asked * self.right_total - self.right * self.total) / sqrt(self.right * wrong * spread)


@define
class _Tally:
    """The answers to a question: against the score, and against the rest of the attempt."""

    score: _Correlation
    rest: _Correlation

    @property
    def enough(self) -> bool:
        return self.score.asked >= LEAST_ANSWERS

    @property
    def share(self) -> float:
        return self.score.right / self.score.asked


def _tallied(levels: Mapping[str, int], recorded: Sequence[Recorded]) -> dict[str, _Tally]:
    tallies = {reference: _Tally(_Correlation(), _Correlation()) for reference in levels}
    usual = _mean_by_level(levels, recorded)
    for attempt in recorded:
        ahead = [(ref, right, right - usual[levels[ref]]) for ref, right in attempt.answers if ref in levels]
        total = sum(beyond for _, _, beyond in ahead)
        for reference, right, beyond in ahead:
            tally = tallies[reference]
            tally.score.add(right, attempt.score)
            if len(ahead) > 1:
                tally.rest.add(right, (total - beyond) / (len(ahead) - 1))
    return tallies


def _mean_by_level(levels: Mapping[str, int], recorded: Iterable[Recorded]) -> dict[int, float]:
    """The share of right answers by level: what is above it in the rest of an attempt shows ability."""
    counts: dict[int, list[int]] = {}
    for attempt in recorded:
        for reference, right in attempt.answers:
            if reference in levels:
                count = counts.setdefault(levels[reference], [0, 0])
                count[0] += right
                count[1] += 1
    return {level: right / asked for level, (right, asked) in counts.items()}


def _medians(levels: Mapping[str, int], tallies: Mapping[str, _Tally]) -> dict[int, float]:
    """The median share of right answers by level, over the questions with enough answers."""
    shares: dict[int, list[float]] = {}
    for reference, tally in tallies.items():
        if tally.enough:
            shares.setdefault(levels[reference], []).append(tally.share)
    return {level: median(found) for level, found in shares.items()}


def _health(reference: str, level: int, tally: _Tally, usual: float | None, shown: _Shown) -> ItemHealth:
    warnings: list[Warning] = []
    if tally.enough and usual is not None:
        warnings += _of_difficulty(tally, usual)
        warnings += _of_ability(tally)
    if shown.too_often:
        warnings.append(Warning.SHOWN_TOO_OFTEN)
    asked = tally.score.asked
    share = tally.share if asked else None
    return ItemHealth(reference, level, asked, share, tally.score.value, shown.share, tuple(warnings))


def _of_difficulty(tally: _Tally, usual: float) -> Iterable[Warning]:
    error = sqrt(tally.share * (1.0 - tally.share) / tally.score.asked)
    if abs(tally.share - usual) > max(MARGIN, _ERRORS * error):
        yield Warning.TOO_EASY if tally.share > usual else Warning.TOO_HARD


def _of_ability(tally: _Tally) -> Iterable[Warning]:
    slant = tally.rest.value
    if slant is not None and slant < -_ERRORS / sqrt(tally.rest.asked):
        yield Warning.FALLS_WITH_ABILITY
