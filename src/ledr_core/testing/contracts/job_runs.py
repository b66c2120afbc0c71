"""What every log of jobs promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from attrs import evolve

from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.ports.job_runs import LoggedRun, RunName
from ledr_core.ports.unit import Store
from ledr_core.testing.contracts.ordinary_school import NOW, PRECISE, TODAY, by_page, reading


class JobRunsContract:
    """The contract of `ledr_core.ports.job_runs`."""

    def test_the_log_of_the_jobs(self, store: Store) -> None:
        """A run is written at its start and again at its end; the last one is that of the latest date."""
        first = LoggedRun("daily", TODAY, PRECISE)
        second = LoggedRun("daily", TODAY, PRECISE + timedelta(hours=1), failures=[])
        done = evolve(first, finished=NOW.instant, done={"sessions": 3}, failures=[{"what": "Lyon", "why": "é"}])
        with store.begin(reads=False) as unit:
            assert unit.job_runs.last("daily") is None
            unit.job_runs.record(first)
            unit.job_runs.record(done)
            unit.job_runs.record(second)

        with reading(store) as unit:
            assert unit.job_runs.list() == [done, second]
            assert unit.job_runs.list(TODAY + ONE_DAY) == []
            assert unit.job_runs.last("daily") == second
            assert unit.job_runs.last("daily", finished=True) == done
            assert unit.job_runs.last("weekly") is None

    def test_the_log_by_page(self, store: Store) -> None:
        """In the order of the starts, those that started at one instant by job, then by day: each once."""
        jobs = ("daily", "weekly", "monthly")
        days = [TODAY - ONE_DAY * days for days in (2, 1, 0)]
        starts = [PRECISE + timedelta(hours=hour) for hour in (0, 1)]
        runs = [LoggedRun(job, day, start, failures=[]) for start in starts for job in jobs for day in days]
        with store.begin(reads=False) as unit:
            for run in reversed(runs):
                unit.job_runs.record(run)

        with reading(store) as unit:
            whole = unit.job_runs.list()
            assert whole == sorted(runs, key=_name)
            assert by_page(partial(unit.job_runs.list, days[0]), _name) == whole


def _name(run: LoggedRun) -> RunName:
    return run.started, run.job, run.date
