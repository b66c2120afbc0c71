"""The daily run, committed piece by piece: a stop loses nothing, and a second run goes on where it stopped (JOB-4)."""

from __future__ import annotations

import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from typing import Generic, TypeVar

import structlog
from attrs import define, evolve, field

from ledr_core.application.copies import last_day
from ledr_core.application.demos import welcome_visitor
from ledr_core.application.desk import Desk
from ledr_core.application.reactions import welcome
from ledr_core.application.reviewing import review_learners
from ledr_core.application.work import DAILY, Work
from ledr_core.domain.daily import greet, rotate, tell
from ledr_core.domain.errors import Invalid, Unavailable
from ledr_core.domain.identifiers import CopyId, CourseId, PersonId, SessionId
from ledr_core.domain.moments import Moment, day_of
from ledr_core.domain.reminders import remind_quiet
from ledr_core.domain.sessions import Session
from ledr_core.domain.throttling import QUIET
from ledr_core.ports.outbox import NewMessage
from ledr_core.ports.store import Run

_Done = TypeVar("_Done")

_logger = logging.getLogger("ledr.daily")
_log = structlog.wrap_logger(
    _logger,
    processors=[structlog.processors.JSONRenderer(ensure_ascii=False)],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
)

SESSIONS_AT_ONCE = 1000
COPIES_AT_ONCE = 100
PEOPLE_AT_ONCE = 20


