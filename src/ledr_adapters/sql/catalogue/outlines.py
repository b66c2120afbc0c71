"""Courses as progress sees them: a read model in four statements, whatever the size of the course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from attrs import frozen

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared
from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.catalogue.outline import ModuleOutline, Outline, ThemeOutline, WorkshopOutline, distinct
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, ModuleId, ThemeId, WorkshopId

Sizes = Callable[[Collection[ThemeId]], dict[ThemeId, dict[int, int]]]

_NONE: Final = LessonId("")
_course = sa.bindparam("course", type_=sa.String)
_ct, _tm, _ml = t.course_themes.c, t.theme_modules.c, t.module_lessons.c

COURSE: Final = Prepared(
    sa.select(
        t.courses.c.reference,
        t.courses.c.title,
        t.courses.c.certifying,
        t.courses.c.assessments,
        t.courses.c.workshops_required,
        t.courses.c.workshops_locked,
        t.themes.c.id.label("theme_id"),
        t.themes.c.reference.label("theme_reference"),
        t.themes.c.title.label("theme_title"),
        t.themes.c.colour,
        t.themes.c.optional,
    )
    .outerjoin(t.course_themes, _ct.course_id == t.courses.c.id)
    .outerjoin(t.themes, t.themes.c.id == _ct.theme_id)
    .where(t.courses.c.id == _course)
    .order_by(_ct.position)
)
"""A course with its themes."""

LESSONS: Final = Prepared(
    sa.select(_ct.theme_id, _tm.module_id, t.lessons.c.id, t.lessons.c.seconds)
    .join(t.theme_modules, _tm.theme_id == _ct.theme_id)
    .outerjoin(t.module_lessons, _ml.module_id == _tm.module_id)
    .outerjoin(t.lessons, t.lessons.c.id == _ml.lesson_id)
    .where(_ct.course_id == _course)
    .order_by(_ct.position, _tm.position, _ml.position)
)
"""The lessons of a course, in its order."""

WORKSHOPS: Final = Prepared(
    sa.select(
        t.workshops.c.id,
        t.workshops.c.reference,
        t.workshops.c.title,
        sa.func.json_array_length(t.workshops.c.questions, type_=sa.Integer).label("questions"),
        (t.workshops.c.introduction_question != "").label("asks_first"),
        t.modules.c.id.label("module_id"),
        t.modules.c.reference.label("module_reference"),
        t.modules.c.title.label("module_title"),
    )
    .join(t.course_workshops, t.course_workshops.c.workshop_id == t.workshops.c.id)
    .outerjoin(t.workshop_modules, t.workshop_modules.c.workshop_id == t.workshops.c.id)
    .outerjoin(t.modules, t.modules.c.id == t.workshop_modules.c.module_id)
    .where(t.course_workshops.c.course_id == _course)
    .order_by(t.course_workshops.c.position, t.workshop_modules.c.position)
)
"""The workshops of a course, each with the modules that lock it."""


@frozen
class _Lessons:
    """The lessons of a course: those of each theme and of each module, and how long they last."""

    of_themes: Mapping[str, list[LessonId]]
    of_modules: Mapping[str, list[LessonId]]
    seconds: Mapping[LessonId, int]


def outline(connection: sa.Connection, course: CourseId, assessment: AssessmentSettings, sizes: Sizes) -> Outline:
    """The outline of a course: three statements, one more with assessments."""
    rows = COURSE.rows(connection, course=course)
    found = rows[0]
    lessons = _lessons(connection, course)
    themes = [row for row in rows if row.theme_id is not None]
    banks = sizes([ThemeId(row.theme_id) for row in themes]) if found.assessments else {}
    assessed = {theme for theme, levels in banks.items() if assessment.enough(levels)}
    return Outline(
        course=course,
        reference=found.reference,
        title=found.title,
        themes=_themes(themes, lessons.of_themes, assessed),
        seconds=lessons.seconds,
        certifying=found.certifying,
        workshops_required=found.workshops_required,
        workshops_locked=found.workshops_locked,
        workshops=_workshops(connection, course, lessons.of_modules),
    )


def _lessons(connection: sa.Connection, course: CourseId) -> _Lessons:
    themes, modules, identifiers, seconds = LESSONS.columns(connection, course=course)
    lessons = [LessonId(identifier or _NONE) for identifier in identifiers]
    lasts = dict(zip(lessons, seconds, strict=True))
    lasts.pop(_NONE, None)
    return _Lessons(_grouped(themes, lessons), _grouped(modules, lessons), lasts)


def _grouped(wholes: Iterable[str], lessons: Iterable[LessonId]) -> dict[str, list[LessonId]]:
    """The lessons of each whole, in order."""
    found: defaultdict[str, list[LessonId]] = defaultdict(list)
    for whole, lesson in zip(wholes, lessons, strict=True):
        inside = found[whole]
        if lesson:
            inside.append(lesson)
    return found


def _themes(
    rows: list[Any], lessons: Mapping[str, list[LessonId]], assessed: Collection[ThemeId] = ()
) -> tuple[ThemeOutline, ...]:
    return tuple(
        ThemeOutline(
            id=ThemeId(row.theme_id),
            reference=row.theme_reference,
            title=row.theme_title,
            colour=row.colour,
            optional=row.optional,
            lessons=distinct(lessons.get(row.theme_id, ())),
            assessed=row.theme_id in assessed,
        )
        for row in rows
    )


def _workshops(
    connection: sa.Connection, course: CourseId, lessons: Mapping[str, list[LessonId]]
) -> tuple[WorkshopOutline, ...]:
    rows = WORKSHOPS.rows(connection, course=course)
    foreign = {row.module_id for row in rows if row.module_id is not None} - lessons.keys()
    elsewhere = _lessons_of(connection, foreign) if foreign else {}
    modules: dict[str, list[ModuleOutline]] = {}
    for row in rows:
        locking = modules.setdefault(row.id, [])
        if row.module_id is not None:
            inside = row.module_id not in foreign
            made_of = lessons[row.module_id] if inside else elsewhere.get(row.module_id, [])
            locking.append(
                ModuleOutline(
                    id=ModuleId(row.module_id),
                    reference=row.module_reference,
                    title=row.module_title,
                    lessons=distinct(made_of),
                    in_course=inside,
                )
            )
    return tuple(
        WorkshopOutline(
            id=WorkshopId(row.id),
            reference=row.reference,
            title=row.title,
            questions=row.questions,
            asks_first=row.asks_first,
            modules=tuple(modules.pop(row.id)),
        )
        for row in rows
        if row.id in modules
    )


def _lessons_of(connection: sa.Connection, modules: Collection[str]) -> dict[str, list[LessonId]]:
    """The lessons of modules that the course does not have."""
    statement = sa.select(_ml.module_id, _ml.lesson_id).where(_ml.module_id.in_(modules))
    found: dict[str, list[LessonId]] = {}
    for module, lesson in connection.execute(statement.order_by(_ml.module_id, _ml.position)):
        found.setdefault(module, []).append(LessonId(lesson))
    return found


def module_with(lesson: LessonId, course: CourseId | None) -> sa.Select[Any]:
    """The module in which a lesson stands: the first of that course, else the first of all by reference."""
    statement = (
        sa.select(_ml.module_id)
        .join(t.modules, t.modules.c.id == _ml.module_id)
        .outerjoin(t.theme_modules, _tm.module_id == _ml.module_id)
        .outerjoin(t.course_themes, sa.and_(_ct.theme_id == _tm.theme_id, _ct.course_id == course))
        .where(_ml.lesson_id == lesson)
    )
    places = (_ct.course_id.is_(None), _ct.position, _tm.position, t.modules.c.reference)
    return statement.order_by(*places).limit(1)
