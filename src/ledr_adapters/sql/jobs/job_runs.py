"""The log of the jobs and the settings, as rows and back."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from ledr_core.ports.job_runs import Run
from ledr_core.ports.settings import SettingValue

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows
from ledr_adapters.sql.prepared import Prepared
from ledr_core.domain.kernel.identifiers import CourseId

_r = t.runs.c
_of_job = sa.select(t.runs).where(_r.job == sa.bindparam("job")).order_by(_r.date.desc(), _r.started.desc()).limit(1)
LAST_STARTED = Prepared(_of_job)
LAST_FINISHED = Prepared(_of_job.where(_r.finished.is_not(None)))


class SqlRuns:
    """The log of the jobs."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def last(self, job: str, *, finished: bool = False) -> Run | None:
        """The run of a job for its latest date."""
        rows = (LAST_FINISHED if finished else LAST_STARTED).rows(self._connection, job=job)
        return _run(rows[0]) if rows else None

    def last_before(self, job: str, day: date) -> Run | None:
        """The run of a job that is over, for the latest date before that day."""
        statement = sa.select(t.runs).where(_r.job == job, _r.date < day, _r.finished.is_not(None))
        row = self._connection.execute(statement.order_by(_r.date.desc(), _r.started.desc()).limit(1)).one_or_none()
        return None if row is None else _run(row)

    def record(self, run: Run) -> None:
        """Write a run down."""
        row = {
            "job": run.job,
            "date": run.date,
            "started": run.started,
            "finished": run.finished,
            "done": dict(run.done),
            "skipped": dict(run.skipped),
            "failures": [dict(failure) for failure in run.failures],
        }
        r = t.runs.c
        where = (r.job == run.job, r.date == run.date, r.started == run.started)
        if self._connection.execute(sa.update(t.runs).where(*where).values(row)).rowcount == 0:
            insert_new_rows(self._connection, t.runs, list(row), [tuple(row.values())])

    def list(self, since: date | None = None) -> list[Run]:
        """The runs, in the order of their starts."""
        statement = sa.select(t.runs).order_by(t.runs.c.started, t.runs.c.job)
        if since is not None:
            statement = statement.where(t.runs.c.date >= since)
        return [_run(row) for row in self._connection.execute(statement)]


def _run(row: Any) -> Run:
    return Run(row.job, row.date, row.started, row.finished, row.done, row.skipped, row.failures)


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
            SettingValue(row.name, row.value, row.since, None if row.course_id is None else CourseId(row.course_id))
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
