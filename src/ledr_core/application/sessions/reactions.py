"""What events cause for sessions: people are told of their slots and ends, sessions become due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledr_core.application.operating.contexts import Reactions
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.letters import (
    END_REMINDER,
    INACTIVITY,
    SLOT_GIVEN,
    SLOT_SOON,
    SLOT_TAKEN,
    WAITING,
    EndReminderFacts,
    InactivityFacts,
    SlotGivenFacts,
    SlotSoonFacts,
    SlotTakenFacts,
    WaitingFacts,
)
from ledr_core.domain.events import (
    CourseFinished,
    EndIsNear,
    Queued,
    SlotAssigned,
    SlotReleased,
    TurnEndsSoon,
    WentQuiet,
)
from ledr_core.domain.sessions.slots import Closed
from ledr_core.ports.outbox import NewMessage

CHANGED_HANDS: Final = {Closed.RELEASED.value, Closed.ROTATION.value, Closed.FINISHED.value, Closed.ENDED.value}
"""The ends of a holding of which its holder is told (ROT-12), unless the whole session has ended."""


def _slot_given(work: Work, event: SlotAssigned) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.holding}"
    facts = SlotGivenFacts(slot=event.slot, day=work.today, holding=event.holding)
    yield SLOT_GIVEN.message(work, event.person, event.session, key, facts)


def _slot_taken(work: Work, event: SlotReleased) -> Iterable[NewMessage]:
    expired = work.unit.sessions.get(event.session).expired(work.today)
    if event.reason in CHANGED_HANDS and not expired:
        key = f"{event.session}:{event.holding}"
        facts = SlotTakenFacts(slot=event.slot, day=work.today, reason=event.reason)
        yield SLOT_TAKEN.message(work, event.person, event.session, key, facts)


def _slot_soon(work: Work, event: TurnEndsSoon) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.holding}:{event.due}"
    facts = SlotSoonFacts(slot=event.slot, due=event.due, holding=event.holding)
    yield SLOT_SOON.message(work, event.person, event.session, key, facts)


def _queued(work: Work, event: Queued) -> Iterable[NewMessage]:
    if event.by_kind_change:
        key = f"{event.session}:{event.person}:{event.at.isoformat()}"
        yield WAITING.message(work, event.person, event.session, key, WaitingFacts())


def _end_is_near(work: Work, event: EndIsNear) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.member}:{event.end}:{event.days}"
    facts = EndReminderFacts(end=event.end, member=event.member)
    yield END_REMINDER.message(work, event.person, event.session, key, facts)


def _quiet(work: Work, event: WentQuiet) -> Iterable[NewMessage]:
    key = f"{event.session}:{event.member}:{event.since}:{event.due}"
    facts = InactivityFacts(days=(work.today - event.since).days, end=event.end, member=event.member)
    yield INACTIVITY.message(work, event.person, event.session, key, facts)


def _finished(work: Work, event: CourseFinished) -> Iterable[NewMessage]:
    """The sessions concerned are due at the next daily run (ROT-2)."""
    for session in work.unit.sessions.with_learner_of(event.course, event.person):
        session.hear_of_finish(event.person, work.today)
    return ()


REACTIONS: Final[Reactions] = {
    SlotAssigned: _slot_given,
    SlotReleased: _slot_taken,
    TurnEndsSoon: _slot_soon,
    Queued: _queued,
    EndIsNear: _end_is_near,
    WentQuiet: _quiet,
    CourseFinished: _finished,
}
