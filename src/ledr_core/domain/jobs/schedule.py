"""When each job falls due, on the school's clock: daily, weekly on Tuesday, monthly from the first day (JOB-1 to 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Final

from attrs import frozen

from ledr_core.domain.jobs.team_report import TUESDAY
from ledr_core.domain.kernel.moments import ONE_DAY, SCHOOL_ZONE, Moment, day_of

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
JOBS: Final = (DAILY, WEEKLY, MONTHLY)
"""In the order in which they run where several are due."""

LastRuns = Mapping[str, date]
"""The date of the last run of each job that is over; a job that has never run is left out."""


@frozen
class Timetable:
    """The times of the day from which jobs run."""

    daily_at: time
    weekly_at: time

    def due(self, last: LastRuns, now: Moment) -> list[str]:
        """The jobs that are due, in order.

        A Tuesday that was missed is caught up until Sunday; on Monday the next one is near, and the two would come
        together. A month that has begun is caught up until its end.
        """
        return [job for job in JOBS if self.falls_due(job, last, now) <= now.instant]

    def next(self, last: LastRuns, now: Moment) -> datetime:
        """The instant at which the next job falls due; one that is past, of a job that is due already."""
        return min(self.falls_due(job, last, now) for job in JOBS)

    def on(self, day: date, last: LastRuns) -> list[tuple[datetime, str]]:
        """The jobs that run on a day unless they run before it, each with its time, in order."""
        noon = Moment.on(day, 12)
        jobs = (job for job in JOBS if day_of(self.falls_due(job, last, noon)) <= day)
        return sorted(((on_the_clock(day, self._time_of(job)), job) for job in jobs), key=itemgetter(0))

    def falls_due(self, job: str, last: LastRuns, now: Moment) -> datetime:
        """When a job falls due next: in its present period, unless it has run in it, else in the next one."""
        this, following = _periods(job, now.day)
        run = last.get(job)
        day = this if run is None or run < this else following
        return on_the_clock(day, self._time_of(job))

    def _time_of(self, job: str) -> time:
        return self.weekly_at if job == WEEKLY else self.daily_at


def _periods(job: str, today: date) -> tuple[date, date]:
    """The day of a job in the present day, week or month, and in the one that follows."""
    if job == DAILY:
        return today, today + ONE_DAY
    if job == WEEKLY:
        tuesday = today - (today.weekday() - TUESDAY) * ONE_DAY
        return tuesday, tuesday + timedelta(days=7)
    first = today.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def on_the_clock(day: date, at: time) -> datetime:
    """That time of that day: one that the clock leaves out comes an hour later; of one that comes twice, the first."""
    return Moment(datetime.combine(day, at, SCHOOL_ZONE)).instant
