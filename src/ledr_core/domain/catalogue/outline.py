"""A course as progress sees it: what counts of its themes and workshops, at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

from attrs import field, frozen

from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, ModuleId, PersonId, ThemeId, WorkshopId


@frozen
class Placed:
    """A lesson where it stands, its theme and module by reference and title; no lesson where a module has none."""

    theme: str | None
    theme_title: str
    module: str | None
    module_title: str
    sheet: str | None
    """The name of the module's summary sheet, when there is one."""
    lesson: LessonId | None
    reference: str
    title: str


@frozen
class ThemeOutline:
    """A theme as progress sees it: its lessons in order, each once; *assessed* when it has an assessment (TA-1)."""

    id: ThemeId
    reference: str
    title: str
    colour: str
    optional: bool
    lessons: tuple[LessonId, ...]
    assessed: bool = False


@frozen
class ModuleOutline:
    """A module that a workshop lists: its lessons, and whether the course has it, else it locks nothing (WORK-3)."""

    id: ModuleId
    reference: str
    title: str
    lessons: tuple[LessonId, ...]
    in_course: bool = True


@frozen
class WorkshopOutline:
    """A workshop as progress sees it: whether it has an introduction question, how many main ones, and its modules."""

    id: WorkshopId
    reference: str
    title: str
    questions: int
    asks_first: bool = True
    modules: tuple[ModuleOutline, ...] = ()


@frozen
class Outline:
    """A course as progress sees it."""

    course: CourseId
    reference: str
    title: str
    themes: tuple[ThemeOutline, ...]
    seconds: Mapping[LessonId, int] = field(factory=dict, eq=False)
    """How long each lesson of the course lasts."""
    certifying: bool = False
    workshops_required: int = 0
    workshops_locked: bool = False
    workshops: tuple[WorkshopOutline, ...] = ()

    def workshop(self, workshop: WorkshopId) -> WorkshopOutline | None:
        """The workshop so identified, when the course has it."""
        return next((one for one in self.workshops if one.id == workshop), None)

    def own_workshop(self, reference: str, learner: PersonId) -> WorkshopOutline:
        """The workshop of that reference. Raises Refused ROLE-3 for another course's: a learner reaches no other."""
        found = next((one for one in self.workshops if one.reference == reference), None)
        if found is None:
            facts = {"workshop": reference, "course": self.reference, "person": learner}
            raise Refused("ROLE-3", "another course", facts)
        return found

    @property
    def foreign_locks(self) -> tuple[tuple[str, str], ...]:
        """Workshops that the course locks and modules outside it that they list, by reference: these lock nothing."""
        if not self.workshops_locked:
            return ()
        return tuple(
            (workshop.reference, module.reference)
            for workshop in self.workshops
            for module in workshop.modules
            if not module.in_course
        )

    @cached_property
    def mandatory(self) -> tuple[ThemeOutline, ...]:
        """The themes that must be validated (LEARN-8)."""
        return tuple(theme for theme in self.themes if not theme.optional)

    @cached_property
    def theme_references(self) -> tuple[str, ...]:
        """The references of the themes, in order."""
        return tuple(theme.reference for theme in self.themes)

    @cached_property
    def lessons_of_themes(self) -> Mapping[ThemeId, frozenset[LessonId]]:
        """The lessons of each theme, to be counted."""
        return {theme.id: frozenset(theme.lessons) for theme in self.themes}

    @cached_property
    def mandatory_lessons(self) -> frozenset[LessonId]:
        """The lessons of the mandatory themes."""
        return frozenset(chain.from_iterable([theme.lessons for theme in self.mandatory]))

    @cached_property
    def all_lessons(self) -> frozenset[LessonId]:
        """All lessons, to be counted."""
        return frozenset(self.lessons)

    @cached_property
    def lessons(self) -> tuple[LessonId, ...]:
        """All lessons in course order, each once."""
        return distinct(chain.from_iterable([theme.lessons for theme in self.themes]))


def distinct(lessons: Iterable[LessonId]) -> tuple[LessonId, ...]:
    """The lessons in their order, each once."""
    return tuple(dict.fromkeys(lessons))
