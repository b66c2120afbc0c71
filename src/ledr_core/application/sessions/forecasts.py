"""What the coming runs will change, with the very code of the run, and the days that count (ROT-14)."""

from __future__ import annotations

from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.sessions.forecast import Planned, forecast
from ledr_core.domain.sessions.rotation import PolicyKind
from ledr_core.domain.sessions.sessions import Session, SessionKind

DAYS_AHEAD = 30
"""How far a forecast looks by default."""

SHEET_DAYS = 120
"""How far a sheet looks for the day on which somebody who waits is expected."""


def session_calendar(work: Work, session: Session, days: int = DAYS_AHEAD) -> Calendar:
    """The days that count for a session, that many days ahead at least."""
    return work.calendar(session.policy, work.moment.day.fromordinal(work.today.toordinal() + days))


def session_forecast(work: Work, session: Session, days: int) -> list[Planned]:
    """What the coming runs will change, with the very code of the run (ROT-14)."""
    if session.kind is not SessionKind.SLOT:
        return []
    calendar = session_calendar(work, session, days)
    run_over = work.daily_run_over
    return forecast(session, work.finished(session), calendar, work.moment, days, run_over=run_over)


def foreseen_entries(work: Work, session: Session) -> list[Planned]:
    """The same as far as a sheet looks, to see who comes in: nobody where nobody waits or nothing moves by itself."""
    moves = session.waiting and session.policy.kind is not PolicyKind.MANUAL
    return session_forecast(work, session, SHEET_DAYS) if moves else []
