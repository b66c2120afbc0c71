"""The settings, as rows and back."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared
from ledr_core.domain.kernel.identifiers import CourseId
from ledr_core.ports.settings import SettingValue

_s = t.settings.c
SETTINGS = Prepared(sa.select(t.settings).order_by(_s.name, _s.since.asc().nulls_first(), _s.number))


class SqlSettings:
    """What operators have set."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def values(self) -> list[SettingValue]:
        """All values set, by name, then by day; those without a day first."""
        rows = SETTINGS.rows(self._connection)
        return [
            SettingValue(
                name=row.name,
                value=row.value,
                since=row.since,
                course=None if row.course_id is None else CourseId(row.course_id),
            )
            for row in rows
        ]

    def put(self, value: SettingValue) -> None:
        """Set a value."""
        s = t.settings.c
        same = (
            s.name == value.name,
            s.since.is_not_distinct_from(value.since),
            s.course_id.is_not_distinct_from(value.course),
        )
        self._connection.execute(sa.delete(t.settings).where(*same))
        row = {"name": value.name, "since": value.since, "course_id": value.course, "value": value.value}
        self._connection.execute(sa.insert(t.settings), row)
