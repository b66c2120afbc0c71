"""Workshops: six steps, of which the one reached last gives the progress (WORK-1)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from attrs import define, field

from ledr_core.domain.outline import WorkshopOutline


class Step(StrEnum):
    """A step of a workshop; those of a question are done a question each."""

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

    def take(self, step: Step, question: int = 0) -> None:
        """Take note of a step; it counts once all before it are done."""
        self.steps.add((step, question))

    def percent(self, workshop: WorkshopOutline) -> int:
        """The progress of the last step reached, all before it being done; 100 once completed (WORK-1)."""
        if self.completed is not None:
            return 100
        percent = 0
        for step, reached in REACHED.items():
            if not self._has_done(step, workshop):
                break
            percent = reached
        return percent

    def _has_done(self, step: Step, workshop: WorkshopOutline) -> bool:
        if step is Step.INTRODUCTION_QUESTION and not workshop.asks_first:
            return (Step.INTRODUCTION_VIDEO, 0) in self.steps
        if step.is_of_a_question:
            return all((step, number) in self.steps for number in range(1, workshop.questions + 1))
        return (step, 0) in self.steps
