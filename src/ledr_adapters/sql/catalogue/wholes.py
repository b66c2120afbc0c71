"""What the parts of the catalogue are in: one lookup a kind of whole, whatever else there is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.kernel.identifiers import CourseId, Identifier, LessonId, ModuleId, ThemeId, WorkshopId


def _having(part: sa.Column[Any], whole: sa.Column[Any]) -> Prepared:
    return Prepared(sa.select(part, whole).distinct().where(one_of(part, "parts")).order_by(whole))


_HAVING: Final = (
    (LessonId, ModuleId, _having(t.module_lessons.c.lesson_id, t.module_lessons.c.module_id)),
    (ModuleId, ThemeId, _having(t.theme_modules.c.module_id, t.theme_modules.c.theme_id)),
    (ModuleId, WorkshopId, _having(t.workshop_modules.c.module_id, t.workshop_modules.c.workshop_id)),
    (ThemeId, CourseId, _having(t.course_themes.c.theme_id, t.course_themes.c.course_id)),
    (WorkshopId, CourseId, _having(t.course_workshops.c.workshop_id, t.course_workshops.c.course_id)),
)
"""Of each kind of part, the kinds of whole that have it."""


def wholes(connection: sa.Connection, parts: Collection[Identifier]) -> dict[Identifier, list[Identifier]]:
    """What each of these parts is in itself; every part asked for is there."""
    found: dict[Identifier, list[Identifier]] = {part: [] for part in parts}
    for kind, kind_of_whole, having in _HAVING:
        named = [part for part in parts if isinstance(part, kind)]
        if named:
            for part, whole in zip(*having.columns(connection, parts=named), strict=True):
                found[kind(part)].append(kind_of_whole(whole))
    return found
