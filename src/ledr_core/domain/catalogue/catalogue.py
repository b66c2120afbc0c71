"""The catalogue: courses > themes > modules > lessons, each part usable in several wholes (CAT-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, field, frozen

from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, ModuleId, PersonId, ThemeId, WorkshopId
from ledr_core.domain.kernel.texts import trimmed

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


@frozen
class Attached:
    """A file kept with a part of the catalogue: its name as the author gave it, and the SHA-256 of its content."""

    name: str
    sha256: str


@define
class Lesson:
    """One video, of so many seconds; *demo* lessons are what testers reach (ROLE-2)."""

    id: LessonId
    reference: str
    title: str
    video: str
    seconds: int
    demo: bool = False

    def must_be_demo(self, tester: PersonId) -> None:
        """Raises Refused ROLE-2 for what is not demo content: a tester reaches nothing else."""
        if not self.demo:
            raise Refused("ROLE-2", "not demo content", {"lesson": self.reference, "person": tester})

    def must_be_in_course(self, course: str | None, *, has_it: bool) -> None:
        """Raises Refused ROLE-3 unless the *course* that somebody follows *has it*: a learner reaches no other."""
        if not has_it:
            raise Refused("ROLE-3", "another course", {"lesson": self.reference, "course": course})


@define
class Module:
    """Lessons in their order, and a summary sheet (PDF) when there is one (CAT-9)."""

    id: ModuleId
    reference: str
    title: str
    lessons: tuple[LessonId, ...] = ()
    sheet: Attached | None = None

    def have_sheet(self, sheet: Attached) -> None:
        """Have that summary sheet, in the place of a former one."""
        self.sheet = sheet

    def ready_sheet(self) -> Attached:
        """The summary sheet. Raises Refused CAT-9 while it is being written."""
        if self.sheet is None:
            raise Refused("CAT-9", "being written", {"module": self.reference})
        return self.sheet

    def must_be_in_course(self, course: str, *, has_it: bool) -> None:
        """Raises Refused ROLE-3 unless the *course* that somebody follows *has it*: a learner reaches no other."""
        if not has_it:
            raise Refused("ROLE-3", "another course", {"module": self.reference, "course": course})


@define
class Theme:
    """Modules in their order, with a colour and a badge; an optional one needs no validation (CAT-4, LEARN-8)."""

    id: ThemeId
    reference: str
    title: str
    colour: str
    optional: bool = False
    modules: tuple[ModuleId, ...] = ()


@define
class Workshop:
    """A practical exercise: six steps, one of them the main *questions* (WORK-1); *modules* may lock it (WORK-3)."""

    id: WorkshopId
    reference: str
    title: str
    modules: tuple[ModuleId, ...] = ()
    introduction_question: str = ""
    questions: tuple[str, ...] = ()


@frozen
class About:
    """The sheet of a certification: for whom, aim, skills, programme (OFFER-4)."""

    for_whom: str = ""
    aim: str = ""
    skills: tuple[str, ...] = ()
    programme: str = ""


@frozen
class Backgrounds:
    """The images that the certificates of a course are printed on, a level each (CERT-4)."""

    gold: Attached | None = None
    silver: Attached | None = None
    bronze: Attached | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The levels without one."""
        levels = {"gold": self.gold, "silver": self.silver, "bronze": self.bronze}
        return tuple(level for level, image in levels.items() if image is None)


@define
class Course:
    """What a learner follows: themes and workshops in their order, and its settings (CAT-10).

    *register* is the certification's number in the national register, *hours* its average length (OFFER-4).
    """

    id: CourseId
    reference: str
    title: str
    themes: tuple[ThemeId, ...] = ()
    certifying: bool = False
    assessments: bool = False
    workshops: tuple[WorkshopId, ...] = ()
    workshops_required: int = 0
    workshops_locked: bool = False
    community: bool = False
    certificate: Backgrounds = field(factory=Backgrounds)
    register: str = ""
    hours: int = 0
    about: About = field(factory=About)

    def must_have(self, theme: Theme, learner: PersonId) -> None:
        """Raises Refused ROLE-3 for a theme of another course: a learner reaches no other."""
        if theme.id not in self.themes:
            facts = {"theme": theme.reference, "course": self.reference, "person": learner}
            raise Refused("ROLE-3", "another theme", facts)


def faults_in_workshop(workshop: Workshop) -> Iterator[Invalid]:
    """What is wrong with a workshop: Invalid (questions) for each of its main questions that asks nothing."""
    for index, question in enumerate(workshop.questions):
        if not trimmed(question):
            yield Invalid(f"questions[{index}]", "empty")


def must_be_colour(colour: str) -> str:
    """The colour in lower case, `#rrggbb`. Raises Invalid."""
    if not _COLOUR.fullmatch(colour):
        raise Invalid("colour", "not a colour", {"value": colour})
    return colour.lower()


def same_colours(course: Course, themes: Sequence[Theme]) -> Iterator[Refused]:
    """Refused CAT-3 for each theme of the course that has the colour of one before it, naming both."""
    seen: dict[str, Theme] = {}
    for theme in themes:
        other = seen.setdefault(theme.colour, theme)
        if other is not theme:
            facts = {"course": course.reference, "theme": theme.reference, "other": other.reference}
            yield Refused("CAT-3", "same colour", facts | {"colour": theme.colour})


def empty_themes(outline: Outline, before: Outline | None) -> Iterator[Refused]:
    """Refused LEARN-9 for each theme that has joined the course and has neither lesson nor assessment.

    So has one that has lost its lessons since *before*; one whose questions were withdrawn stays, without assessment.
    """
    former = {} if before is None else {theme.id: theme.lessons for theme in before.themes}
    for theme in outline.themes:
        changed = former.get(theme.id) != theme.lessons
        if changed and not theme.lessons and not theme.assessed:
            yield Refused("LEARN-9", "empty theme", {"course": outline.reference, "theme": theme.reference})


def lacking_workshops(outline: Outline) -> Iterator[Refused]:
    """Refused WORK-8 when more workshops are required than attached."""
    required, attached = outline.workshops_required, len(outline.workshops)
    if required > attached:
        yield Refused("WORK-8", "too few", {"course": outline.reference, "required": required, "attached": attached})


def must_be_its_own(theme: Theme, course: Course, using: Sequence[Course]) -> None:
    """Raises Refused CAT-15 when other courses use a theme of the course, which would change with it."""
    others = [one.reference for one in using if one.id != course.id]
    if others:
        facts = {"theme": theme.reference, "course": course.reference, "courses": others}
        raise Refused("CAT-15", "theme shared", facts)


def must_be_unused(theme: Theme, learners: int) -> None:
    """Raises Refused CAT-5 when so many learners have used a theme that is to be deleted."""
    if learners:
        raise Refused("CAT-5", "used", {"theme": theme.reference, "learners": learners})


def not_ready_to_certify(course: Course, *, public_case: bool) -> Iterator[Refused]:
    """Refused CERT-4 when a course made certifying lacks one of the three backgrounds or a public case.

    One withdrawn later only closes new copies.
    """
    missing = [*course.certificate.missing, *(() if public_case else ("case",))]
    if missing:
        yield Refused("CERT-4", "not prepared", {"course": course.reference, "missing": missing})
