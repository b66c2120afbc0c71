"""What trainings left, to be shown to an auditor (PASS-6). Contract: `ledr_core.testing.contracts.evidence`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, TypeAlias

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, SessionId, WorkshopId

Row: TypeAlias = "Mapping[str, object]"
"""A row by the names of its columns: texts, numbers, days, instants."""
Rows: TypeAlias = "Mapping[str, Mapping[PersonId, Sequence[Row]]]"
"""The rows of each person, by what they are of."""


@frozen(kw_only=True)
class Of:
    """The one session that is meant, with what its course has."""

    session: SessionId
    course: CourseId
    lessons: Collection[LessonId]
    workshops: Collection[WorkshopId]


class Evidence(Protocol):
    """What people did in trainings, and what became of it, as last flushed."""

    def learners(self, session: SessionId) -> list[PersonId]:
        """Who learns in a session, or learnt in it and has left, by name; nobody for an unknown one."""

    def of(self, people: Collection[PersonId], only: Of | None = None) -> Rows:
        """The `enrolments`, `slots`, `connections`, `lessons`, `themes`, `workshops`, `workshop_answers`, `assessments`
        and `certifications` of people, oldest first, in as many statements.

        Those of one session alone if asked, but for connections, which are of none. Parts of the catalogue and sessions
        are named as people call them. Whoever has nothing of a kind is left out there.
        """
