"""The daily run, committed piece by piece: a stop loses nothing, and a second run goes on where it stopped (JOB-4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from attrs import define, evolve, field

from ledr_core.application.desk import Desk
from ledr_core.application.reactions import new_message, welcome
from ledr_core.application.work import DAILY, Work
from ledr_core.domain.daily import rotate, tell
from ledr_core.domain.errors import Invalid, Unavailable
from ledr_core.domain.identifiers import PersonId, SessionId
from ledr_core.domain.moments import day_of
from ledr_core.domain.reminders import quiet_since, reminder_number
from ledr_core.ports.store import NewMessage, Quiet, Run

_Item = TypeVar("_Item")

SESSIONS_AT_ONCE = 200
PEOPLE_AT_ONCE = 20


@define
class DailyRun:
    """One daily run: sessions that are due, accounts to welcome, learners gone quiet."""

    desk: Desk
    run: Run
    again: bool
    """Whether a run of today is over already (ROT-9)."""
    done: Counter[str] = field(factory=Counter)
    failures: list[dict[str, str]] = field(factory=list)

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
                run = Run(DAILY, day, work.moment.instant)
                work.unit.runs.record(run)
                return DailyRun(desk, run, work.daily_run_over)

        return desk.repeat(start)

    def play(self) -> Run:
        """Do it all; gives the run as it is logged."""
        self._sessions()
        self._accounts()
        self._quiet()
        with self.desk.own_work() as work:
            finished = max(work.moment.instant, self.run.started)
            self.run = evolve(self.run, finished=finished, done=dict(sorted(self.done.items())), failures=self.failures)
            work.unit.runs.record(self.run)
        return self.run

    # Sessions

    def _sessions(self) -> None:
        with self.desk.own_work(reads=True) as work:
            total = work.unit.sessions.count_due(work.today)
        after: SessionId | None = None
        handled = 0
        while chunk := self._due(after):
            self._each(chunk, self._handle, self._reference)
            after, handled = chunk[-1], handled + len(chunk)
            self._tell_progress(handled, total)

    def _due(self, after: SessionId | None) -> list[SessionId]:
        with self.desk.own_work(reads=True) as work:
            return work.unit.sessions.due(work.today, after, SESSIONS_AT_ONCE)

    def _tell_progress(self, handled: int, total: int) -> None:
        if self.desk.progress:
            self.desk.progress(handled, max(total, handled), DAILY)

    def _reference(self, session: SessionId) -> str:
        try:
            with self.desk.own_work(reads=True) as work:
                return work.unit.sessions.reference(session)
        except LookupError:
            return str(session)

    def _handle(self, work: Work, identifiers: Sequence[SessionId]) -> Counter[str]:
        counts: Counter[str] = Counter()
        sessions = work.unit.sessions.many(identifiers)
        finished = work.finished_in(sessions)
        for session in sessions:
            done = finished[session.course]
            calendar = work.calendar(session.policy)
            for change in rotate(session, done, calendar, work.moment, again=self.again):
                counts["released"] += change.leaving is not None
                counts["assigned"] += change.entering is not None
            tell(session, done, calendar, work.reminders, work.moment)
            work.handled.add(session.id)
        counts["sessions"] += len(sessions)
        return counts

    # Accounts without membership

    def _accounts(self) -> None:
        failed: set[PersonId] = set()
        while True:
            with self.desk.own_work(reads=True) as work:
                found = work.unit.people.unwelcomed(PEOPLE_AT_ONCE + len(failed))
                people = [person.id for person in found if person.id not in failed]
            if not people:
                return
            before = len(self.failures)
            self._each(people, self._welcome, str)
            failed.update(PersonId(one["what"]) for one in self.failures[before:])

    def _welcome(self, work: Work, identifiers: Sequence[PersonId]) -> Counter[str]:
        for person in work.unit.people.many(identifiers):
            if not person.welcomed:
                person.welcomed = True
                work.write([welcome(work, person.id, None, None)])
        return Counter()

    # Inactivity

    def _quiet(self) -> None:
        after: tuple[str, int] | None = None
        while True:
            with self.desk.own_work(reads=True) as work:
                since = work.today - timedelta(days=work.number("inactivity_days"))
                found = work.unit.readings.quiet(work.today, since, after, SESSIONS_AT_ONCE)
            if not found:
                return
            self._each(found, self._remind, lambda quiet: str(quiet.person))
            after = found[-1].session, found[-1].member

    def _remind(self, work: Work, quiet: Sequence[Quiet]) -> Counter[str]:
        messages = (_reminder(work, one) for one in quiet)
        work.write(message for message in messages if message is not None)
        return Counter()

    # One failing item stops no other (JOB-6)

    def _each(
        self,
        items: Sequence[_Item],
        handle: Callable[[Work, Sequence[_Item]], Counter[str]],
        name: Callable[[_Item], str],
    ) -> None:
        """Handle the items in one transaction; when that fails, each in its own, and note those that fail."""
        try:
            self._commit(items, handle)
        except Unavailable:
            raise
        except Exception as error:
            if len(items) == 1:
                self.failures.append({"what": name(items[0]), "why": _why(error)})
                return
            for item in items:
                self._each([item], handle, name)

    def _commit(self, items: Sequence[_Item], handle: Callable[[Work, Sequence[_Item]], Counter[str]]) -> None:
        def attempt() -> Counter[str]:
            with self.desk.own_work() as work:
                counts = handle(work, items)
            counts.update(message.kind for message in work.written)
            return counts

        self.done.update(self.desk.repeat(attempt))


def _reminder(work: Work, quiet: Quiet) -> NewMessage | None:
    connected = day_of(quiet.connected) if quiet.connected else None
    allocated = day_of(quiet.allocated) if quiet.allocated else None
    since = quiet_since(quiet.start, connected, allocated)
    number = reminder_number(since, work.today, work.number("inactivity_days"))
    if not number:
        return None
    key = f"inactivity:{quiet.session}:{quiet.member}:{since}:{number}"
    facts: dict[str, object] = {"days": (work.today - since).days, "end": quiet.end, "member": quiet.member}
    return new_message(work, quiet.person, quiet.session, "inactivity", key, facts)


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
