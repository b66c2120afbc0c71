"""Results about what the school does by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from attrs import frozen

from ledr_core.views.errors import ErrorView
from ledr_core.views.shapes import Listed

JobName = Annotated[str, Listed("job")]


@frozen
class FailureView:
    """Something that a run could not do, and why (JOB-6): in English, and where ledr knows it as the error itself."""

    what: str
    why: str
    error: ErrorView | None = None


@frozen
class RunView:
    """What a run of a job did."""

    job: JobName
    date: date
    done: Mapping[str, int]
    skipped: Mapping[str, int]
    failures: tuple[FailureView, ...]

    @property
    def all_well(self) -> bool:
        """Whether nothing failed in it."""
        return not self.failures


@frozen
class DueView:
    """What was due and was run, all that failed in it, and when the next job falls due."""

    runs: tuple[RunView, ...]
    next: datetime
    failures: tuple[FailureView, ...]

    @property
    def all_well(self) -> bool:
        """Whether nothing failed in any of them."""
        return not self.failures


@frozen
class DueChange:
    """A slot that changes hands; `leaving` or `entering` is null where nobody does."""

    session: str
    slot: int
    leaving: str | None
    leaving_name: str | None
    entering: str | None
    entering_name: str | None
    reason: str


@frozen
class DueMessages:
    """The messages of a kind that will be written: how many, and to whom, each once."""

    kind: str
    count: int
    people: tuple[str, ...]


@frozen
class JobsPreview:
    """What the jobs of a date will do, session by session and kind by kind, and what will fail in them (JOB-8)."""

    date: date
    changes: tuple[DueChange, ...]
    messages: tuple[DueMessages, ...]
    failures: tuple[FailureView, ...]


@frozen
class RunItem:
    """A run in the log; `run` names it."""

    job: JobName
    date: date
    started: datetime
    finished: datetime | None
    done: Mapping[str, int]
    skipped: Mapping[str, int]
    failures: tuple[FailureView, ...]
    run: str = ""
