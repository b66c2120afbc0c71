"""Courses and their parts, as the rules need them kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, TypeAlias

from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.catalogue.catalogue import Course, Lesson, Module, Theme, Workshop
from ledr_core.domain.catalogue.outline import Outline, Placed
from ledr_core.domain.catalogue.questions import Question, Wording
from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.kernel.identifiers import (
    CaseId,
    CourseId,
    Identifier,
    LessonId,
    ModuleId,
    QuestionId,
    ThemeId,
    WorkshopId,
)

Part: TypeAlias = Lesson | Module | Theme | Workshop | Question | Course | Case


class Catalogue(Protocol):
    """Courses and their parts.

    What is given by reference is the parts named, of which unknown ones are left out, or all.
    """

    def lessons(self, references: Collection[str] | None = None) -> dict[str, Lesson]:
        """Lessons by reference."""

    def modules(self, references: Collection[str] | None = None) -> dict[str, Module]:
        """Modules by reference."""

    def modules_about(self, text: str) -> dict[str, Module]:
        """Modules by reference, as last flushed: each word of the text begins a word of title or reference (CAT-8).

        A text without any word finds none.
        """

    def themes_with(self, modules: Collection[ModuleId]) -> dict[ModuleId, list[str]]:
        """The references of the themes that have each of these modules, in order; every module asked for is there."""

    def themes(self, references: Collection[str] | None = None) -> dict[str, Theme]:
        """Themes by reference."""

    def workshops(self, references: Collection[str] | None = None) -> dict[str, Workshop]:
        """Workshops by reference."""

    def questions(self, references: Collection[str] | None = None) -> dict[str, Question]:
        """Questions by reference, withdrawn ones too."""

    def courses(self, references: Collection[str] | None = None) -> dict[str, Course]:
        """Courses by reference."""

    def cases(self, references: Collection[str] | None = None) -> dict[str, Case]:
        """Cases by reference."""

    def cases_of(self, course: CourseId) -> list[Case]:
        """The cases of a course, by reference; none for an unknown one."""

    def case(self, case: CaseId) -> Case:
        """The case so identified. Raises LookupError when there is none."""

    def course(self, course: CourseId) -> Course:
        """The course so identified. Raises LookupError when there is none."""

    def lesson(self, lesson: LessonId) -> Lesson:
        """The lesson so identified. Raises LookupError when there is none."""

    def add(self, part: Part) -> None:
        """Keep a new part; a reference that another of its kind has is a Conflict when the unit is flushed (CAT-2)."""

    def remove(self, part: Part) -> None:
        """Forget a part that nothing uses. Raises LookupError for one that this unit has not given."""

    def let_go(self, parts: Iterable[Part]) -> None:
        """Follow parts no more that have been flushed: what changes in them from then on is lost."""

    def module_of(self, lesson: LessonId, course: CourseId | None) -> Module | None:
        """The module in which a lesson stands: the first of that course, else the first of all by reference.

        None for a lesson in no module, or an unknown one; an unknown course is like none.
        """

    def outline(self, course: CourseId, assessment: AssessmentSettings) -> Outline:
        """A course as progress sees it, as last flushed; *assessment* says which themes have one (TA-1).

        Raises LookupError when there is no such course.
        """

    def lesson_named(self, reference: str) -> Lesson | None:
        """The lesson of that reference, to read alone: a change of it is not followed. None when there is none."""

    def has_lesson(self, course: CourseId, lesson: LessonId) -> bool:
        """Whether a lesson is one of a course; false when either is unknown."""

    def wholes(self, parts: Collection[Identifier]) -> dict[Identifier, list[Identifier]]:
        """What each of these parts is in itself, as last flushed; every part asked for is there.

        A lesson is in modules, a module in themes and in the workshops that it may lock, themes and workshops are in
        courses.
        """

    def courses_using(
        self,
        lessons: Collection[LessonId] = (),
        modules: Collection[ModuleId] = (),
        themes: Collection[ThemeId] = (),
        workshops: Collection[WorkshopId] = (),
    ) -> list[CourseId]:
        """The courses that have one of these parts, each once; none for unknown parts."""

    def titles(self, parts: Collection[Identifier]) -> dict[Identifier, tuple[str, str]]:
        """The references and titles of courses, themes, modules, lessons and workshops; others are left out."""

    def places(self, course: CourseId) -> list[Placed]:
        """What the modules of a course hold, in its order; a module without lessons is there once."""

    def demo_places(self) -> list[Placed]:
        """The lessons that testers reach, by theme and module, each where it stands first (ROLE-2)."""

    def references(self, parts: Collection[Identifier]) -> dict[Identifier, str]:
        """The references of parts of any kind; unknown ones are left out."""

    def bank(self, theme: ThemeId) -> list[Question]:
        """The questions of a theme that may be drawn: programme, public, not withdrawn, by level and reference.

        None for an unknown theme.
        """

    def questions_of(self, theme: ThemeId) -> list[Question]:
        """All the questions of a theme, by reference; none for an unknown one."""

    def bank_sizes(self, themes: Collection[ThemeId]) -> dict[ThemeId, dict[int, int]]:
        """How many questions of each level may be drawn for themes; levels without any are left out.

        Every theme asked for is there, an unknown one without any level.
        """

    def bank_choices(self, themes: Collection[ThemeId]) -> dict[ThemeId, list[tuple[int, int, int]]]:
        """Of each question that may be drawn for themes: level, how many choices, and how many of them are right.

        Every theme asked for is there, an unknown one without any question.
        """

    def edition(self, question: QuestionId, edition: int) -> Wording:
        """What a question asked in that edition; what it asks now when the edition is not a former one.

        Raises LookupError when there is no such question.
        """


class Files(Protocol):
    """The files that are kept: summary sheets, backgrounds of certificates, the school's stamp, profile pictures."""

    def put(self, content: bytes, printed: bytes | None = None) -> str:
        """Keep a file; gives the SHA-256 of its content, by which it is known.

        *printed* is an image as documents print it, made once, when it is kept.
        """

    def get(self, sha256: str) -> bytes:
        """The content of a file. Raises LookupError when there is none."""

    def printed(self, sha256: str) -> bytes:
        """An image as documents print it. Raises LookupError when there is none, or it was kept without that form."""

    def drop_picture(self, sha256: str) -> None:
        """Forget a picture, unless somebody is shown by it or it serves elsewhere.

        Nothing happens when there is no such file.
        """
