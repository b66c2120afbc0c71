"""How a piece of work ends well: reactions, the plan of the next daily runs, and everything written."""

from __future__ import annotations

from collections.abc import Collection

from ledr_core.application.reactions import react
from ledr_core.application.work import Work
from ledr_core.domain.daily import next_change
from ledr_core.domain.reminders import next_quiet
from ledr_core.domain.sessions import Session


def settle(work: Work) -> None:
    """React to what happened, plan the next daily run of the sessions that changed, and write it all.

    An operation may do so in the middle, when it goes on to read what it has changed.
    """
    while fresh := work.unit.pull_events():
        work.events.extend(fresh)
        react(work, fresh)
    handled = work.unit.sessions.many(list(work.handled))
    changed = {session.id: session for session in (*work.unit.sessions.changed(), *handled)}
    _plan(work, changed.values())
    work.unit.flush()


def _plan(work: Work, sessions: Collection[Session]) -> None:
    finished = work.finished_in(sessions)
    for session in sessions:
        done, handled = finished[session.course], session.id in work.handled
        change = next_change(session, done, work.calendar(session.policy), work.reminders, work.today, handled=handled)
        connected = work.connected if handled else {}
        quiet = next_quiet(session, done, connected, work.number("inactivity_days"), work.today, handled=handled)
        other = None if session.expired(work.today) else work.reminders_change_on
        session.next_change_on = min((day for day in (change, quiet, other) if day is not None), default=None)
