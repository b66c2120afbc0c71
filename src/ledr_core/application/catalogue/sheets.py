"""What the catalogue's operations show of courses, modules and questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

import attrs

from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course
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


def module_items(work: Work, text: str | None) -> tuple[ModuleItem, ...]:
    """The modules whose title or reference holds a text, and the themes that use each."""
    names = {lesson.id: lesson.reference for lesson in work.unit.catalogue.lessons().values()}
    themes = work.unit.catalogue.themes().values()
    return tuple(
        ModuleItem(
            module.reference,
            module.title,
            tuple(names[lesson] for lesson in module.lessons),
            tuple(theme.reference for theme in themes if module.id in theme.modules),
            module.sheet.name if module.sheet else None,
        )
        for module in work.unit.catalogue.modules().values()
        if text is None or text.casefold() in f"{module.reference} {module.title}".casefold()
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
        if one.id in (owner, part.id) or inner.intersection(one.themes) or part.id in one.workshops
    ]
    wholes = {"modules": modules, "themes": themes, "workshops": locked, "courses": courses}
    used = {name: _references(one for one in some if one.id != part.id) for name, some in wholes.items()}
    learners = work.unit.readings.count_learners([one.id for one in courses], work.today)
    return UsageView(
        reference=reference,
        kind=found.removesuffix("s"),
        used_in=tuple(dict.fromkeys(chain.from_iterable(used.values()))),
        learners=learners,
        modules=used["modules"],
        themes=used["themes"],
        workshops=used["workshops"],
        courses=used["courses"],
    )


def used_elsewhere(work: Work, reference: str, section: str) -> UsageView | None:
    """Where a part is used when a change of it is one for several uses; nothing of a part that is not there (CAT-7)."""
    try:
        found = usage(work, reference, section)
    except NotFound:
        return None
    return found if found.elsewhere else None


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
