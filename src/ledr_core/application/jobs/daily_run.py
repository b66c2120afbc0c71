"""The daily run, committed piece by piece: a stop loses nothing, and a second run goes on where it stopped (JOB-4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial
from typing import ClassVar

from attrs import define, field

from ledr_core.application.access.letters import WELCOME
from ledr_core.application.access.welcome import greet
from ledr_core.application.certification.copies import last_day
from ledr_core.application.jobs.running import JobRun, Piece
from ledr_core.application.jobs.transferring import transfer_contacts
from ledr_core.application.learning.reviewing import review_learners
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.letters import END_REMINDER, INACTIVITY, SLOT_GIVEN, SLOT_SOON, SLOT_TAKEN
from ledr_core.application.sessions.planning import last_connections
from ledr_core.domain.access.throttling import QUIET
from ledr_core.domain.jobs.schedule import DAILY
from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.domain.kernel.identifiers import CopyId, CourseId, PersonId, SessionId
from ledr_core.domain.sessions.daily import greet as greet_members
from ledr_core.domain.sessions.daily import rotate, tell
from ledr_core.domain.sessions.reminders import remind_quiet
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.settings import END_REMINDER_DAYS, INACTIVITY_DAYS

SESSIONS_AT_ONCE = 1000
SESSIONS_IN_A_PREVIEW = 50
"""Fewer, for others wait meanwhile whom the run itself would serve."""
COPIES_AT_ONCE = 100
PEOPLE_AT_ONCE = 200


@define
class DailyRun(JobRun):
    """One daily run: sessions that are due, accounts to welcome, learners gone quiet."""

    job: ClassVar[str] = DAILY
    writes = (WELCOME, SLOT_GIVEN, SLOT_TAKEN, SLOT_SOON, END_REMINDER, INACTIVITY)

    failed: set[SessionId] = field(factory=set)
    """The sessions that could not be handled: the next run takes them up again."""
    previewed: set[SessionId] = field(factory=set)
    """Those that a preview has handled, which are due all the same."""
    reviewed: list[CourseId] = field(factory=list)
    """The courses whose settings of assessments have changed."""

    @property
    def again(self) -> bool:
        """Whether a run of today was over already when this one began (ROT-9)."""
        return self.over is not None and self.over.date >= self.today

    def work_through(self) -> None:
        """Copies under rework, settings, sessions, accounts; then the contact bases, which stop nothing."""
        self._reworks()
        self._assessments()
        self._sessions()
        self._accounts()
        if self.preview:
            return  # what follows changes no slot, and writes to nobody
        with self.desk.own_work() as work:
            work.unit.tries.sweep(work.moment.instant - QUIET)
        transfer_contacts(self)

    # Copies under rework

    def _reworks(self) -> None:
        """End the reworks whose last day is over, before the slots of those who have finished by it (CASE-9)."""
        failed, ended = set[CopyId](), list[CopyId]()
        while copies := self._over(failed.union(self.still_there(ended))):
            for copy, email in copies:
                try:
                    self.commit(partial(self._end_rework, copy=copy))
                    ended.append(copy)
                except Unavailable:
                    raise
                except Exception as error:
                    failed.add(copy)
                    self.fail(email, error)
        for copy in ended:
            self.carry(partial(self._end_rework, copy=copy))

    def _over(self, excluding: set[CopyId]) -> list[tuple[CopyId, str]]:
        with self.desk.own_work(reads=True) as work:
            copies = work.unit.copies.over(work.today, excluding, COPIES_AT_ONCE)
            cards = work.unit.people.cards(copy.person for copy in copies)
            return [(copy.id, cards[copy.person].email) for copy in copies]

    def _end_rework(self, work: Work, copy: CopyId) -> Piece[None]:
        found = work.unit.copies.get(copy)
        if found is None:
            return Piece(None)
        found.stays_open(last_day(work, work.unit.people.get(found.person), found.course))
        return Piece(None, Counter(reworks_ended=found.lapse(work.moment)))

    # Settings that hold from a day on

    def _assessments(self) -> None:
        """Give what is due where the settings of assessments have changed since the last run (LEARN-6)."""
        with self.desk.own_work(reads=True) as work:
            courses = work.assessed_otherwise_since(self.over.date if self.over else None)
        for course, reference in courses.items():
            try:
                self.commit(partial(self._review, course=course))
                self.reviewed.append(course)
            except Unavailable:
                raise
            except Exception as error:
                self.fail(reference, error)
        for course in self.reviewed:
            self.carry(partial(self._review, course=course))

    def _review(self, work: Work, course: CourseId) -> Piece[None]:
        review_learners(work, work.outline(course))
        return Piece(None)

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
            self.previewed.update(self.still_there(sessions))
            handled += len(sessions)
            self.tell(handled, total)

    @property
    def _at_once(self) -> int:
        """How many sessions are handled in one transaction; what takes long beneath each is not done too often."""
        return min(SESSIONS_AT_ONCE, SESSIONS_IN_A_PREVIEW) if self.preview and not self.reviewed else SESSIONS_AT_ONCE

    @property
    def _left_out(self) -> set[SessionId]:
        return self.failed | self.previewed

    def _left(self) -> bool:
        with self.desk.own_work(reads=True) as work:
            return bool(work.unit.sessions.due(work.today, self._left_out, 1))

    def _chunk(self, *, patient: bool = False) -> list[SessionId]:
        try:
            return self.commit(partial(self._handle, patient=patient), waits=patient)
        except Unavailable:
            raise
        except Exception:
            return self._one_by_one()

    def _one_by_one(self) -> list[SessionId]:
        """A chunk in which something fails, each session in a transaction of its own (JOB-6)."""
        with self.desk.own_work(reads=True) as work:
            due = work.unit.sessions.due(work.today, self._left_out, self._at_once)
        for session in due:
            try:
                self.commit(partial(self._handle, only=session, patient=self.preview is not None))
            except Unavailable:
                raise
            except Exception as error:
                self.failed.add(session)
                self.fail(self._reference(session), error)
        return due

    def _reference(self, session: SessionId) -> str:
        """What a session is called; one that is gone or damaged has its identifier alone."""
        try:
            with self.desk.own_work(reads=True) as work:
                return work.unit.sessions.reference(session)
        except Exception:
            return session

    def _handle(self, work: Work, only: SessionId | None = None, *, patient: bool = False) -> Piece[list[SessionId]]:
        due = work.unit.sessions
        return self._handle_all(work, due.claim_due(work.today, self._left_out, self._at_once, only, patient=patient))

    def handle_those_of(self, work: Work, people: Collection[PersonId]) -> None:
        """Handle the sessions that are due of these people, for what comes after it in a preview."""
        due = work.unit.sessions.due_of(work.today, people)
        self._handle_all(work, [session for session in due if session.id not in self.failed])

    def _handle_all(self, work: Work, sessions: Sequence[Session]) -> Piece[list[SessionId]]:
        work.prefetch_finishers(sessions)
        finished, connected = work.finishers(sessions), last_connections(work, sessions)
        reminders, quiet_days = work.setting(END_REMINDER_DAYS), work.setting(INACTIVITY_DAYS)
        piece = Piece([session.id for session in sessions], Counter(sessions=len(sessions)))
        for session in sessions:
            done, calendar = finished[session.course], work.calendar(session.policy)
            greet_members(session, work.moment)
            changes = rotate(session, done, calendar, work.moment, again=self.again)
            tell(session, done, calendar, reminders, work.moment)
            remind_quiet(session, done, connected, quiet_days, work.moment)
            work.handled.add(session.id)
            piece.counts["released"] += sum(change.leaving is not None for change in changes)
            piece.counts["assigned"] += sum(change.entering is not None for change in changes)
            piece.changes[session.id] = session.reference, changes
        return piece

    # Accounts without membership

    def _accounts(self) -> None:
        """Welcome the accounts that have a space without a session (ACC-15)."""
        out: set[PersonId] = set()
        while people := self._unwelcomed(out):
            try:
                self.commit(partial(self._welcome, people=people))
                out.update(self.still_there(people))
            except Unavailable:
                raise
            except Exception:
                for person in people:
                    self._welcome_alone(person, out)

    def _unwelcomed(self, excluding: set[PersonId]) -> list[PersonId]:
        with self.desk.own_work(reads=True) as work:
            limit = PEOPLE_AT_ONCE + len(excluding)
            found = (*work.unit.people.unwelcomed(limit), *work.unit.people.demos_to_welcome(work.today, limit))
            return [person for person in found if person not in excluding]

    def _welcome_alone(self, person: PersonId, out: set[PersonId]) -> None:
        try:
            self.commit(partial(self._welcome, people=[person]))
            out.update(self.still_there([person]))
        except Unavailable:
            raise
        except Exception as error:
            out.add(person)
            self.fail(self.email(person), error)

    def _welcome(self, work: Work, people: Sequence[PersonId]) -> Piece[None]:
        for person in work.unit.people.many(people):
            greet(work, person)
        return Piece(None)
