"""Courses as progress sees them: a read model in few statements, whatever the size of the course."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_core.domain.assessment.settings import AssessmentSettings
from ledr_core.domain.identifiers import CourseId, LessonId, ModuleId, ThemeId, WorkshopId
from ledr_core.domain.outline import ModuleOutline, Outline, ThemeOutline, WorkshopOutline, distinct

Sizes = Callable[[Collection[ThemeId]], dict[ThemeId, dict[int, int]]]


def outline(connection: sa.Connection, course: CourseId, assessment: AssessmentSettings, sizes: Sizes) -> Outline:
    """The outline of a course: three statements, two more with assessments, two more with workshops."""
    found = connection.execute(sa.select(t.courses).where(t.courses.c.id == course)).one()
    lessons, seconds, modules = _lessons(connection, course)
    return Outline(
        course,
        found.reference,
        found.title,
        _themes(connection, course, lessons, assessment, sizes if found.assessments else None),
        seconds,
        found.certifying,
        found.workshops_required,
        found.workshops_locked,
        _workshops(connection, course, modules),
    )


Modules = dict[str, list[LessonId]]


def _lessons(connection: sa.Connection, course: CourseId) -> tuple[Modules, dict[LessonId, int], set[str]]:
    """The lessons by theme in course order, how long each lasts, and the modules of the course."""
    statement = (
        sa.select(t.course_themes.c.theme_id, t.theme_modules.c.module_id, t.lessons.c.id, t.lessons.c.seconds)
        .join(t.theme_modules, t.theme_modules.c.theme_id == t.course_themes.c.theme_id)
        .outerjoin(t.module_lessons, t.module_lessons.c.module_id == t.theme_modules.c.module_id)
        .outerjoin(t.lessons, t.lessons.c.id == t.module_lessons.c.lesson_id)
        .where(t.course_themes.c.course_id == course)
        .order_by(t.course_themes.c.position, t.theme_modules.c.position, t.module_lessons.c.position)
    )
    by_theme: Modules = {}
    seconds: dict[LessonId, int] = {}
    modules: set[str] = set()
    for theme, module, lesson, lasts in connection.execute(statement):
        modules.add(module)
        if lesson is not None:
            by_theme.setdefault(theme, []).append(LessonId(lesson))
            seconds[LessonId(lesson)] = lasts
    return by_theme, seconds, modules


def _themes(
    connection: sa.Connection,
    course: CourseId,
    lessons: Modules,
    assessment: AssessmentSettings,
    sizes: Sizes | None,
) -> tuple[ThemeOutline, ...]:
    statement = sa.select(t.themes).join(t.course_themes).where(t.course_themes.c.course_id == course)
    rows = connection.execute(statement.order_by(t.course_themes.c.position)).all()
    banks = sizes([ThemeId(row.id) for row in rows]) if sizes else {}
    return tuple(
        ThemeOutline(
            ThemeId(row.id),
            row.reference,
            row.title,
            row.colour,
            row.optional,
            distinct(lessons.get(row.id, ())),
            sizes is not None and assessment.enough(banks[ThemeId(row.id)]),
        )
        for row in rows
    )


def _workshops(connection: sa.Connection, course: CourseId, in_course: set[str]) -> tuple[WorkshopOutline, ...]:
    statement = sa.select(t.workshops).join(t.course_workshops).where(t.course_workshops.c.course_id == course)
    rows = connection.execute(statement.order_by(t.course_workshops.c.position)).all()
    locking = _locking(connection, [row.id for row in rows], in_course) if rows else {}
    return tuple(
        WorkshopOutline(
            WorkshopId(row.id),
            row.reference,
            row.title,
            len(row.questions),
            bool(row.introduction_question),
            tuple(locking.get(row.id, ())),
        )
        for row in rows
    )


def _locking(connection: sa.Connection, workshops: list[str], in_course: set[str]) -> dict[str, list[ModuleOutline]]:
    """The modules that workshops list, each with its lessons."""
    statement: sa.Select[Any] = (
        sa.select(
            t.workshop_modules.c.workshop_id,
            t.modules.c.id,
            t.modules.c.reference,
            t.modules.c.title,
            t.module_lessons.c.lesson_id,
        )
        .join(t.modules, t.modules.c.id == t.workshop_modules.c.module_id)
        .outerjoin(t.module_lessons, t.module_lessons.c.module_id == t.modules.c.id)
        .where(t.workshop_modules.c.workshop_id.in_(workshops))
        .order_by(t.workshop_modules.c.workshop_id, t.workshop_modules.c.position, t.module_lessons.c.position)
    )
    found: dict[str, dict[tuple[str, str, str], list[LessonId]]] = {}
    for workshop, module, reference, title, lesson in connection.execute(statement):
        lessons = found.setdefault(workshop, {}).setdefault((module, reference, title), [])
        if lesson is not None:
            lessons.append(LessonId(lesson))
    return {
        workshop: [
            ModuleOutline(ModuleId(module), reference, title, distinct(lessons), module in in_course)
            for (module, reference, title), lessons in modules.items()
        ]
        for workshop, modules in found.items()
    }
