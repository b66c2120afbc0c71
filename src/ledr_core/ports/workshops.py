"""What people answered to the questions of workshops, as the rules need it kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ledr_core.domain.kernel.identifiers import PersonId, WorkshopId
from ledr_core.domain.learning.workshops import Answer
from ledr_core.ports.paging import WHOLE, Page


class Answers(Protocol):
    """The latest answer of each person to each question of workshops; what is put is written at once."""

    def put(self, answer: Answer) -> None:
        """Keep an answer, instead of the former one of the same person to that question.

        A person or a workshop that does not exist is Unavailable.
        """

    def of(self, workshop: WorkshopId, question: int, person: PersonId) -> Answer | None:
        """What a person answered, None when they have not."""

    def chosen(self, workshop: WorkshopId, question: int) -> list[Answer]:
        """Those that staff chose to show, in their order; none of an unknown workshop."""

    def latest(
        self,
        workshop: WorkshopId,
        question: int,
        excluding: PersonId | None = None,
        page: Page[str] = WHOLE,
    ) -> list[Answer]:
        """A page of all, the last one kept first, except that of the person to be excluded."""

    def choose(self, workshop: WorkshopId, question: int, answers: Sequence[Answer]) -> None:
        """Keep which of these are chosen. Raises Conflict when one of the chosen has been replaced meanwhile."""

    def choosing(self, workshop: WorkshopId) -> None:
        """Have others who choose among the answers of that workshop wait until the unit of work ends.

        Nothing happens when there is no such workshop.
        """
