"""Grading: marks, the grade that they make, and the level of the certificate (CASE-8, CERT-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from attrs import frozen

from ledr_core.domain.certification.final_case import STEP, CaseQuestion
from ledr_core.domain.certification.names import LevelName
from ledr_core.domain.kernel.errors import Invalid


class Level(StrEnum):
    """The level of a certificate."""

    _value_: LevelName

    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"


LOWEST: Final = {Level.GOLD: Decimal(18), Level.SILVER: Decimal(15), Level.BRONZE: Decimal(12)}
"""The lowest grade of each level (CERT-1)."""
REWORKABLE_FROM: Final = Decimal(11)
"""The lowest grade with which a copy may be reworked, up to the lowest of a certificate (CASE-9)."""


def level_for(grade: Decimal) -> Level | None:
    """The level of a grade, None below 12 (CERT-1)."""
    return next((level for level, lowest in LOWEST.items() if grade >= lowest), None)


def may_be_reworked(grade: Decimal) -> bool:
    """Whether a grade leaves the right to rework: 11 <= grade < 12 (CASE-9)."""
    return REWORKABLE_FROM <= grade < LOWEST[Level.BRONZE]


@frozen
class Grading:
    """The marks and comments of a correction, one a question, and when it was made."""

    marks: tuple[Decimal, ...]
    comments: tuple[str, ...]
    at: datetime

    @property
    def grade(self) -> Decimal:
        """The sum of the marks, out of 20; nothing is rounded (CASE-8)."""
        return sum(self.marks, Decimal(0))

    @property
    def level(self) -> Level | None:
        """The level that the grade gives."""
        return level_for(self.grade)


def graded(
    questions: Sequence[CaseQuestion], marks: Sequence[Decimal], comments: Sequence[str], at: datetime
) -> Grading:
    """The correction that these marks make; comments left out are empty.

    Raises Invalid: `marks` when there are too few or too many, or one is below 0, above the question's maximum or not a
    multiple of 0.25 (CASE-8); `comments` for more comments than questions.
    """
    if len(marks) != len(questions):
        raise Invalid("marks", "other number of marks", {"given": len(marks), "asked": len(questions)})
    for number, (mark, question) in enumerate(zip(marks, questions, strict=True), 1):
        must_be_a_mark(number, mark, question)
    if len(comments) > len(questions):
        raise Invalid("comments", "too many comments", {"given": len(comments), "asked": len(questions)})
    padded = [*comments, *[""] * (len(questions) - len(comments))]
    return Grading(tuple(marks), tuple(padded), at)


def must_be_a_mark(number: int, mark: Decimal, question: CaseQuestion) -> None:
    """Raises Invalid (marks): below 0, above the maximum of the question of that number, or not by 0.25 (CASE-8)."""
    if not 0 <= mark <= question.maximum or mark % STEP:
        raise Invalid(
            "marks", "mark not allowed", {"number": number, "value": mark, "highest": question.maximum, "step": STEP}
        )
