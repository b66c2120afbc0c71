"""The plan of the next daily runs: the day on which each session that changed has something to do (ROT-10, JOB-5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.sessions.daily import greet, next_change, welcome_due
from ledr_core.domain.sessions.reminders import may_be_quiet, next_quiet
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.settings import END_REMINDER_DAYS, INACTIVITY_DAYS


def plan_runs(work: Work) -> None:
    """Plan the next daily run of the sessions that were handled, and of those that changed.

    Where today's run is over, members whose first day has come are welcomed at once (ACC-15).
    """
    _plan(work, work.unit.sessions.many(list(work.handled)), handled=True)
    changed = work.unit.sessions.changed(excluding=work.handled)
    _greet_late(work, changed)
    _plan(work, changed, handled=False)


def last_connections(work: Work, sessions: Collection[Session]) -> Mapping[PersonId, date]:
    """The last connections of those who may be reminded that they went quiet."""
    return work.last_connections(one for session in sessions for one in may_be_quiet(session, work.today))


def _greet_late(work: Work, sessions: Collection[Session]) -> None:
    late = [
        session
        for session in sessions
        if any(welcome_due(session, member, work.today) for member in session.members.values())
    ]
    if late and work.daily_run_over:
        for session in late:
            greet(session, work.moment)


def _plan(work: Work, sessions: Collection[Session], *, handled: bool) -> None:
    if not sessions:
        return
    finished = work.finishers(sessions)
    connected = last_connections(work, sessions) if handled else {}
    reminders, days = work.setting(END_REMINDER_DAYS), work.setting(INACTIVITY_DAYS)
    reminding_changes = work.next_change_of(END_REMINDER_DAYS, INACTIVITY_DAYS)
    for session in sessions:
        done = finished[session.course]
        change = next_change(session, done, work.calendar(session.policy), reminders, work.today, handled=handled)
        quiet = next_quiet(session, done, connected, days, work.today, handled=handled)
        other = None if session.expired(work.today) else reminding_changes
        session.be_due(min((day for day in (change, quiet, other) if day is not None), default=None))
