"""What learners note down. Contract: ledr_core.testing.contracts.quizzes."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CourseId, ModuleId, PersonId


@frozen
class Note:
    """What somebody noted on a module, as they typed it."""

    module: str
    title: str
    text: str
    saved: datetime


class Notes(Protocol):
    """The notes of people, one a module (LEARN-11)."""

    def put(self, person: PersonId, module: ModuleId, text: str, at: datetime) -> None:
        """Keep a note; the one on the same module is replaced, and an empty one is forgotten.

        A person or a module that does not exist is Unavailable.
        """

    def of(self, person: PersonId, course: CourseId | None) -> list[Note]:
        """The notes of a person: those on modules of the course in its order, then the others by reference.

        An unknown person has none; with an unknown course, or none, all are by reference.
        """
