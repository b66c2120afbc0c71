"""What events cause, in the same transaction: messages put in the outbox, sessions that become due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from ledr_core.application.certification import reactions as certifying
from ledr_core.application.operating.work import Work
from ledr_core.application.operating.writing import new_message
from ledr_core.domain.events import (
    CaseGraded,
    CaseHandedIn,
    CaseReopened,
    Certified,
    CourseFinished,
    EndIsNear,
    Enrolled,
    Event,
    Queued,
    ReworkEnded,
    SlotAssigned,
    SlotReleased,
    TurnEndsSoon,
    WelcomeDue,
    WentQuiet,
)
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.sessions.daily import welcome_if_due
from ledr_core.domain.sessions.slots import Closed
from ledr_core.ports.outbox import NewMessage

CHANGED_HANDS: Final = {Closed.RELEASED.value, Closed.ROTATION.value, Closed.FINISHED.value, Closed.ENDED.value}
"""The ends of a holding of which its holder is told (ROT-12), unless the whole session has ended."""


def react(work: Work, events: Iterable[Event]) -> None:
    """Do what these events cause."""
    messages: list[NewMessage] = []
    for event in events:
        reaction = _REACTIONS.get(type(event))
        if reaction is not None:
            messages.extend(reaction(work, event))
    work.write(messages)


def _slot_given(work: Work, event: SlotAssigned) -> Iterable[NewMessage]:
    session = work.unit.sessions.get(event.session)
    member = session.member(event.person)
    if member is not None and not member.welcomed and work.daily_run_over:
        welcome_if_due(session, member, work.moment)
    facts = {"slot": event.slot, "day": work.today, "holding": event.holding}
    yield message(work, event, "slot_given", f"{event.session}:{event.holding}", facts)


def _slot_taken(work: Work, event: SlotReleased) -> Iterable[NewMessage]:
    expired = work.unit.sessions.get(event.session).expired(work.today)
    if event.reason in CHANGED_HANDS and not expired:
        facts = {"slot": event.slot, "day": work.today, "reason": event.reason}
        yield message(work, event, "slot_taken", f"{event.session}:{event.holding}", facts)


def _slot_soon(work: Work, event: TurnEndsSoon) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.holding}:{event.due}"
    facts = {"slot": event.slot, "due": event.due, "holding": event.holding}
    yield message(work, event, "slot_soon", key, facts)


def _queued(work: Work, event: Queued) -> Iterable[NewMessage]:
    if event.by_kind_change:
        key = f"{event.session}:{event.person}:{event.at.isoformat()}"
        yield message(work, event, "waiting", key, {})


def _end_is_near(work: Work, event: EndIsNear) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.member}:{event.end}:{event.days}"
    yield message(work, event, "end_reminder", key, {"end": event.end, "member": event.member})


def _quiet(work: Work, event: WentQuiet) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.member}:{event.since}:{event.due}"
    facts: dict[str, object] = {"days": (work.today - event.since).days, "end": event.end, "member": event.member}
    yield message(work, event, "inactivity", key, facts)


def _welcome(work: Work, event: WelcomeDue) -> Iterable[NewMessage]:
    yield welcome(work, event.person, event.session, event.member)


def welcome(
    work: Work,
    person: PersonId,
    session: SessionId | None,
    member: int | None,
    demo_day: date | None = None,
) -> NewMessage:
    """The message with the access codes: a password only for somebody who has none (ACC-15)."""
    facts: dict[str, object] = {"password": None}
    if work.unit.accounts.without_password([person]):
        password = work.ports.chance.password()
        work.unit.accounts.set_password(person, work.ports.passwords.hash(password))
        facts["password"] = password
    key = f"welcome:{person}" if session is None else f"welcome:{session}:{member}"
    if demo_day is not None:
        key, facts = f"{key}:{demo_day}", facts | {"demo_day": demo_day}
    return new_message(work, person, session, "welcome", key, facts | {"member": member})


def _recompute(work: Work, event: Enrolled) -> Iterable[NewMessage]:
    """What was done elsewhere counts in the new course (SES-10, LEARN-7)."""
    session = work.unit.sessions.get(event.session)
    member = session.member(event.person)
    if member is not None and member.learns:
        record = work.unit.records.of(event.person)
        if record.begun:
            record.review(work.outline(session.course), work.moment)
    return ()


def _finished(work: Work, event: CourseFinished) -> Iterable[NewMessage]:
    """The sessions concerned are due at the next daily run (ROT-2)."""
    for session in work.unit.sessions.with_learner_of(event.course, event.person):
        if session.waiting or session.holding_of(event.person):
            due = session.next_change_on
            session.next_change_on = work.today if due is None else min(due, work.today)
    return ()


_REACTIONS: Final[dict[type[Event], Callable[[Work, Any], Iterable[NewMessage]]]] = {
    SlotAssigned: _slot_given,
    SlotReleased: _slot_taken,
    TurnEndsSoon: _slot_soon,
    Queued: _queued,
    EndIsNear: _end_is_near,
    WentQuiet: _quiet,
    WelcomeDue: _welcome,
    Enrolled: _recompute,
    CourseFinished: _finished,
    CaseHandedIn: certifying.handed_in,
    CaseReopened: certifying.reopened,
    ReworkEnded: certifying.rework_ended,
    CaseGraded: certifying.graded,
    Certified: certifying.certified,
}


def message(work: Work, event: Any, kind: str, key: str, facts: dict[str, object]) -> NewMessage:
    """A message of that kind to the event's person, about the event's session."""
    return new_message(work, event.person, event.session, kind, f"{kind}:{key}", facts)
