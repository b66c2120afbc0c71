"""What runs by itself. See the rules JOB and ROT: the daily run passes slots on and writes the day's messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ledr_core.application.daily_run import DailyRun
from ledr_core.application.operations import Area, piecewise, reading
from ledr_core.application.reading import Day
from ledr_core.domain.moments import read_day
from ledr_core.views import FailureView, RunItem, RunView


class Jobs(Area):
    """What runs by itself."""

    name = "jobs"

    @piecewise
    def daily(self, *, by: str, date: Day | None = None) -> RunView:
        """The daily run: slots that are due change hands; welcome, end and inactivity messages are written (JOB-1).

        It may be run again and goes on after a stop: nothing is done twice (JOB-4). The state changes as of today;
        `date` is the date that the run is logged under: today, or one since the last run's (ROT-9).

        Example: ledr jobs daily
        """
        run = DailyRun.started(self.desk, None if date is None else read_day(date, "date")).play()
        return RunView(run.job, run.date, run.done, run.skipped, _failures(run.failures))

    @reading
    def log(self, *, by: str, since: Day | None = None) -> tuple[RunItem, ...]:
        """The runs of the jobs: what each did, left out, and failed at.

        Example: ledr jobs log --since 2026-11-01
        """
        day = None if since is None else read_day(since, "since")
        return tuple(
            RunItem(run.job, run.date, run.started, run.finished, run.done, run.skipped, _failures(run.failures))
            for run in self.work.unit.runs.list(day)
        )


def _failures(failures: Iterable[Mapping[str, str]]) -> tuple[FailureView, ...]:
    return tuple(FailureView(one["what"], one["why"]) for one in failures)
