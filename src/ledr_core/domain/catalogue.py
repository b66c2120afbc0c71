"""The catalogue: courses > themes > modules > lessons, each part usable in several wholes (CAT-1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import define, field, frozen

from ledr_core.domain.errors import Invalid, Refused
from ledr_core.domain.identifiers import CourseId, LessonId, ModuleId, ThemeId

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


@define
class Lesson:
    """One video, of so many seconds; *demo* lessons are what testers reach (ROLE-2)."""

    id: LessonId
    reference: str
    title: str
    video: str
    seconds: int
    demo: bool = False


@define
class Module:
    """Lessons in their order, and a summary sheet when there is one."""

    id: ModuleId
    reference: str
    title: str
    lessons: tuple[LessonId, ...] = ()
    sheet: str | None = None


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
class Course:
    """What a learner follows: themes in their order."""

    id: CourseId
    reference: str
    title: str
    themes: tuple[ThemeId, ...] = ()


@frozen
class ThemeOutline:
    """A theme as progress sees it: its lessons in order, each once."""

    id: ThemeId
    reference: str
    title: str
    colour: str
    optional: bool
    lessons: tuple[LessonId, ...]


@frozen
class Outline:
    """A course as progress sees it."""

    course: CourseId
    reference: str
    title: str
    themes: tuple[ThemeOutline, ...]
    seconds: dict[LessonId, int] = field(factory=dict, eq=False)
    """How long each lesson of the course lasts."""

    @property
    def mandatory(self) -> tuple[ThemeOutline, ...]:
        """The themes that must be validated (LEARN-8)."""
        return tuple(theme for theme in self.themes if not theme.optional)

    @property
    def lessons(self) -> tuple[LessonId, ...]:
        """All lessons in course order, each once."""
        return distinct(lesson for theme in self.themes for lesson in theme.lessons)


def distinct(lessons: Iterable[LessonId]) -> tuple[LessonId, ...]:
    """The lessons in their order, each once."""
    return tuple(dict.fromkeys(lessons))


def must_be_colour(colour: str) -> str:
    """The colour in lower case, `#rrggbb`. Raises Invalid."""
    if not _COLOUR.fullmatch(colour):
        raise Invalid("colour", f"{colour!r} is not a colour", "#rrggbb, such as #0b7285")
    return colour.lower()


def must_have_distinct_colours(course: Course, themes: Sequence[Theme]) -> None:
    """Raises Refused CAT-3 when two themes of the course have one colour, naming both."""
    seen: dict[str, Theme] = {}
    for theme in themes:
        other = seen.setdefault(theme.colour, theme)
        if other is not theme:
            facts = {"course": course.reference, "theme": theme.reference, "other": other.reference}
            raise Refused("CAT-3", "same colour", facts | {"colour": theme.colour})


def must_have_lessons(outline: Outline) -> None:
    """Raises Refused LEARN-9 when a theme of the course has neither lesson nor assessment."""
    for theme in outline.themes:
        if not theme.lessons:
            raise Refused("LEARN-9", "empty theme", {"course": outline.reference, "theme": theme.reference})
