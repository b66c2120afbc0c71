"""Rotation: how the daily run passes slots on (ROT). Pure policies on a snapshot, shared by the run and its preview."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.sessions.members import Member
from ledr_core.domain.sessions.names import PolicyName
from ledr_core.domain.sessions.slots import Closed, Holding, Opened
from ledr_core.domain.sessions.waiting import WaitingList

MOST_DAYS = 3650


class PolicyKind(StrEnum):
    """How a slot session rotates."""

    _value_: PolicyName

    MANUAL = "manual"
    NATURAL = "natural"
    PACED = "paced"


def must_be_a_pace(kind: PolicyKind, every: int | None) -> None:
    """Raises Invalid unless N goes with the paced policy, and with it alone."""
    if kind is not PolicyKind.PACED and every is not None:
        raise Invalid("every", "not paced")
    if kind is PolicyKind.PACED and (every is None or not 1 <= every <= MOST_DAYS):
        ground = "no pace" if every is None else "pace out of range"
        raise Invalid("every", ground, {"value": every, "highest": MOST_DAYS})


@frozen
class Policy:
    """The rotation of a session: manual (ROT-8), natural (ROT-2) or paced, every N counted days (ROT-4)."""

    kind: PolicyKind = PolicyKind.MANUAL
    every: int | None = None
    weekends: bool = False
    holidays: bool = True
    """Whether public holidays count."""
    paced_from: date | None = None
    """The day on which paced rotation was switched on or N changed (ROT-5)."""

    def __attrs_post_init__(self) -> None:
        must_be_a_pace(self.kind, self.every)

    @staticmethod
    def chosen(
        kind: PolicyKind, every: int | None, weekends: bool, holidays: bool, former: Policy, today: date
    ) -> Policy:
        """The policy that replaces *former* from today on."""
        if kind is not PolicyKind.PACED:
            return Policy(kind, None, weekends, holidays)
        goes_on = former.kind is PolicyKind.PACED and former.every == every
        return Policy(kind, every, weekends, holidays, former.paced_from if goes_on else today)


class Why(StrEnum):
    """Why the daily run changes the holder of a slot."""

    ENDED = "ended"
    FREE = "free"
    FINISHED = "finished"
    TURN = "turn"


@frozen
class Change:
    """What the daily run does to one slot: who leaves it, who enters, and why."""

    slot: int
    leaving: PersonId | None
    entering: PersonId | None
    why: Why
    queue_again: bool = False
    """Whether the person who leaves goes to the end of the list (ROT-6)."""


@frozen
class Removal:
    """Somebody who cannot be served any more and is taken off the list, with the reason (ROT-11)."""

    person: PersonId
    reason: Closed


class Rotating(Protocol):
    """What the policies read of a slot session."""

    policy: Policy
    package: int
    start: date
    end: date
    holdings: list[Holding]
    waiting: WaitingList

    def member(self, person: PersonId) -> Member | None:
        """The membership of a person, when there is one."""

    def free_slots(self, held: Sequence[int] | None = None) -> list[int]:
        """The numbers of the slots that nobody holds."""

    def expired(self, today: date) -> bool:
        """Whether the session's end is passed."""


def removals(session: Rotating, finished: Container[PersonId], today: date) -> list[Removal]:
    """Who cannot hold a slot any more and leaves the list (ROT-11); an expired session's list stays (SES-13)."""
    if session.expired(today):
        return []
    return [
        Removal(waiter.person, reason)
        for waiter in session.waiting
        if (reason := unfit(session.member(waiter.person), waiter.person in finished, today)) is not None
    ]


def unfit(member: Member | None, finished: bool, today: date) -> Closed | None:
    """Why a person cannot be queued or served, or None (SLOT-3, ROT-11)."""
    if member is None:
        return Closed.LEFT
    if not member.role.learns:
        return Closed.ROLE_LOST
    if today > member.end:
        return Closed.ENDED
    return Closed.FINISHED if finished else None


