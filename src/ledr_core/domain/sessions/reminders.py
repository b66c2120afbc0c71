"""Who has gone quiet, when they are reminded, and when the daily run looks again (TRACK-6, JOB-5)."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date, timedelta

from ledr_core.domain.events import WentQuiet
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.sessions.members import Member
from ledr_core.domain.sessions.sessions import Session

Connected = Mapping[PersonId, date]
"""The day of each person's last connection, of those who have had one."""


def quiet_since(start: date, connected: date | None, allocated: date | None) -> date:
    """The day from which inactivity counts: the latest of connection, start and slot allocation."""
    return max(day for day in (start, connected, allocated) if day is not None)


def inactive(since: date, end: date, today: date, days: int) -> bool:
    """Whether somebody is inactive: end date not passed, and quiet for at least *days* days."""
    return today <= end and (today - since).days >= days


def heard_from(today: date, days: int) -> date:
    """The first day that counts: whoever was heard of on it or later has not been quiet for *days* days."""
    return today - (days - 1) * ONE_DAY


def remind_quiet(session: Session, finished: Container[PersonId], connected: Connected, days: int, at: Moment) -> None:
    """Remind the inactive: after *days* days, then every *days* days; one missed leaves at the next run."""
    for member, since in _watched(session, finished, connected):
        if member.start <= at.day and inactive(since, member.end, at.day, days):
            session.events.append(
                WentQuiet(
                    at=at.instant,
                    person=member.person,
                    session=session.id,
                    member=member.number,
                    since=since,
                    due=since + (at.day - since).days // days * days * ONE_DAY,
                    end=member.end,
                )
            )


def next_quiet(
    session: Session, finished: Container[PersonId], connected: Connected, days: int, today: date, *, handled: bool
) -> date | None:
    """The first day on which somebody may have to be reminded; never too late, and early for want of connections."""
    first = today + ONE_DAY if handled else today
    coming: list[date] = []
    for member, since in _watched(session, finished, connected):
        reminders = max(1, -(-(first - since).days // days))
        due = first if not handled and (today - since).days >= days else since + reminders * timedelta(days=days)
        if due <= member.end:
            coming.append(due)
    return min(coming, default=None)


def may_be_quiet(session: Session, today: date) -> Iterator[PersonId]:
    """Those of whom it matters when they were last there: who has a seat that was not allocated today."""
    for member in session.seated():
        holding = session.holding_of(member.person)
        if holding is None or holding.day < today:
            yield member.person


def _watched(session: Session, finished: Container[PersonId], connected: Connected) -> Iterator[tuple[Member, date]]:
    """The unfinished members with a seat, and the day from which their silence counts."""
    for member in session.seated():
        if member.person not in finished:
            holding = session.holding_of(member.person)
            allocated = holding.day if holding else None
            yield member, quiet_since(member.start, connected.get(member.person), allocated)