@define
class DailyRun:
    """One daily run: sessions that are due, accounts to welcome, learners gone quiet."""

    desk: Desk
    run: Run
    again: bool
    """Whether a run of today is over already (ROT-9)."""
    since: date | None = None
    """The day of the last run that is over."""
    done: Counter[str] = field(factory=Counter)
    failures: list[dict[str, str]] = field(factory=list)
    failed: set[SessionId] = field(factory=set)
    """The sessions that could not be handled: the next run takes them up again."""

    @staticmethod
    def started(desk: Desk, wanted: date | None) -> DailyRun:
        """A run for that date, by default today. Raises Invalid for a future date, or one before the last run's."""

        def start() -> DailyRun:
            with desk.own_work() as work:
                day = work.today if wanted is None else wanted
                last = work.unit.runs.last(DAILY)
                if day > work.today:
                    raise Invalid("date", f"{day} is in the future", f"{work.today} at the latest")
                if last is not None and day < last.date:
                    raise Invalid(
                        "date", f"{day} is before the last run, of {last.date}", f"{last.date} at the earliest"
                    )
                run, again = Run(DAILY, day, work.moment.instant), work.daily_run_over
                if last is None or (last.date, last.started) != (run.date, run.started):
                    work.unit.runs.record(run)
                over = work.unit.runs.last(DAILY, finished=True)
                return DailyRun(desk, run, again, over.date if over else None)

        return desk.repeat(start)

    def play(self) -> Run:
        """Do it all; gives the run as it is logged."""
        self._reworks()
        self._assessments()
        self._sessions()
        self._accounts()
        with self.desk.own_work() as work:
            work.unit.tries.sweep(work.moment.instant - QUIET)
            finished = max(work.moment.instant, self.run.started)
            self.run = evolve(self.run, finished=finished, done=dict(sorted(self.done.items())), failures=self.failures)
            work.unit.runs.record(self.run)
        return self.run

    # Copies under rework

    def _reworks(self) -> None:
        """End the reworks whose last day is over, before the slots of those who have finished by it (CASE-9)."""
        failed: set[CopyId] = set()
        while copies := self._over(failed):
            for copy, email in copies:
                try:
                    self._commit(partial(self._end_rework, copy=copy))
                except Unavailable:
                    raise
                except Exception as error:
                    failed.add(copy)
                    self._fail(email, error)

    def _over(self, failed: set[CopyId]) -> list[tuple[CopyId, str]]:
        with self.desk.own_work(reads=True) as work:
            copies = work.unit.copies.over(work.today, failed, COPIES_AT_ONCE)
            cards = work.unit.people.cards(copy.person for copy in copies)
            return [(copy.id, cards[copy.person].email) for copy in copies]

    def _end_rework(self, work: Work, copy: CopyId) -> _Piece[None]:
        found = work.unit.copies.get(copy)
        if found is None:
            return _Piece(None)
        found.stays_open(last_day(work, work.unit.people.get(found.person), found.course))
        return _Piece(None, Counter(reworks_ended=found.lapse(work.moment)))

    # Settings that hold from a day on

    def _assessments(self) -> None:
        """Give what is due where the settings of assessments have changed since the last run (LEARN-6)."""
        with self.desk.own_work(reads=True) as work:
            courses = work.assessed_otherwise_since(self.since)
        for course, reference in courses.items():
            try:
                self._commit(partial(self._review, course=course))
            except Unavailable:
                raise
            except Exception as error:
                self._fail(reference, error)

    def _review(self, work: Work, course: CourseId) -> _Piece[None]:
        review_learners(work, work.outline(course))
        return _Piece(None)

    # Sessions

    def _sessions(self) -> None:
        """Handle the sessions that are due, a chunk a transaction; another run's chunk is left to it.

        At the end it waits for those chunks, and handles what a run that was killed has let go.
        """
        with self.desk.own_work(reads=True) as work:
            total = work.unit.sessions.count_due(work.today)
        handled = 0
        while self._left():
            sessions = self._chunk() or self._chunk(patient=True)
            handled += len(sessions)
            if self.desk.progress:
                self.desk.progress(handled, max(total, handled), DAILY)

    def _left(self) -> bool:
        with self.desk.own_work(reads=True) as work:
            return bool(work.unit.sessions.due(work.today, self.failed, 1))

    def _chunk(self, *, patient: bool = False) -> list[SessionId]:
        try:
            return self._commit(partial(self._handle, patient=patient), waits=patient)
        except Unavailable:
            raise
        except Exception:
            return self._one_by_one()

    def _one_by_one(self) -> list[SessionId]:
        """A chunk in which something fails, each session in a transaction of its own (JOB-6)."""
        with self.desk.own_work(reads=True) as work:
            due = work.unit.sessions.due(work.today, self.failed, SESSIONS_AT_ONCE)
        for session in due:
            try:
                self._commit(partial(self._handle, only=session))
            except Unavailable:
                raise
            except Exception as error:
                self.failed.add(session)
                self._fail(self._reference(session), error)
        return due

    def _fail(self, what: str, error: Exception) -> None:
        why = f"{type(error).__name__}: {error}"
        self.failures.append({"what": what, "why": why})
        _log.info("failed", what=what, why=why, at=self.desk.now().instant.isoformat())

    def _reference(self, session: SessionId) -> str:
        """What a session is called; one that is gone or damaged has its identifier alone."""
        try:
            with self.desk.own_work(reads=True) as work:
                return work.unit.sessions.reference(session)
        except Exception:
            return session

    def _handle(self, work: Work, only: SessionId | None = None, *, patient: bool = False) -> _Piece[list[SessionId]]:
        due = work.unit.sessions
        sessions = due.claim_due(work.today, self.failed, SESSIONS_AT_ONCE, only, patient=patient)
        work.finishers, work.connected = _finishers(work, sessions), _connected(work, sessions)
        quiet_days = work.number("inactivity_days")
        piece = _Piece([session.id for session in sessions], Counter(sessions=len(sessions)))
        for session in sessions:
            done, calendar = work.finishers[session.course], work.calendar(session.policy)
            greet(session, work.moment)
            changes = rotate(session, done, calendar, work.moment, again=self.again)
            tell(session, done, calendar, work.reminders, work.moment)
            remind_quiet(session, done, work.connected, quiet_days, work.moment)
            work.handled.add(session.id)
            piece.counts["released"] += sum(change.leaving is not None for change in changes)
            piece.counts["assigned"] += sum(change.entering is not None for change in changes)
            piece.changes[session.id] = session.reference, len(changes)
        return piece

    # Accounts without membership

    def _accounts(self) -> None:
        """Welcome the accounts that have a space without a session (ACC-15)."""
        failed: set[PersonId] = set()
        while people := self._unwelcomed(failed):
            try:
                self._commit(partial(self._welcome, people=people))
            except Unavailable:
                raise
            except Exception:
                for person in people:
                    self._welcome_alone(person, failed)

    def _unwelcomed(self, failed: set[PersonId]) -> list[PersonId]:
        with self.desk.own_work(reads=True) as work:
            limit = PEOPLE_AT_ONCE + len(failed)
            found = (*work.unit.people.unwelcomed(limit), *work.unit.people.demos_to_welcome(work.today, limit))
            return [person for person in found if person not in failed]

    def _welcome_alone(self, person: PersonId, failed: set[PersonId]) -> None:
        try:
            self._commit(partial(self._welcome, people=[person]))
        except Unavailable:
            raise
        except Exception as error:
            failed.add(person)
            self._fail(self._email(person), error)

    def _email(self, person: PersonId) -> str:
        """The address of an account; one that is gone or damaged has its identifier alone."""
        try:
            with self.desk.own_work(reads=True) as work:
                return work.unit.people.cards([person])[person].email
        except Exception:
            return person

    def _welcome(self, work: Work, people: Sequence[PersonId]) -> _Piece[None]:
        for person in work.unit.people.many(people):
            if person.demo_day is not None:
                welcome_visitor(work, person)
            elif not person.welcomed:
                person.welcomed = True
                work.write([welcome(work, person.id, None, None)])
        return _Piece(None)

    def _commit(self, handle: Callable[[Work], _Piece[_Done]], *, waits: bool = False) -> _Done:
        """Do one piece in a transaction; count and log what it did once it is committed. It may have to wait."""

        def attempt() -> tuple[_Piece[_Done], list[NewMessage], Moment]:
            with self.desk.own_work() as work:
                return handle(work), work.written, work.moment  # and not the work, which holds all that was loaded

        with nullcontext() if waits else _no_search_for_cycles():
            piece, written, moment = self.desk.repeat(attempt)
        piece.counts.update(message.kind for message in written)
        self.done.update(+piece.counts)
        _log_changes(piece, written, moment)
        return piece.done


