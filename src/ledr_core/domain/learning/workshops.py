"""Workshops: six steps, of which the one reached last gives the progress, and answers to questions (WORK-1, WORK-5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from attrs import define, evolve, field, frozen

from ledr_core.domain.catalogue.outline import WorkshopOutline
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import PersonId, WorkshopId
from ledr_core.domain.kernel.texts import address_key, trimmed

LATEST: Final = 3
"""How many of the most recent answers are shown when staff chose none (WORK-5)."""
INTRODUCTION: Final = 0
"""The number of the introduction question; the main ones are numbered from 1."""


StepName: TypeAlias = Literal[
    "introduction_video", "introduction_question", "main_video", "main_question", "correction", "conclusion_video"
]
"""A `Step` by its value."""


class Step(StrEnum):
    """A step of a workshop; those of a question are done a question each."""

    _value_: StepName

    INTRODUCTION_VIDEO = "introduction_video"
    INTRODUCTION_QUESTION = "introduction_question"
    MAIN_VIDEO = "main_video"
    MAIN_QUESTION = "main_question"
    CORRECTION = "correction"
    CONCLUSION_VIDEO = "conclusion_video"

    @property
    def is_of_a_question(self) -> bool:
        """Whether it is done once for each of the main questions."""
        return self in (Step.MAIN_QUESTION, Step.CORRECTION)

    def may_be_left_out_of(self, workshop: WorkshopOutline) -> bool:
        """Whether the steps after it do not wait for it: the introduction question, where there is none."""
        return self is Step.INTRODUCTION_QUESTION and not workshop.asks_first

    def is_answered_in(self, workshop: WorkshopOutline) -> bool:
        """Whether it is done by answering; a workshop may have no introduction question."""
        return self is Step.MAIN_QUESTION or (self is Step.INTRODUCTION_QUESTION and workshop.asks_first)


REACHED: Final = {
    Step.INTRODUCTION_VIDEO: 10,
    Step.INTRODUCTION_QUESTION: 20,
    Step.MAIN_VIDEO: 30,
    Step.MAIN_QUESTION: 60,
    Step.CORRECTION: 90,
    Step.CONCLUSION_VIDEO: 100,
}
"""How far a workshop is when a step is done, and all before it (WORK-1)."""


@define
class WorkshopWork:
    """What a person has done of a workshop: steps, a question's by its number, others by 0."""

    steps: set[tuple[Step, int]] = field(factory=set)
    opened: datetime | None = None
    """When it is known to have been open; it stays so (WORK-8)."""
    completed: datetime | None = None

    def take(self, workshop: WorkshopOutline, step: Step, question: int = 0) -> Step | None:
        """Take note of a step, which counts once all before it are done; gives the first still to do (WORK-1)."""
        self.steps.add((step, question))
        before = list(Step)[: list(Step).index(step)]
        lacking = (one for one in before if not (self._has_done(one, workshop) or one.may_be_left_out_of(workshop)))
        return next(lacking, None)

    def percent(self, workshop: WorkshopOutline) -> int:
        """The progress of the last step reached, all before it being done; 100 once completed (WORK-1)."""
        if self.completed is not None:
            return 100
        percent = 0
        for step, reached in REACHED.items():
            if self._has_done(step, workshop):
                percent = reached
            elif not step.may_be_left_out_of(workshop):
                break
        return percent

    def _has_done(self, step: Step, workshop: WorkshopOutline) -> bool:
        if step.is_of_a_question:
            return all((step, number) in self.steps for number in range(1, workshop.questions + 1))
        return (step, 0) in self.steps


@frozen
class Answer:
    """What a person answered to a question of a workshop: the latest text, by which alone it is known.

    `chosen` is its place among those that staff chose to show (WORK-5). Answering otherwise makes it another answer,
    which nobody has chosen.
    """

    id: str
    workshop: WorkshopId
    question: int
    person: PersonId
    text: str
    answered: datetime
    chosen: int | None = None


def question_of(step: Step, workshop: WorkshopOutline, question: int | None) -> int:
    """The number of the question that a step is of; a lone main question need not be named.

    Steps of no main question have the number 0, whatever was given. Raises Invalid (question): missing, or none of the
    workshop's.
    """
    if not step.is_of_a_question:
        return INTRODUCTION
    if not workshop.questions:
        raise Invalid("question", "no question in this workshop")
    if question is None and workshop.questions == 1:
        return 1
    if question is None:
        raise Invalid("question", "which question", {"count": workshop.questions})
    _must_be_among(question, 1, workshop.questions)
    return question


def must_be_answered(answer: str | None) -> str:
    """The answer. Raises Invalid (answer): missing, or empty."""
    if answer is None:
        raise Invalid("answer", "needed for this step")
    if not trimmed(answer):
        raise Invalid("answer", "empty")
    return answer


def must_have_question(workshop: WorkshopOutline, question: int) -> None:
    """Raises Invalid (question): the workshop has no question of that number, 0 being the introduction's."""
    _must_be_among(question, INTRODUCTION if workshop.asks_first else 1, workshop.questions)


def _must_be_among(question: int, first: int, last: int) -> None:
    if not first <= question <= last:
        raise Invalid("question", "no such question of the workshop", {"value": question, "first": first, "last": last})


def others_answers(chosen: Sequence[Answer], latest: Sequence[Answer], person: PersonId) -> tuple[Answer, ...]:
    """The answers that a person sees: those *chosen*, in their order, else the 3 *latest*; never their own (WORK-5)."""
    if chosen:
        return tuple(answer for answer in chosen if answer.person != person)
    return tuple(answer for answer in latest if answer.person != person)[:LATEST]


def chosen_answers(answers: Sequence[Answer], chosen: Sequence[str], names: Mapping[str, str]) -> tuple[Answer, ...]:
    """The answers of a question with their new places: those *chosen*, in that order, and no other (WORK-6).

    *names* gives the identifier of an answer by another name of it. Raises Invalid (answers): one that is no answer to
    the question, or one twice.
    """
    known = {answer.id for answer in answers}
    meant = [names.get(address_key(one), one) for one in chosen]
    for place, one in enumerate(chosen):
        if meant[place] not in known:
            raise Invalid(
                f"answers[{place}]",
                "not an answer to it",
                {"value": one},
            )
        if meant[place] in meant[:place]:
            raise Invalid(f"answers[{place}]", "there twice", {"value": one})
    places = {one: place for place, one in enumerate(meant, 1)}
    return tuple(evolve(answer, chosen=places.get(answer.id)) for answer in answers)


def must_have_answered(workshop: WorkshopOutline, question: int, answer: Answer | None) -> None:
    """Raises Refused WORK-5: others' answers show once one has answered."""
    if answer is None:
        raise Refused("WORK-5", "not answered", {"workshop": workshop.reference, "question": question})
