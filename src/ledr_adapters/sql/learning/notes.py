"""What learners note down, as rows and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import put_row
from ledr_core.domain.kernel.identifiers import CourseId, ModuleId, PersonId
from ledr_core.ports.notes import Note


class SqlNotes:
    """The notes of people, one a module."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, person: PersonId, module: ModuleId, text: str, at: datetime) -> None:
        """Keep a note; the one on the same module is replaced, and an empty one is forgotten."""
        key = {"person_id": person, "module_id": module}
        if text:
            put_row(self._connection, t.notes, {**key, "text": text, "saved": at}, list(key))
        else:
            own = sa.and_(t.notes.c.person_id == person, t.notes.c.module_id == module)
            self._connection.execute(sa.delete(t.notes).where(own))

    def of(self, person: PersonId, course: CourseId | None) -> list[Note]:
        """The notes of a person: those on modules of the course in its order, then the others by reference."""
        columns = (t.modules.c.id, t.modules.c.reference, t.modules.c.title, t.notes.c.text, t.notes.c.saved)
        rows = self._connection.execute(
            sa.select(*columns)
            .join(t.modules, t.modules.c.id == t.notes.c.module_id)
            .where(t.notes.c.person_id == person)
            .order_by(t.modules.c.reference)
        ).all()
        order = self._order(course)
        return [
            Note(module=row.reference, title=row.title, text=row.text, saved=row.saved)
            for row in sorted(rows, key=lambda row: order.get(row.id, len(order)))
        ]

    def _order(self, course: CourseId | None) -> dict[Any, int]:
        """The place of each module of a course."""
        if course is None:
            return {}
        modules = self._connection.scalars(
            sa.select(t.theme_modules.c.module_id)
            .join(t.course_themes, t.course_themes.c.theme_id == t.theme_modules.c.theme_id)
            .where(t.course_themes.c.course_id == course)
            .order_by(t.course_themes.c.position, t.theme_modules.c.position)
        )
        return {module: place for place, module in enumerate(dict.fromkeys(modules))}
