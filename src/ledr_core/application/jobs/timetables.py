"""When jobs run, by the settings and the log."""

from __future__ import annotations

from datetime import time

from ledr_core.application.operating.work import Work
from ledr_core.domain.jobs.schedule import JOBS, LastRuns, Timetable
from ledr_core.domain.jobs.settings import DAILY_AT, WEEKLY_AT, daily_time


def timetable(work: Work) -> Timetable:
    """The times that are set."""
    return Timetable(daily_time(work.setting(DAILY_AT)), time.fromisoformat(work.setting(WEEKLY_AT)))


def last_runs(work: Work) -> LastRuns:
    """The date of the last run of each job that is over."""
    last = {job: work.unit.job_runs.last(job, finished=True) for job in JOBS}
    return {job: run.date for job, run in last.items() if run is not None}
