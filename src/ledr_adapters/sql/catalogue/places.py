"""Where lessons stand, in words: what a learner finds in a course, and a visitor of all of them (LEARN-12)."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared
from ledr_core.domain.catalogue.outline import Placed
from ledr_core.domain.kernel.identifiers import CourseId, LessonId

_ct, _tm, _ml = t.course_themes.c, t.theme_modules.c, t.module_lessons.c
_COLUMNS: Final[tuple[Any, ...]] = (
    t.themes.c.reference.label("theme"),
    t.themes.c.title.label("theme_title"),
    t.modules.c.reference.label("module"),
    t.modules.c.title.label("module_title"),
    t.modules.c.sheet,
    t.lessons.c.id.label("lesson"),
    t.lessons.c.reference,
    t.lessons.c.title,
)

OF_COURSE: Final = Prepared(
    sa.select(*_COLUMNS)
    .select_from(t.course_themes)
    .join(t.themes, t.themes.c.id == _ct.theme_id)
    .join(t.theme_modules, _tm.theme_id == _ct.theme_id)
    .join(t.modules, t.modules.c.id == _tm.module_id)
    .outerjoin(t.module_lessons, _ml.module_id == _tm.module_id)
    .outerjoin(t.lessons, t.lessons.c.id == _ml.lesson_id)
    .where(_ct.course_id == sa.bindparam("course", type_=sa.String))
    .order_by(_ct.position, _tm.position, _ml.position)
)
OF_DEMO: Final = Prepared(
    sa.select(*_COLUMNS)
    .select_from(t.lessons)
    .outerjoin(t.module_lessons, _ml.lesson_id == t.lessons.c.id)
    .outerjoin(t.modules, t.modules.c.id == _ml.module_id)
    .outerjoin(t.theme_modules, _tm.module_id == _ml.module_id)
    .outerjoin(t.themes, t.themes.c.id == _tm.theme_id)
    .where(t.lessons.c.demo)
    .order_by(
        t.themes.c.reference.is_(None),
        t.themes.c.reference,
        _tm.position,
        t.modules.c.reference,
        _ml.position,
        t.lessons.c.reference,
    )
)


def places(connection: sa.Connection, course: CourseId) -> list[Placed]:
    """What the modules of a course hold, in its order."""
    return list(map(_placed, OF_COURSE.rows(connection, course=course)))


def demo_places(connection: sa.Connection) -> list[Placed]:
    """The demo lessons by theme and module, each where it stands first."""
    first: dict[LessonId | None, Placed] = {}
    for one in map(_placed, OF_DEMO.rows(connection)):
        first.setdefault(one.lesson, one)
    return list(first.values())


def _placed(row: Any) -> Placed:
    return Placed(
        theme=row.theme,
        theme_title=row.theme_title or "",
        module=row.module,
        module_title=row.module_title or "",
        sheet=row.sheet,
        lesson=LessonId(row.lesson) if row.lesson else None,
        reference=row.reference or "",
        title=row.title or "",
    )
