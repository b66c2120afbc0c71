"""Loading catalogue entries: parts made and changed, wholes checked, learners' progress reviewed (CAT-6, CAT-13)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

import attrs
from attrs import define, field

from ledr_core.application.catalogue_files import (
    SECTIONS,
    CourseEntry,
    Entries,
    LessonEntry,
    ModuleEntry,
    Place,
    ThemeEntry,
)
from ledr_core.application.work import Work
from ledr_core.domain.catalogue import (
    Course,
    Lesson,
    Module,
    Theme,
    must_be_colour,
    must_have_distinct_colours,
    must_have_lessons,
)
from ledr_core.domain.errors import Invalid, Refused
from ledr_core.domain.identifiers import CourseId, LessonId, ModuleId, ThemeId

P = TypeVar("P", Lesson, Module, Theme, Course)


@define
class Load:
    """One load: parts made and changed, wholes checked, learners' progress reviewed (CAT-6)."""

    work: Work
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    touched: dict[str, list[Any]] = field(factory=lambda: {section: [] for section in SECTIONS})

    def take(self, entries: Entries) -> None:
        """Apply the entries, parts before wholes, then check the courses concerned."""
        catalogue = self.work.unit.catalogue
        lessons, modules, themes, courses = (entries.found[section] for section in SECTIONS)
        by_lesson = catalogue.lessons(_named(lessons, (entry.lessons for entry, _ in modules)))
        by_module = catalogue.modules(_named(modules, (entry.modules for entry, _ in themes)))
        by_theme = catalogue.themes(_named(themes, (entry.themes for entry, _ in courses)))
        by_course = catalogue.courses(_named(courses, ()))
        self._each("lessons", lessons, by_lesson, self._lesson)
        self._each("modules", modules, by_module, lambda e, p, o: self._module(e, p, o, by_lesson))
        self._each("themes", themes, by_theme, lambda e, p, o: self._theme(e, p, o, by_module))
        self._each("courses", courses, by_course, lambda e, p, o: self._course(e, p, o, by_theme))
        self.work.unit.flush()
        self._check(entries)

    def _each(
        self,
        section: str,
        entries: list[tuple[Any, Place]],
        known: dict[str, P],
        make: Callable[[Any, Place, P | None], P],
    ) -> None:
        for entry, place in entries:
            former = known.get(entry.reference)
            before = None if former is None else attrs.astuple(former, recurse=False)
            part = make(entry, place, former)
            known[entry.reference] = part
            if former is None:
                self.work.unit.catalogue.add(part)
                self.created += 1
            elif attrs.astuple(part, recurse=False) == before:
                self.unchanged += 1
                continue
            else:
                self.updated += 1
            self.touched[section].append(part.id)

    def _lesson(self, entry: LessonEntry, place: Place, former: Lesson | None) -> Lesson:
        if former is None:
            _must_have(place, title=entry.title, video=entry.video, seconds=entry.seconds)
            identifier = LessonId(self.work.ports.chance.identifier())
            former = Lesson(identifier, entry.reference, entry.title or "", entry.video or "", entry.seconds or 0)
        return _changed(former, title=entry.title, video=entry.video, seconds=entry.seconds, demo=entry.demo)

    def _module(self, entry: ModuleEntry, place: Place, former: Module | None, known: Mapping[str, Lesson]) -> Module:
        if former is None:
            _must_have(place, title=entry.title)
            former = Module(ModuleId(self.work.ports.chance.identifier()), entry.reference, entry.title or "")
        lessons = _identifiers(place, "lessons", entry.lessons, known, "lesson")
        return _changed(former, title=entry.title, lessons=lessons, sheet=entry.sheet)

    def _theme(self, entry: ThemeEntry, place: Place, former: Theme | None, known: Mapping[str, Module]) -> Theme:
        colour = None if entry.colour is None else self._colour(entry.colour, place)
        if former is None:
            _must_have(place, title=entry.title, colour=entry.colour)
            identifier = ThemeId(self.work.ports.chance.identifier())
            former = Theme(identifier, entry.reference, entry.title or "", colour or "")
        modules = _identifiers(place, "modules", entry.modules, known, "module")
        return _changed(former, title=entry.title, colour=colour, optional=entry.optional, modules=modules)

    @staticmethod
    def _colour(colour: str, place: Place) -> str:
        try:
            return must_be_colour(colour)
        except Invalid as error:
            raise place.invalid("colour", error.reason, error.allowed) from None

    def _course(self, entry: CourseEntry, place: Place, former: Course | None, known: Mapping[str, Theme]) -> Course:
        if former is None:
            _must_have(place, title=entry.title)
            former = Course(CourseId(self.work.ports.chance.identifier()), entry.reference, entry.title or "")
        themes = _identifiers(place, "themes", entry.themes, known, "theme")
        return _changed(former, title=entry.title, themes=themes)

    @staticmethod
    def _place(refusal: Refused, course: Course, entries: Entries) -> dict[str, object]:
        """File and line of the entry that a refusal is about, when the load has one from a file."""
        named = {refusal.facts.get("theme"), course.reference}
        for section in ("themes", "courses"):
            for entry, place in entries.found[section]:
                if entry.reference in named and place.document is not None:
                    return {"file": place.document.file, "line": place.document.line((section, place.index))}
        return {}

    def _check(self, entries: Entries) -> None:
        """Colours and lessons of the courses concerned, then what their learners have earned by the change."""
        catalogue = self.work.unit.catalogue
        using = catalogue.courses_using(*(self.touched[section] for section in ("lessons", "modules", "themes")))
        concerned = dict.fromkeys([*self.touched["courses"], *using])
        if not concerned:
            return
        themes = {theme.id: theme for theme in catalogue.themes().values()}
        for course in catalogue.courses().values():
            if course.id not in concerned:
                continue
            outline = catalogue.outline(course.id)
            try:
                must_have_distinct_colours(course, [themes[theme] for theme in course.themes])
                must_have_lessons(outline)
            except Refused as refusal:
                refusal.facts |= self._place(refusal, course, entries)
                raise
            learners = self.work.unit.readings.learners_of_course(course.id)
            for record in self.work.unit.records.many(learners).values():
                if record.viewings:
                    record.review(outline, self.work.moment)


def _named(entries: list[tuple[Any, Place]], parts: Any) -> set[str]:
    return {entry.reference for entry, _ in entries} | {reference for some in parts for reference in some or ()}


def _must_have(place: Place, **values: object) -> None:
    for name, value in values.items():
        if value is None:
            raise place.invalid(name, "is missing", "needed at creation")


def _changed(part: P, **values: object) -> P:
    """The part with the values that are given."""
    for name, value in values.items():
        if value is not None:
            setattr(part, name, value)
    return part


def _identifiers(
    place: Place, name: str, references: Collection[str] | None, known: Mapping[str, Any], kind: str
) -> tuple[Any, ...] | None:
    if references is None:
        return None
    found: list[Any] = []
    for index, reference in enumerate(references):
        if reference not in known:
            raise place.invalid(
                f"{name}[{index}]", f"no {kind} {reference!r}", f"a {kind} of this load or of the catalogue"
            )
        if known[reference].id in found:
            raise place.invalid(f"{name}[{index}]", f"{reference!r} is there twice", "each once")
        found.append(known[reference].id)
    return tuple(found)
