"""The messages about a session: a slot given, taken, soon taken, a place in the list, an end, a long silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeAlias, TypeVar

from attrs import AttrsInstance, frozen

from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import About, Matter, MessageKind, Said
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.forecasts import foreseen_entries, session_calendar
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.messages import grounds
from ledr_core.domain.messages.grounds import Withdrawal
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.forecast import expected
from ledr_core.domain.sessions.rotation import PolicyKind, turn_over_on
from ledr_core.domain.sessions.sessions import Session

F = TypeVar("F", bound=AttrsInstance)

Judge: TypeAlias = Callable[[Work, F, Person, Session], Withdrawal | None]


def _in_session(judge: Judge[F]) -> Callable[[Work, Matter[F]], Withdrawal | None]:
    """The ground of a message to somebody about their session, which is gone with it."""

    def ground(work: Work, matter: Matter[F]) -> Withdrawal | None:
        if matter.person is None:
            return None
        if matter.session is None:
            return Withdrawal.SESSION_GONE
        return judge(work, matter.facts, matter.person, matter.session)

    return ground


def _followed(made_up: MadeUp, moment: Moment) -> dict[str, object]:
    return {"session": made_up.session, "course": made_up.course, "end": moment.day + 30 * ONE_DAY, "percent": 42}


def _turn(made_up: MadeUp, moment: Moment) -> Said:
    today, later = moment.day, moment.day + 10 * ONE_DAY
    days = {"day": today, "due": today + ONE_DAY, "turn_ends": later, "expected": later}
    return _followed(made_up, moment) | days | {"slot": 1, "position": 1, "reason": "rotation", "opens": None}


# Slots


@frozen(kw_only=True)
class SlotGivenFacts:
    """Which slot somebody was given, when, and by which allocation; those of former releases do not say which."""

    slot: int
    day: date
    holding: int | None = None


@frozen(kw_only=True)
class SlotTakenFacts:
    """Which slot somebody has no more, since when, and why."""

    slot: int
    day: date
    reason: str


@frozen(kw_only=True)
class SlotSoonFacts:
    """Whose turn ends on which day."""

    slot: int
    due: date
    holding: int | None = None


@frozen
class WaitingFacts:
    """All that is said is looked up when it is said."""


def _still_given(work: Work, facts: SlotGivenFacts, person: Person, session: Session) -> Withdrawal | None:
    return grounds.slot_given(session, person.id, facts.slot, facts.holding)


def _still_ends(work: Work, facts: SlotSoonFacts, person: Person, session: Session) -> Withdrawal | None:
    calendar = session_calendar(work, session)
    return grounds.slot_soon(session, person.id, facts.slot, facts.holding, facts.due, calendar, work.today)


def _still_without(work: Work, facts: SlotTakenFacts, person: Person, session: Session) -> Withdrawal | None:
    return grounds.slot_taken(session, person.id)


def _still_waits(work: Work, facts: WaitingFacts, person: Person, session: Session) -> Withdrawal | None:
    return grounds.waiting(session, person.id)


def _own_turn(work: Work, matter: Matter[SlotGivenFacts]) -> Said:
    """When the turn ends, and the membership; and the day it opens, while that is still to come (SLOT-11)."""
    person, session = matter.person, matter.session
    if person is None:
        return {}
    facts: dict[str, object] = {"turn_ends": None, "end": None, "opens": None}
    if session is None:
        return facts
    member, holding = session.member(person.id), session.holding_of(person.id)
    if member is not None:
        facts["end"] = member.end
        facts["opens"] = member.start if member.start > work.today else None
    if holding is not None and session.policy.kind is PolicyKind.PACED and len(session.waiting):
        facts["turn_ends"] = turn_over_on(session, holding, session_calendar(work, session))
    return facts


def _place(work: Work, matter: Matter[AttrsInstance]) -> Said:
    """The place in the waiting list, and when it is expected to lead to a slot."""
    person, session = matter.person, matter.session
    if person is None:
        return {}
    position = session.waiting.position(person.id) if session else None
    if session is None or position is None:
        return {"position": None, "expected": None}
    coming = expected(session, foreseen_entries(work, session))
    return {"position": position, "expected": next((one.day for one in coming if one.person == person.id), None)}


SLOT_GIVEN: Final = MessageKind(
    name="slot_given",
    rule="ROT-12",
    facts=SlotGivenFacts,
    sample=_turn,
    ground=_in_session(_still_given),
    adds=_own_turn,
    rings=True,
    accompanies=True,
)
SLOT_TAKEN: Final = MessageKind(
    name="slot_taken",
    rule="ROT-12",
    facts=SlotTakenFacts,
    sample=_turn,
    ground=_in_session(_still_without),
    adds=_place,
    rings=True,
    accompanies=True,
)
SLOT_SOON: Final = MessageKind(
    name="slot_soon",
    rule="ROT-12",
    facts=SlotSoonFacts,
    sample=_turn,
    ground=_in_session(_still_ends),
    rings=True,
    accompanies=True,
)
WAITING: Final = MessageKind(
    name="waiting",
    rule="SES-12",
    facts=WaitingFacts,
    sample=_turn,
    ground=_in_session(_still_waits),
    adds=_place,
    rings=True,
    accompanies=True,
)


# Ends and silences


@frozen(kw_only=True)
class EndReminderFacts:
    """Which end is near, and of which membership; those of former releases do not say which."""

    end: date
    member: int | None = None


@frozen(kw_only=True)
class InactivityFacts:
    """For how many days somebody has been quiet, and when their membership ends."""

    days: int
    end: date | None = None
    member: int | None = None


def _still_ends_then(work: Work, facts: EndReminderFacts, person: Person, session: Session) -> Withdrawal | None:
    finished = work.has_finished(person.id, session.course)
    return grounds.end_reminder(session, person.id, facts.end, finished=finished, today=work.today)


def _still_quiet(work: Work, matter: Matter[InactivityFacts]) -> Withdrawal | None:
    since = grounds.silent_since(matter.created, matter.facts.days)

    def judge(work: Work, facts: InactivityFacts, person: Person, session: Session) -> Withdrawal | None:
        connected = work.last_connections([person.id]).get(person.id)
        finished = work.has_finished(person.id, session.course)
        return grounds.inactivity(session, person.id, since, connected, finished=finished, today=work.today)

    return _in_session(judge)(work, matter)


def _days_left(work: Work, matter: Matter[EndReminderFacts]) -> Said:
    if matter.person is None:
        return {}
    return {"days": (matter.facts.end - work.today).days, **_percent(work, matter)}


def _days_left_then(facts: EndReminderFacts, day: date) -> Said:
    """As many as there were on the day of the notification, whenever it is read."""
    return {"days": (facts.end - day).days}


def _percent(work: Work, matter: Matter[AttrsInstance]) -> Said:
    """How far somebody is."""
    person, session = matter.person, matter.session
    if person is None:
        return {}
    if session is None:
        return {"percent": 0}
    return {"percent": work.record(person.id).percent(work.outline(session.course))}


def _how_far(work: Work, about: About) -> None:
    """Have at hand how far these people are, who has finished, and when they last connected."""
    told: dict[CourseId, set[PersonId]] = {}
    for message, session in about:
        if message.person and session is not None:
            told.setdefault(session.course, set()).add(message.person)
    work.prefetch(set().union(*told.values()), records=True, connections=True)
    for course, learners in told.items():
        work.finished_among(course, learners)


def _reminded(made_up: MadeUp, moment: Moment) -> Said:
    return _followed(made_up, moment) | {"days": 30}


def _inactive(made_up: MadeUp, moment: Moment) -> Said:
    return _followed(made_up, moment) | {"days": 21}


END_REMINDER: Final = MessageKind(
    name="end_reminder",
    rule="JOB-5",
    facts=EndReminderFacts,
    sample=_reminded,
    ground=_in_session(_still_ends_then),
    adds=_days_left,
    reads_ahead=_how_far,
    rings=True,
    title=_days_left_then,
    accompanies=True,
)
INACTIVITY: Final = MessageKind(
    name="inactivity",
    rule="JOB-5",
    facts=InactivityFacts,
    sample=_inactive,
    ground=_still_quiet,
    adds=_percent,
    reads_ahead=_how_far,
    accompanies=True,
)

KINDS: Final[tuple[MessageKind[Any], ...]] = (SLOT_GIVEN, SLOT_TAKEN, SLOT_SOON, WAITING, END_REMINDER, INACTIVITY)
