"""The log of the jobs, as rows and back."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows, update_rows
from ledr_adapters.sql.prepared import Prepared
from ledr_core.ports.job_runs import LoggedRun, RunName
from ledr_core.ports.paging import WHOLE, Page

_r = t.job_runs.c
_latest = sa.select(t.job_runs).order_by(_r.date.desc(), _r.started.desc()).limit(1)
_of_job = _latest.where(_r.job == sa.bindparam("job"))
LAST_STARTED = Prepared(_of_job)
LAST_FINISHED = Prepared(_of_job.where(_r.finished.is_not(None)))
_KEY, _TOLD = ("job", "date", "started"), ("finished", "done", "skipped", "failures")

_STARTS = (_r.started, _r.job, _r.date)
"""Of one job, several runs for days that were missed may start at one instant."""


class SqlJobRuns:
    """The log of the jobs."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def last(self, job: str, *, finished: bool = False) -> LoggedRun | None:
        """The run of a job for its latest date."""
        rows = (LAST_FINISHED if finished else LAST_STARTED).rows(self._connection, job=job)
        return _run(rows[0]) if rows else None

    def last_before(self, job: str, day: date) -> LoggedRun | None:
        """The run of a job that is over, for the latest date before that day."""
        over = _latest.where(_r.job == job, _r.date < day, _r.finished.is_not(None))
        row = self._connection.execute(over).one_or_none()
        return None if row is None else _run(row)

    def record(self, run: LoggedRun) -> None:
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
        known = tuple(row[name] for name in (*_KEY, *_TOLD))
        if not update_rows(self._connection, t.job_runs, _KEY, _TOLD, [known]):
            insert_new_rows(self._connection, t.job_runs, [row])

    def list(self, since: date | None = None, page: Page[RunName] = WHOLE) -> list[LoggedRun]:
        """The runs, in the order of their starts."""
        statement = sa.select(t.job_runs).order_by(*_STARTS).limit(page.limit)
        if since is not None:
            statement = statement.where(_r.date >= since)
        if page.after is not None:
            seen = (sa.literal(value, column.type) for value, column in zip(page.after, _STARTS, strict=True))
            statement = statement.where(sa.tuple_(*_STARTS) > sa.tuple_(*seen))
        return [_run(row) for row in self._connection.execute(statement)]


def _run(row: Any) -> LoggedRun:
    return LoggedRun(
        job=row.job,
        date=row.date,
        started=row.started,
        finished=row.finished,
        done=row.done,
        skipped=row.skipped,
        failures=row.failures,
    )
