"""The log of jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias

from attrs import field, frozen

from ledr_core.ports.paging import WHOLE, Page

RunName: TypeAlias = "tuple[datetime, str, date]"
"""When a run started, of which job, and for which day."""


@frozen
class LoggedRun:
    """A run of a job for a date: what it did and what failed (JOB-4, JOB-6)."""

    job: str
    date: date
    started: datetime
    finished: datetime | None = None
    done: Mapping[str, int] = field(factory=dict)
    skipped: Mapping[str, int] = field(factory=dict)
    failures: Sequence[Mapping[str, Any]] = ()


class JobRuns(Protocol):
    """The log of the jobs."""

    def last(self, job: str, *, finished: bool = False) -> LoggedRun | None:
        """The run of a job for its latest date, with *finished* the last that is over; None when there is none."""

    def last_before(self, job: str, day: date) -> LoggedRun | None:
        """The run of a job that is over, for the latest date before that day; None when there is none."""

    def record(self, run: LoggedRun) -> None:
        """Write a run down: a line for each start, replaced when the run is written down again."""

    def list(self, since: date | None = None, page: Page[RunName] = WHOLE) -> list[LoggedRun]:
        """The runs for dates from that day on, or all, in the order of their names; those after one, known or not."""
