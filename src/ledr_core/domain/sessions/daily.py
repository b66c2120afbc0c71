"""What the daily run does to one session: rotation, notices, welcomes, reminders (JOB-1); and when it is due again."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date

from ledr_core.domain.events import EndIsNear, TurnEndsSoon, WelcomeDue
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment, day_of
from ledr_core.domain.people.roles import Space
from ledr_core.domain.sessions.members import Member
from ledr_core.domain.sessions.rotation import (
    Change,
    PolicyKind,
    Why,
    due_changes,
    ending_soon,
    removals,
    turn_over_on,
    unfit,
)
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Closed

AT_ENROLMENT = frozenset({Space.MANAGER, Space.PILOT, Space.STAFF})
"""The spaces that open on the enrolment day (ACC-15)."""


def rotate(
    session: Session, finished: Container[PersonId], calendar: Calendar, at: Moment, *, again: bool = False
) -> list[Change]:
    """Take off the list who cannot be served, then change slots; gives the changes made. The preview plays it too."""
    for removal in removals(session, finished, at.day):
        session.take_off_list(removal.person, removal.reason, at)
    changes = due_changes(session, finished, calendar, at.day, again=again)
    for change in changes:
        reason = _closing(session, change, at.day)
        session.pass_on(change.slot, change.leaving, change.entering, reason, change.queue_again, at)
    return changes


def _closing(session: Session, change: Change, today: date) -> Closed:
    if change.why is Why.TURN:
        return Closed.ROTATION
    if change.why is Why.FINISHED:
        return Closed.FINISHED
    member = session.member(change.leaving) if change.leaving else None
    with_the_session = session.expired(today) and member is not None and member.end >= session.end
    return Closed.EXPIRED if with_the_session else Closed.ENDED


def tell(
    session: Session, finished: Container[PersonId], calendar: Calendar, reminders: Sequence[int], at: Moment
) -> None:
    """Say what people must be told after a rotation: turns that end, first days, ends that are near."""
    for holding, due in ending_soon(session, finished, calendar, at.day):
        session.events.append(
            TurnEndsSoon(
                at=at.instant,
                person=holding.person,
                session=session.id,
                slot=holding.slot,
                holding=holding.number,
                due=due,
            )
        )
    greet(session, at)
    for member in session.seated():
        days = member.reminder_due(at.day, reminders)
        if days is not None and member.person not in finished:
            session.events.append(
                EndIsNear(
                    at=at.instant,
                    person=member.person,
                    session=session.id,
                    member=member.number,
                    end=member.end,
                    days=days,
                )
            )


def greet(session: Session, at: Moment) -> None:
    """Welcome everybody whose first day has come: before a rotation too, for it may take their slot."""
    unwelcomed = [member for member in session.members.values() if not member.welcomed]
    for member in sorted(unwelcomed, key=lambda member: member.number):
        welcome_if_due(session, member, at)


def welcome_if_due(session: Session, member: Member, at: Moment) -> None:
    """Send the access codes when the membership's first day has come, once (ACC-2, ACC-15)."""
    if not welcome_due(session, member, at.day):
        return
    member.welcomed = True
    session.events.append(WelcomeDue(at=at.instant, person=member.person, session=session.id, member=member.number))


def welcome_due(session: Session, member: Member, today: date) -> bool:
    """Whether the first day has come of a membership that has not been welcomed and has not ended."""
    if member.welcomed:
        return False
    first = first_day(session, member)
    return first is not None and first <= today <= member.end


def first_day(session: Session, member: Member) -> date | None:
    """The first day of a membership, None while it is not known (ACC-15)."""
    if AT_ENROLMENT.intersection(member.role.spaces):
        return day_of(member.enrolled)
    if not member.learns:
        return None
    if session.kind is SessionKind.LICENCE:
        return member.start
    holding = session.holding_of(member.person)
    return max(holding.day, member.start) if holding else None


def next_change(
    session: Session,
    finished: Container[PersonId],
    calendar: Calendar,
    reminders: Sequence[int],
    today: date,
    *,
    handled: bool,
) -> date | None:
    """The first day whose daily run has something to do here; *handled* when today's has just been done.

    Never too late; it may be too early, and the run then finds nothing to do.
    """
    first = today + ONE_DAY if handled else today
    days = (*_rotation_days(session, finished, calendar, first), *_telling_days(session, reminders, today, first))
    return max(min(days), first) if days else None


def _rotation_days(session: Session, finished: Container[PersonId], calendar: Calendar, first: date) -> Iterator[date]:
    for holding in session.holdings:
        member = session.member(holding.person)
        yield (min(member.end, session.end) if member else first) + ONE_DAY
    if session.expired(first):
        return
    ends = [
        member.end
        for waiter in session.waiting
        if (member := session.members.get(waiter.person)) and unfit(member, waiter.person in finished, first) is None
    ]
    if len(ends) < len(session.waiting):
        yield first
    if ends:
        yield min(ends) + ONE_DAY
    if ends and session.policy.kind is not PolicyKind.MANUAL:
        yield from _change_days(session, finished, calendar, first)


def _change_days(session: Session, finished: Container[PersonId], calendar: Calendar, first: date) -> Iterator[date]:
    if session.free_slots():
        yield first
    for holding in session.holdings:
        if session.policy.kind is PolicyKind.NATURAL:
            if holding.person in finished:
                yield first
            continue
        over = turn_over_on(session, holding, calendar)
        yield _counted_day_before(over, calendar) if over > first else first


def _counted_day_before(day: date, calendar: Calendar) -> date:
    before = day - ONE_DAY
    while not calendar.counts(before):
        before -= ONE_DAY
    return before


def _telling_days(session: Session, reminders: Sequence[int], today: date, first: date) -> Iterator[date]:
    for member in session.members.values():
        welcome = None if member.welcomed else first_day(session, member)
        if welcome is not None and max(welcome, first) <= member.end:
            yield welcome
    by_dates = {(member.start, member.end): member for member in session.members.values() if member.role.learns}
    for member in by_dates.values():
        for day in member.reminder_days(reminders):
            if day >= first or (first == today and day < first <= member.end):
                yield day
