"""What the catalogue's operations show of courses, modules and questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import attrs

from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course, Module
from ledr_core.domain.kernel.errors import NotFound
from ledr_core.ports.catalogue import Part
from ledr_core.views.catalogue import AboutView, CourseSheet, LevelCount, ModuleItem, ThemeCounts, ThemeItem, UsageView

_KINDS = ("lessons", "modules", "themes", "workshops", "questions", "courses", "cases")


def course_sheet(work: Work, course: Course) -> CourseSheet:
    """A course as `catalogue.course` gives it."""
    outline = work.outline(course.id)
    workshops = work.unit.catalogue.references(course.workshops)
    public = [case.reference for case in work.unit.catalogue.cases_of(course.id) if case.public]
    return CourseSheet(
        reference=course.reference,
        title=course.title,
        themes=tuple(theme_items(work, course)),
        lessons=len(outline.lessons),
        seconds=sum(outline.seconds.values()),
        certifying=course.certifying,
        assessments=course.assessments,
        workshops=tuple(workshops[workshop] for workshop in course.workshops),
        workshops_required=course.workshops_required,
        workshops_locked=course.workshops_locked,
        community=course.community,
        case=public[0] if public else None,
        register=course.register or None,
        hours=course.hours or None,
        about=AboutView(**attrs.asdict(course.about)),
    )


def theme_items(work: Work, course: Course) -> list[ThemeItem]:
    """The themes of a course, in order."""
    themes = {theme.id: theme for theme in work.unit.catalogue.themes().values()}
    modules = work.unit.catalogue.references([module for theme in course.themes for module in themes[theme].modules])
    return [
        ThemeItem(
            theme.reference,
            theme.title,
            theme.colour,
            theme.optional,
            tuple(modules[module] for module in theme.modules),
        )
        for theme in (themes[identifier] for identifier in course.themes)
    ]


def module_items(work: Work, modules: Collection[Module]) -> tuple[ModuleItem, ...]:
    """Modules in a list: the lessons of each, and the themes that use it."""
    names = work.unit.catalogue.references({lesson for module in modules for lesson in module.lessons})
    themes = work.unit.catalogue.themes_with([module.id for module in modules])
    return tuple(
        ModuleItem(
            module.reference,
            module.title,
            tuple(names[lesson] for lesson in module.lessons),
            tuple(themes[module.id]),
            module.sheet.name if module.sheet else None,
        )
        for module in modules
    )


def usage(work: Work, reference: str, section: str | None = None) -> UsageView:
    """Where a part is used. Raises NotFound."""
    catalogue = work.unit.catalogue
    sections = _KINDS if section is None else (section,)
    parts: dict[str, Mapping[str, Part]] = {name: getattr(catalogue, name)([reference]) for name in sections}
    found = next((name for name, some in parts.items() if reference in some), None)
    if found is None:
        raise NotFound("module", reference)
    part: Any = parts[found][reference]
    inner: set[Any] = {part.id}
    if found == "questions":
        inner.update(one for one in (part.lesson, part.theme) if one)
    modules = [one for one in catalogue.modules().values() if inner.intersection(one.lessons)]
    inner.update(one.id for one in modules)
    themes = [one for one in catalogue.themes().values() if one.id in inner or inner.intersection(one.modules)]
    inner.update(one.id for one in themes)
    locked = [one for one in catalogue.workshops().values() if part.id in one.modules]
    owner = part.course if found == "cases" else None
    courses = [
        one
        for one in catalogue.courses().values()
        if one.id == owner or inner.intersection(one.themes) or part.id in one.workshops
    ]
    return UsageView(
        reference,
        found.removesuffix("s"),
        _references(modules),
        _references(one for one in themes if one.id != part.id),
        _references(locked),
        _references(one for one in courses if one.id != part.id),
    )


def _references(parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(part.reference for part in parts)


def question_counts(work: Work, course: Course) -> tuple[ThemeCounts, ...]:
    """The public questions of each level of each theme against the minimum, and whether there is an assessment."""
    settings, outline = work.assessment(course.id), work.outline(course.id)
    banks = work.unit.catalogue.bank_sizes([theme.id for theme in outline.themes])
    return tuple(
        ThemeCounts(
            theme.reference,
            tuple(
                LevelCount(level, count, settings.minimum, count >= settings.minimum)
                for level in range(1, settings.levels + 1)
                for count in [banks[theme.id].get(level, 0)]
            ),
            theme.assessed,
        )
        for theme in outline.themes
    )
