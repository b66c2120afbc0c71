"""What the runs of all jobs have in common: their date, their pieces, what failed, the log (JOB-4, JOB-6)."""

from __future__ import annotations

import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from typing import Any, ClassVar, Generic, Self, TypeVar

import structlog
from attrs import define, evolve, field

from ledr_core.application.jobs.previewing import PreviewDesk
from ledr_core.application.operating.desk import Desk
from ledr_core.application.operating.message_kinds import MessageKind
from ledr_core.application.operating.reasons import Reasons
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.sessions.rotation import Change
from ledr_core.ports.job_runs import LoggedRun
from ledr_core.ports.outbox import NewMessage
from ledr_core.views import as_json
from ledr_core.views.errors import Told, error_view

_Done = TypeVar("_Done")
_One = TypeVar("_One")

_logger = logging.getLogger("ledr.jobs")
_log = structlog.wrap_logger(
    _logger,
    processors=[structlog.processors.JSONRenderer(ensure_ascii=False)],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
)


@define
class JobRun:
    """One run of a job, committed piece by piece: a stop loses nothing, and a second run goes on where it stopped."""

    job: ClassVar[str]
    """Its name in the log."""
    writes: ClassVar[tuple[MessageKind[Any], ...]]
    """The kinds of message that it writes."""

    desk: Desk
    run: LoggedRun
    today: date
    """The day on which it began."""
    over: LoggedRun | None = None
    """The last run that is over, for whatever date."""
    done: Counter[str] = field(factory=Counter)
    skipped: Counter[str] = field(factory=Counter)
    failures: list[dict[str, Any]] = field(factory=list)
    _reasons: Reasons = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._reasons = Reasons(self.desk)

    @classmethod
    def started(cls, desk: Desk, wanted: date | None) -> Self:
        """A run for that date, by default today. Raises Invalid for a future date, or one before the last run's."""
        return desk.repeat(lambda: cls._begun(desk, wanted))

    @classmethod
    def _begun(cls, desk: Desk, wanted: date | None) -> Self:
        with desk.own_work() as work:
            day = work.today if wanted is None else wanted
            last = work.unit.job_runs.last(cls.job)
            _must_follow(day, work.today, last)
            run = LoggedRun(cls.job, day, work.moment.instant)
            over = work.unit.job_runs.last(cls.job, finished=True)
            if last is None or (last.date, last.started) != (run.date, run.started):
                work.unit.job_runs.record(run)
            return cls(desk, run, work.today, over)

    @property
    def preview(self) -> PreviewDesk | None:
        """The desk of a preview, where nothing stays; None where the run takes place."""
        return self.desk if isinstance(self.desk, PreviewDesk) else None

    def play(self) -> LoggedRun:
        """Do it all; gives the run as it is logged."""
        self.work_through()
        with self.desk.own_work() as work:
            self.run = evolve(
                self.run,
                finished=max(work.moment.instant, self.run.started),
                done=dict(sorted((+self.done).items())),
                skipped=dict(sorted((+self.skipped).items())),
                failures=self.failures,
            )
            work.unit.job_runs.record(_with_what_was_done_before(self.over, self.run))
        return self.run

    def work_through(self) -> None:
        """Do the pieces of the job, one after another."""
        raise NotImplementedError

    def commit(self, handle: Callable[[Work], Piece[_Done]], *, waits: bool = False) -> _Done:
        """Do one piece in a transaction; count and log what it did once it is committed. It may have to wait."""

        def attempt() -> tuple[Piece[_Done], list[NewMessage], Moment]:
            with self.desk.own_work() as work:
                return handle(work), work.written, work.moment  # and not the work, which holds all that was loaded

        with nullcontext() if waits else _no_search_for_cycles():
            piece, written, moment = self.desk.repeat(attempt)
        piece.counts.update(message.kind for message in written)
        self.done.update(+piece.counts)
        self.skipped.update(+piece.skipped)
        if self.preview:
            self.preview.see(piece.changes.values(), written)
        else:
            _log_changes(piece, written, moment)
        return piece.done

    def carry(self, piece: Callable[[Work], object]) -> None:
        """In a preview, where nothing stays: have a piece done again beneath all that comes after it."""
        if self.preview:
            self.preview.carry(piece)

    def still_there(self, handled: Iterable[_One]) -> Iterable[_One]:
        """What was handled and is found again all the same: in a preview all of it, for nothing stays."""
        return handled if self.preview else ()

    def fail(self, what: str, error: Exception) -> None:
        """Take note of something that failed, and why."""
        told = self._reasons.behind(error)
        self.fell_short(what, f"{type(told).__name__}: {told}", told if isinstance(told, Told) else None)

    def fell_short(self, what: str, why: str, error: Told | None = None) -> None:
        """Take note of something that could not be done: why, in English, and what says it in other languages."""
        kept = {} if error is None else {"error": as_json(error_view(error))}
        self.failures.append({"what": what, "why": why} | kept)
        if not self.preview:
            _log.info("failed", what=what, why=why, at=self.desk.now().instant.isoformat())

    def email(self, person: PersonId) -> str:
        """The address of an account; one that is gone or damaged has its identifier alone."""
        try:
            with self.desk.own_work(reads=True) as work:
                return work.unit.people.cards([person])[person].email
        except Exception:
            return person

    def tell(self, done: int, total: int) -> None:
        """Say how far the run is, to whoever watches."""
        if self.desk.progress:
            self.desk.progress(done, max(total, done), self.job)


def _with_what_was_done_before(over: LoggedRun | None, run: LoggedRun) -> LoggedRun:
    """The run for the log. One that began at the same instant, as on a clock that stands still, is in the same line."""
    if over is None or (over.date, over.started) != (run.date, run.started):
        return run
    failures = [*over.failures, *(failure for failure in run.failures if failure not in over.failures)]
    counts = Counter(over.done) + Counter(run.done)
    return evolve(run, done=dict(sorted(counts.items())), failures=failures)


def _must_follow(day: date, today: date, last: LoggedRun | None) -> None:
    if day > today:
        raise Invalid("date", "in the future", {"value": day, "latest": today})
    if last is not None and day < last.date:
        raise Invalid("date", "before the last run", {"value": day, "earliest": last.date})


@define
class Piece(Generic[_Done]):
    """What one transaction of a run did."""

    done: _Done
    counts: Counter[str] = field(factory=Counter)
    skipped: Counter[str] = field(factory=Counter)
    """What it left alone, by the reason."""
    changes: dict[SessionId, tuple[str, Sequence[Change]]] = field(factory=dict)
    """Of each session, its reference and the slots that changed."""


def _log_changes(piece: Piece[_Done], messages: Sequence[NewMessage], moment: Moment) -> None:
    """A line a session that has changed or that writes to somebody."""
    if not _logger.isEnabledFor(logging.INFO):
        return
    written = Counter(message.session for message in messages)
    at = moment.instant.isoformat()
    for session, (reference, changes) in piece.changes.items():
        if changes or written[session]:
            _log.info("session changed", session=reference, changes=len(changes), messages=written[session], at=at)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Nothing of a chunk is garbage before its end, so that looking through all of it again and again is in vain."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
