"""What runs by itself. See the rules JOB and ROT."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final

from ledr_core.application.jobs.daily_run import DailyRun
from ledr_core.application.jobs.monthly_run import MonthlyRun
from ledr_core.application.jobs.previews import preview
from ledr_core.application.jobs.running import JobRun
from ledr_core.application.jobs.timetables import last_runs, timetable
from ledr_core.application.jobs.weekly_run import WeeklyRun
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.values import Day, Instant, LastSeen, Limit
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import ONE_DAY, Moment, read_day, read_instant
from ledr_core.domain.kernel.texts import after_all
from ledr_core.ports.job_runs import LoggedRun, RunName
from ledr_core.ports.paging import Page
from ledr_core.views.errors import ErrorView
from ledr_core.views.jobs import DueView, FailureView, JobsPreview, RunItem, RunView

_RUNS: Mapping[str, type[JobRun]] = {run.job: run for run in (DailyRun, WeeklyRun, MonthlyRun)}


class Jobs(Area):
    """What runs by itself."""

    name = "jobs"

    @operation(piecewise=True)
    def daily(self, *, by: str, date: Day | None = None) -> RunView:
        """The daily run: slots that are due change hands, the day's messages are written, contacts transferred (JOB-1).

        It may be run again and goes on after a stop: nothing is done twice (JOB-4). The state changes as of today;
        `date` is the date that the run is logged under: today, or one since the last run's (ROT-9).

        Example: ledr jobs daily
        """
        return _shown(DailyRun.started(self.desk, None if date is None else read_day(date, "date")).play())

    @operation(piecewise=True)
    def weekly(self, *, by: str, date: Day | None = None) -> RunView:
        """The weekly run: team reports to managers, the week's certified to Care and marketing (JOB-2).

        A manager is written to once a week, from Tuesday to Monday, and only when somebody in the team learns now or
        has finished since the last report; each certificate is listed once. `date` is as in `daily`.

        Example: ledr jobs weekly
        """
        return _shown(WeeklyRun.started(self.desk, None if date is None else read_day(date, "date")).play())

    @operation(piecewise=True)
    def monthly(self, *, by: str, date: Day | None = None) -> RunView:
        """The monthly run: training attestations of those who ended before this month, to pilots and managers (JOB-3).

        Each end is told once a person and course; those of months that were missed, up to a year, are told as well.
        `date` is as in `daily`.

        Example: ledr jobs monthly
        """
        return _shown(MonthlyRun.started(self.desk, None if date is None else read_day(date, "date")).play())

    @operation(piecewise=True)
    def due(self, *, by: str, now: Instant | None = None) -> DueView:
        """Run the jobs that are due, in the order daily, weekly, monthly: to be called every few minutes.

        The settings `daily_at` and `weekly_at` say from when; the monthly run follows the first daily one of the month.
        A run that was missed is caught up: the daily one that day, the weekly one until Sunday, the monthly one that
        month. `now` is the instant to judge by, the clock's at the latest.

        Example: ledr jobs due
        """
        moment = self._moment(now)
        with self.desk.own_work(reads=True) as work:
            jobs = timetable(work).due(last_runs(work), moment)
        runs = [_RUNS[job].started(self.desk, moment.day).play() for job in jobs]
        with self.desk.own_work(reads=True) as work:
            following = timetable(work).next(last_runs(work), moment)
        failures = (failure for run in runs for failure in run.failures)
        return DueView(tuple(map(_shown, runs)), following, _failures(failures))

    @operation(piecewise=True)
    def preview(self, *, by: str, date: Day | None = None) -> JobsPreview:
        """What the jobs that are due on a date will do, by default tomorrow, without doing anything (JOB-8).

        These are the daily run, and the weekly and monthly ones where they are due, as they will be if nothing happens
        until then: no run either, so that a later date has in it what runs before it will have done. Contacts are left
        out. Invalid for a date that is over.

        Example: ledr jobs preview
        """
        return preview(self.desk, self.desk.now().day + ONE_DAY if date is None else read_day(date, "date"))

    def _moment(self, now: Instant | None) -> Moment:
        present = self.desk.now()
        if now is None:
            return present
        moment = Moment(read_instant(now, "now"))
        if moment.instant > present.instant:
            raise Invalid("now", "in the future", {"value": moment.instant, "latest": present.instant})
        return moment

    @operation(reads=True)
    def log(
        self,
        *,
        by: str,
        since: Day | None = None,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("run")] | None = None,
    ) -> tuple[RunItem, ...]:
        """The runs of the jobs: what each did, left out, and failed at.

        Example: ledr jobs log --since 2026-11-01
        """
        day = None if since is None else read_day(since, "since")
        return tuple(
            RunItem(
                run.job,
                run.date,
                run.started,
                run.finished,
                run.done,
                run.skipped,
                _failures(run.failures),
                f"{run.job} {run.started.isoformat()} {run.date}",
            )
            for run in self.work.unit.job_runs.list(day, Page(None if after is None else _run_named(after), limit))
        )


def _run_named(text: str) -> RunName:
    """When a run started, of which job and for which day, as its row says; without one of them, the last of these."""
    job, _, rest = text.partition(" ")
    if job not in _RUNS:
        return read_instant(text, "after"), after_all(""), date.max
    started, _, day = rest.partition(" ")
    return read_instant(started, "after"), job, read_day(day, "after") if day else date.max


def _shown(run: LoggedRun) -> RunView:
    return RunView(run.job, run.date, run.done, run.skipped, _failures(run.failures))


def _failures(failures: Iterable[Mapping[str, Any]]) -> tuple[FailureView, ...]:
    return tuple(FailureView(one["what"], one["why"], _error(one.get("error"))) for one in failures)


def _error(kept: Mapping[str, Any] | None) -> ErrorView | None:
    """The error behind a failure, as far as it is known; days and instants are kept in the JSON form."""
    if kept is None:
        return None
    return ErrorView(**{**kept, "facts": {name: _as_it_was(value) for name, value in kept["facts"].items()}})


def _as_it_was(value: object) -> object:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value


_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
