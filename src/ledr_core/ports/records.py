"""Learners' records as they are kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from ledr_core.domain.kernel.identifiers import CourseId, PersonId, SessionId
from ledr_core.domain.learning.progress import Record


class Records(Protocol):
    """What people have done."""

    def of(self, person: PersonId) -> Record:
        """The record of a person, empty at first.

        In a unit that writes, asking for it keeps it: of a person who does not exist it is Unavailable when flushed.
        """

    def many(self, people: Collection[PersonId]) -> dict[PersonId, Record]:
        """The records of people, one of each; what holds for one holds for several."""

    def finished(self, course: CourseId, people: Collection[PersonId]) -> set[PersonId]:
        """Those of the people who have finished the course; nobody for an unknown one."""

    def erase(self, person: PersonId) -> None:
        """Forget what a person did: the record, answers in workshops, quizzes, attempts (ACC-13)."""

    def finished_in(self, course: CourseId, sessions: Collection[SessionId]) -> set[PersonId]:
        """The members of those sessions, as last saved, who have finished the course; unknown ones have none."""