@define
class _Piece(Generic[_Done]):
    """What one transaction of the run did."""

    done: _Done
    counts: Counter[str] = field(factory=Counter)
    changes: dict[SessionId, tuple[str, int]] = field(factory=dict)
    """Of each session, its reference and how many slots changed."""


def _log_changes(piece: _Piece[_Done], messages: Sequence[NewMessage], moment: Moment) -> None:
    """A line a session that has changed or that writes to somebody."""
    if not _logger.isEnabledFor(logging.INFO):
        return
    written = Counter(message.session for message in messages)
    at = moment.instant.isoformat()
    for session, (reference, changes) in piece.changes.items():
        if changes or written[session]:
            _log.info("session changed", session=reference, changes=changes, messages=written[session], at=at)


def _finishers(work: Work, sessions: Sequence[Session]) -> dict[CourseId, set[PersonId]]:
    """Who has finished the courses of the sessions, of their members."""
    of_course: dict[CourseId, list[SessionId]] = {}
    for session in sessions:
        of_course.setdefault(session.course, []).append(session.id)
    return {course: work.unit.records.finished_in(course, some) for course, some in of_course.items()}


def _connected(work: Work, sessions: Sequence[Session]) -> dict[PersonId, date]:
    """The last connections of those who have a seat in the sessions."""
    seated = {member.person for session in sessions for member in session.seated()}
    return {person: day_of(last) for person, last in work.unit.accounts.last_connections(seated).items()}


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
