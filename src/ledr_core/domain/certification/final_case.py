"""The final case: the exam of a certifying course (CASE)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from attrs import define, evolve, frozen

from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CaseId, CourseId
from ledr_core.domain.kernel.texts import trimmed

FEWEST: Final = 10
MOST: Final = 20
"""How many questions a case has (CASE-2)."""
OUT_OF: Final = Decimal(20)
"""What the maxima of a case add up to (CASE-8)."""
STEP: Final = Decimal("0.25")
"""By how much marks go (CASE-8)."""


@frozen
class CaseQuestion:
    """A question of a case: its *maximum* of marks, and the rubric by which all who grade go (CASE-7)."""

    text: str
    maximum: Decimal
    rubric: str = ""


@define
class Case:
    """One subject for a course; a *public* one serves new copies, one a course (CASE-6)."""

    id: CaseId
    reference: str
    course: CourseId
    public: bool = False
    questions: tuple[CaseQuestion, ...] = ()
    edition: int = 0
    """Its number among the cases ever published for the course, from 1; 0 before it is published (CASE-5)."""

    def publish(self, others: Iterable[Case]) -> None:
        """Have new copies begun on it, and on no other case of the course (CASE-6)."""
        for other in others:
            other.public = other is self
        self.public = True
        self.number(others)

    def number(self, others: Iterable[Case]) -> None:
        """Give it the next number of its course when it is published for the first time."""
        if self.public and not self.edition:
            self.edition = 1 + max((other.edition for other in others), default=0)

    def reword(self, question: int, text: str) -> None:
        """Correct the wording of a question, from 1, in place: copies show it at once (CASE-5). Raises Invalid."""
        if not 1 <= question <= len(self.questions):
            raise Invalid("question", "no such question of the case", {"value": question, "count": len(self.questions)})
        if not trimmed(text):
            raise Invalid("text", "empty")
        asked = list(self.questions)
        asked[question - 1] = evolve(asked[question - 1], text=text)
        self.questions = tuple(asked)

    def must_stay_the_same_exam(self, questions: Sequence[CaseQuestion], copies: int) -> None:
        """Raises Refused CASE-5 when copies exist and other *questions* change more than wording: a new case serves."""
        former, wanted = [[one.maximum for one in asked] for asked in (self.questions, questions)]
        if copies and former != wanted:
            raise Refused("CASE-5", "copies exist", {"case": self.reference, "copies": copies})


def faults_in_exam(questions: Sequence[CaseQuestion]) -> Iterator[Invalid]:
    """What keeps questions from being an exam: Invalid (questions) for each thing that is wrong (CASE-2, CASE-8).

    There are 10 to 20, each asks something, and their maxima, by 0.25, add up to 20.
    """
    wrong = not FEWEST <= len(questions) <= MOST
    if wrong:
        facts: dict[str, object] = {"given": len(questions), "fewest": FEWEST, "most": MOST}
        yield Invalid("questions", "other number of questions", facts)
    for index, question in enumerate(questions):
        if not trimmed(question.text):
            yield Invalid(f"questions[{index}].text", "empty")
        if not 0 < question.maximum <= OUT_OF or question.maximum % STEP:
            wrong = True
            facts = {"value": question.maximum, "most": OUT_OF, "step": STEP}
            yield Invalid(f"questions[{index}].maximum", "maximum not allowed", facts)
    total = sum((question.maximum for question in questions), Decimal(0))
    if total != OUT_OF and not wrong:
        yield Invalid("questions", "other sum of maxima", {"sum": total, "wanted": OUT_OF})


def several_public(course: str, cases: Sequence[Case]) -> Iterator[Refused]:
    """Refused CASE-6 for each case of a course that is public beside another one, naming both."""
    first, *others = [case.reference for case in cases if case.public] or [""]
    for other in others:
        yield Refused("CASE-6", "two public", {"course": course, "case": other, "other": first})
