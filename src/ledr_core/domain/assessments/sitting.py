"""A person's attempt as it is kept: whose it is, when it began and ended, and what was answered (TA-5 to TA-10)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import define, field, frozen

from ledr_core.domain.assessments.attempt import Attempt, Outcome, answer, run_out
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.retakes import time_is_up
from ledr_core.domain.catalogue.questions import Askable, Wording, first_twice
from ledr_core.domain.events import AttemptEnded, AttemptVoid, Event
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import AttemptId, CourseId, PersonId, QuestionId, ThemeId
from ledr_core.domain.kernel.moments import Moment


@frozen
class Answered:
    """An answer as it was given, in the order of answers from 1."""

    position: int
    question: QuestionId
    edition: int
    level: int
    chosen: tuple[int, ...]
    right: bool
    at: datetime


@define
class Sitting:
    """A person's attempt at the assessment of a theme. Its questions are named by identifier."""

    id: AttemptId
    person: PersonId
    theme: ThemeId
    course: CourseId
    """The course that was followed when it began: its settings are those of the attempt."""
    number: int
    """The person's attempts at the theme are numbered from 1."""
    seed: str
    attempt: Attempt
    began: datetime
    ended: datetime | None = None
    shown: QuestionId | None = None
    """The question shown last and not answered; it stays so when the time is up."""
    answers: list[Answered] = field(factory=list)
    """Those given in this piece of work; the former ones are not loaded."""
    events: list[Event] = field(factory=list, eq=False, repr=False)

    @property
    def passed(self) -> bool:
        """Whether it ended by validating the theme (TA-5)."""
        return self.attempt.outcome is Outcome.PASSED

    @property
    def counts(self) -> bool:
        """Whether it counts: a void one is as if it had never been."""
        return self.attempt.outcome is not Outcome.VOID

    @property
    def until(self) -> datetime | None:
        """When its time is up, where a setting gives a limit (TA-8)."""
        minutes = self.attempt.paper.settings.minutes
        return None if minutes is None else self.began + timedelta(minutes=minutes)

    def has_run_out(self, at: Moment) -> bool:
        """Whether it is under way though its time is up (TA-8)."""
        return self.ended is None and time_is_up(self.began, self.attempt.paper.settings, at.instant)

    def must_wait_for(self, question: QuestionId | None) -> Item:
        """The question that waits. Raises Refused TA-10 when the attempt is over, or when *question* is another one."""
        waits = self.attempt.pending
        if waits is None:
            raise Refused("TA-10", "over", {"person": self.person})
        if question != waits.reference:
            met = any(item.reference == question for item, _ in self.attempt.given)
            raise Refused("TA-10", "answered already" if met else "another question")
        return waits

    def answer(self, chosen: Sequence[int], wording: Wording, at: Moment, withdrawn: Container[str]) -> None:
        """Answer the question that waits, in the wording it was asked in, and draw the next one or end.

        Raises Refused TA-10 when the attempt is over, Invalid (choices) for a choice that the question does not have.
        """
        item = self.must_wait_for(self.shown)
        must_be_choices(chosen, wording)
        right = wording.is_right(chosen)
        self.attempt = answer(self.attempt, right, withdrawn)
        question, position = QuestionId(item.reference), len(self.attempt.given)
        self.answers.append(
            Answered(position, question, item.version, item.level, tuple(sorted(chosen)), right, at.instant)
        )
        self.shown = waiting(self.attempt)
        if self.attempt.outcome is not None:
            self._end(at.instant, at)

    def fill_up(self, level: int, more: Iterable[Item]) -> None:
        """Have more questions to draw at a level, after those that there are."""
        self.attempt = self.attempt._replace(paper=self.attempt.paper.filled_up(level, more))

    def run_out(self, at: Moment) -> None:
        """End it when its time was up; the question that waited was shown and stays unanswered (TA-8)."""
        self.attempt = run_out(self.attempt)
        self._end(self.until or at.instant, at)

    def _end(self, ended: datetime, at: Moment) -> None:
        self.ended = ended
        person, theme, course = self.person, self.theme, self.course
        if self.counts:
            passed = self.passed
            self.events.append(AttemptEnded(at=at.instant, person=person, theme=theme, course=course, passed=passed))
        else:
            self.events.append(AttemptVoid(at=at.instant, person=person, theme=theme, course=course))


def identified(references: Iterable[str], level: int, questions: Mapping[str, Askable]) -> tuple[Item, ...]:
    """The questions of a level as an attempt keeps them: by identifier, in their present edition.

    One that was deleted meanwhile is left out.
    """
    found = [questions[one] for one in references if one in questions]
    return tuple(Item(one.id, one.edition, level) for one in found)


def must_be_choices(chosen: Sequence[int], wording: Wording) -> None:
    """Raises Invalid (choices) when none is chosen, one twice, or one that the question does not have."""
    must_be_chosen(chosen)
    last = len(wording.choices) - 1
    for index, number in enumerate(chosen):
        if not 0 <= number <= last:
            raise Invalid(f"choices[{index}]", "no such choice", {"value": number, "last": last})


def must_be_chosen(chosen: Sequence[int]) -> None:
    """Raises Invalid (choices) when none is chosen, or one twice."""
    if not chosen:
        raise Invalid("choices", "no choice")
    if (twice := first_twice(chosen)) is not None:
        raise Invalid("choices", "there twice", {"value": twice})


def waiting(attempt: Attempt) -> QuestionId | None:
    """The question that waits for an answer."""
    return QuestionId(attempt.pending.reference) if attempt.pending else None
