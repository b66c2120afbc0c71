"""What recorded answers say of the questions of a theme, for their authors: which to look at again, and why.

Only warnings that the numbers bear out are given. With the answers of 500 attempts at ten questions a level, nearly all
wrong keys are found except at the last level, and nearly all questions two levels off. Mostly missed are wrong keys at
the last level, which few learners reach and many get wrong anyway, and questions one level off their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from math import sqrt
from statistics import median
from typing import Final

from attrs import frozen

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
class Sums:
    """So many answers, and what a number that goes with each adds up to: all that a correlation is made of."""

    asked: int = 0
    right: int = 0
    total: float = 0.0
    squares: float = 0.0
    right_total: float = 0.0
    """What it adds up to over the right answers."""

    @property
    def correlation(self) -> float | None:
        """The point-biserial one of right answers with the number, -1 to 1; None while either is all alike."""
        wrong = self.asked - self.right
        spread = self.asked * self.squares - self.total**2
        if not self.right or not wrong or spread <= 1e-9 * self.asked * self.squares:
            return None
        return (self.asked * self.right_total - self.right * self.total) / sqrt(self.right * wrong * spread)


@frozen
class Tally:
    """The answers to a question, of the attempts that ended and count."""

    score: Sums = Sums()
    """With the score of the attempt."""
    rest: Sums = Sums()
    """With how the rest of the attempt went: how far its other answers, to questions that may be drawn now, are above
    the share of right answers of their levels, on average. An attempt without any other is left out."""

    @property
    def enough(self) -> bool:
        """Whether there are enough answers to tell something."""
        return self.score.asked >= LEAST_ANSWERS

    @property
    def share(self) -> float:
        """The share of right answers; there must be one answer."""
        return self.score.right / self.score.asked


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
    levels: Mapping[str, int], tallies: Mapping[str, Tally], shown: Mapping[str, int], attempts: int
) -> tuple[ItemHealth, ...]:
    """The health of each question of *levels* (its level by reference), in that order.

    *shown* says in how many of the *attempts* begun at the theme each was shown, answered or not.
    """
    usual = _medians(levels, tallies)
    return tuple(
        _health(
            reference,
            level,
            tallies.get(reference, Tally()),
            usual.get(level),
            _Shown(shown.get(reference, 0), attempts),
        )
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


def _medians(levels: Mapping[str, int], tallies: Mapping[str, Tally]) -> dict[int, float]:
    """The median share of right answers by level, over the questions with enough answers."""
    shares: dict[int, list[float]] = {}
    for reference, level in levels.items():
        if (tally := tallies.get(reference)) is not None and tally.enough:
            shares.setdefault(level, []).append(tally.share)
    return {level: median(found) for level, found in shares.items()}


def _health(reference: str, level: int, tally: Tally, usual: float | None, shown: _Shown) -> ItemHealth:
    warnings: list[Warning] = []
    if tally.enough and usual is not None:
        warnings += _of_difficulty(tally, usual)
        warnings += _of_ability(tally)
    if shown.too_often:
        warnings.append(Warning.SHOWN_TOO_OFTEN)
    asked = tally.score.asked
    share = tally.share if asked else None
    return ItemHealth(reference, level, asked, share, tally.score.correlation, shown.share, tuple(warnings))


def _of_difficulty(tally: Tally, usual: float) -> Iterable[Warning]:
    error = sqrt(tally.share * (1.0 - tally.share) / tally.score.asked)
    if abs(tally.share - usual) > max(MARGIN, _ERRORS * error):
        yield Warning.TOO_EASY if tally.share > usual else Warning.TOO_HARD


def _of_ability(tally: Tally) -> Iterable[Warning]:
    slant = tally.rest.correlation
    if slant is not None and slant < -_ERRORS / sqrt(tally.rest.asked):
        yield Warning.FALLS_WITH_ABILITY
