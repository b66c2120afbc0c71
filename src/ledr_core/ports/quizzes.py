"""Practice quizzes and placement tests, as the rules need them kept. Contract: ledr_core.testing.contracts.quizzes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from attrs import frozen

from ledr_core.domain.catalogue.questions import Askable, QuestionKind, Shown
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, PlacementId, QuestionId, ThemeId
from ledr_core.domain.learning.placement import PlacementTest
from ledr_core.domain.learning.practice_quiz import Practice
from ledr_core.ports.paging import WHOLE, Page


@frozen
class QuestionRow:
    """A question in a list, with its lesson (practice) or its theme and level (programme), by reference."""

    reference: str
    kind: QuestionKind
    lesson: str | None
    theme: str | None
    level: int | None
    public: bool
    placement: bool
    withdrawn: bool
    text: str


@frozen
class Wanted:
    """Which questions of a list are wanted: those of a theme, a kind, a level, and those that a text finds (CAT-8)."""

    theme: ThemeId | None = None
    kind: QuestionKind | None = None
    level: int | None = None
    text: str | None = None


class Questions(Protocol):
    """What may be asked, as last flushed: read without loading whole banks."""

    def listed(self, wanted: Wanted, page: Page[str] = WHOLE) -> list[QuestionRow]:
        """Those wanted by reference, which names a row seen; each word of the text begins a word of theirs.

        A text without any word finds none.
        """

    def practice_counts(self, lessons: Collection[LessonId]) -> dict[LessonId, int]:
        """How many practice questions there are on lessons, except withdrawn ones; lessons without any are left out."""

    def practice_reaches(self, number: int, lessons: Sequence[LessonId]) -> bool:
        """Whether there are at least so many practice questions on lessons, except withdrawn ones."""

    def practice(self, lessons: Collection[LessonId]) -> list[Askable]:
        """The practice questions on lessons, except withdrawn ones, by reference."""

    def placement(self) -> list[Askable]:
        """The public questions marked for the placement test on themes of courses, by reference (TEST-2).

        Withdrawn ones are not among them.
        """

    def placing(self, courses: Collection[CourseId]) -> set[CourseId]:
        """Those of the courses that have such a question in one of their themes (TEST-4)."""

    def shown(self, editions: Mapping[QuestionId, int]) -> dict[QuestionId, Shown]:
        """Questions as they are or were in these editions, withdrawn ones too.

        A question that was deleted, or has never had that edition, is left out.
        """


class Quizzes(Protocol):
    """The practice quizzes of people."""

    def of(self, person: PersonId) -> Practice:
        """The practice of a person, empty at first.

        In a unit that writes, asking for it keeps it: of a person who does not exist it is Unavailable when flushed.
        """

    def counted(self, person: PersonId) -> frozenset[LessonId]:
        """The lessons that a person had seen at the last quiz finished or postponed, read alone; none at first."""


class Placements(Protocol):
    """The placement tests, whoever took them."""

    def get(self, test: PlacementId) -> PlacementTest | None:
        """One go at the test, None when there is none."""

    def with_token(self, token_hash: str) -> PlacementTest | None:
        """The one whose result this hash of a secret opens, None when it opens none."""

    def taken(self, email: str, person: PersonId | None = None) -> bool:
        """Whether one was finished with that address, whatever its case, or by that person (TEST-4)."""

    def add(self, test: PlacementTest) -> None:
        """Keep a new one."""