def due_changes(
    session: Rotating, finished: Container[PersonId], calendar: Calendar, today: date, *, again: bool = False
) -> list[Change]:
    """What the daily run of *today* changes, in its order: releases, free slots by number, then held slots (ROT-10).

    *again* says that a run of that date is over already: it then leaves alone what was given that day (ROT-9).
    """
    kept: list[Holding] = []
    changes: list[Change] = []
    for holding in sorted(session.holdings, key=lambda holding: holding.slot):
        if _ended(session, holding, today):
            changes.append(Change(holding.slot, holding.person, None, Why.ENDED))
        else:
            kept.append(holding)
    if session.expired(today) or session.policy.kind is PolicyKind.MANUAL:
        return changes
    queue = _served(session, finished, today)
    for slot in session.free_slots([holding.slot for holding in kept]):
        entering = next(queue, None)
        if entering is None:
            return changes
        changes.append(Change(slot, None, entering, Why.FREE))
    movable = [holding for holding in kept if not _given_by_run(holding, today, again)]
    for holding, why in _leaving(session, movable, finished, calendar, today):
        entering = next(queue, None)
        if entering is None:
            break
        again = why is Why.TURN and holding.person not in finished
        changes.append(Change(holding.slot, holding.person, entering, why, queue_again=again))
    return changes


def _ended(session: Rotating, holding: Holding, today: date) -> bool:
    member = session.member(holding.person)
    return member is None or member.ended(today) or session.expired(today)


def _given_by_run(holding: Holding, today: date, again: bool) -> bool:
    return holding.day >= today and (again or holding.opened_by is Opened.ROTATION)


def _served(session: Rotating, finished: Container[PersonId], today: date) -> Iterator[PersonId]:
    """The list as it stood before any run of today, without those who cannot be served (ROT-11, ROT-15)."""
    for waiter in session.waiting:
        if (
            waiter.queued_by_run != today
            and unfit(session.member(waiter.person), waiter.person in finished, today) is None
        ):
            yield waiter.person


def _leaving(
    session: Rotating, held: list[Holding], finished: Container[PersonId], calendar: Calendar, today: date
) -> list[tuple[Holding, Why]]:
    """The held slots that are due, longest overdue first, then longest held, then by number (ROT-10, ROT-15)."""
    if session.policy.kind is PolicyKind.NATURAL:
        done = [holding for holding in held if holding.person in finished]
        return [(holding, Why.FINISHED) for holding in sorted(done, key=_longest_held)]
    if not calendar.counts(today):
        return []
    turns = [(turn(session, holding, calendar, today), holding) for holding in held]
    due = [(-now.counted, *_longest_held(holding), holding) for now, holding in turns if now.over]
    return [(holding, Why.TURN) for *_, holding in sorted(due, key=lambda one: one[:3])]


def _longest_held(holding: Holding) -> tuple[datetime, int]:
    return holding.since, holding.slot


@frozen
class Turn:
    """Where a paced holder stands: counted days so far, of how many, and the day on which the turn is over."""

    counted: int
    of: int

    @property
    def over(self) -> bool:
        """Whether the slot is due to change."""
        return self.counted >= self.of


def day_zero(session: Rotating, holding: Holding) -> date:
    """The day from which a turn counts: allocation, the holder's start, or the switch to this pace (ROT-5)."""
    member = session.member(holding.person)
    days = [holding.day]
    if member is not None:
        days.append(member.start)
    if session.policy.paced_from is not None:
        days.append(session.policy.paced_from)
    return max(days)


def turn(session: Rotating, holding: Holding, calendar: Calendar, today: date) -> Turn:
    """The turn of a paced holder as of *today*."""
    return Turn(calendar.counted(day_zero(session, holding), today), session.policy.every or 0)


def turn_over_on(session: Rotating, holding: Holding, calendar: Calendar) -> date:
    """The day of the daily run at which a turn is over: the N-th counted day after day 0 (ROT-5)."""
    return calendar.nth(session.policy.every or 1, day_zero(session, holding))


def ending_soon(
    session: Rotating, finished: Container[PersonId], calendar: Calendar, today: date
) -> list[tuple[Holding, date]]:
    """The paced holders whose turn is over on the next counted day, when somebody waits, with that day (ROT-12)."""
    if session.policy.kind is not PolicyKind.PACED or session.expired(today):
        return []
    if not any(
        unfit(session.member(waiter.person), waiter.person in finished, today) is None for waiter in session.waiting
    ):
        return []
    soon: list[tuple[Holding, date]] = []
    for holding in session.holdings:
        now = turn(session, holding, calendar, today)
        if now.counted == now.of - 1 and day_zero(session, holding) <= today:
            soon.append((holding, turn_over_on(session, holding, calendar)))
    return soon
