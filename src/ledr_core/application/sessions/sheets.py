"""A session as results show it: its sheet, slots given and given back, the waiting list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import attrs

from ledr_core.application.operating.naming import by_title
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.forecasts import foreseen_entries, session_calendar
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.sessions.forecast import Planned, expected
from ledr_core.domain.sessions.queueing import may_wait
from ledr_core.domain.sessions.rotation import Policy, PolicyKind, turn, turn_over_on
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Holding
from ledr_core.ports.people import Card
from ledr_core.views.rotations import WaitingView
from ledr_core.views.sessions import (
    DatesChanged,
    ExpectedView,
    HolderView,
    MemberOutcome,
    MembersAdded,
    MemberView,
    PolicyView,
    ReplacedEnd,
    SessionSheet,
    SlotView,
    UndrawnName,
)
from ledr_core.views.slots import HoldingView, ReleaseView


def policy_view(policy: Policy) -> PolicyView:
    """The rotation of a session."""
    return PolicyView(policy.kind.value, policy.every, policy.weekends, policy.holidays)


def cards_of(work: Work, session: Session) -> dict[PersonId, Card]:
    """How the people of a session are called."""
    return work.unit.people.cards(session.members)


def session_sheet(work: Work, session: Session) -> SessionSheet:
    """A session as `sessions.show` gives it."""
    cards = cards_of(work, session)
    planned = foreseen_entries(work, session)
    course = work.unit.catalogue.course(session.course)
    held = {holding.person: holding.slot for holding in session.holdings}
    return SessionSheet(
        reference=session.reference,
        company=work.unit.companies.get(session.company).name if session.company else None,
        course=by_title(course),
        course_title=course.title,
        kind=session.kind.value,
        start=session.start,
        end=session.end,
        package=session.package,
        free=session.package - len(session.holdings) if session.kind is SessionKind.SLOT else 0,
        expired=session.expired(work.today),
        policy=policy_view(session.policy),
        members=tuple(
            MemberView(
                cards[member.person].email,
                cards[member.person].name,
                member.role.value,
                member.start,
                member.end,
                held.get(member.person),
            )
            for member in session.in_order()
        ),
        holders=tuple(
            HolderView(holding.slot, cards[holding.person].email, cards[holding.person].name, holding.since)
            for holding in sorted(session.holdings, key=lambda holding: holding.slot)
        ),
        waiting=tuple(cards[person].email for person in session.waiting.people()),
        slots=_slots(work, session, cards, planned),
        expected=expected_views(session, planned, cards),
        undrawn=tuple(_undrawn(work, [cards[learner.person] for learner in session.learners()])),
    )


def _undrawn(work: Work, learners: Sequence[Card]) -> Iterator[UndrawnName]:
    """Those of the learners in whose names letters are that no document can show, for staff to correct (CERT-5)."""
    documents = work.ports.documents
    if not work.actor.is_staff or not documents.undrawn(" ".join(card.name for card in learners)):
        return
    for card in learners:
        if letters := documents.undrawn(card.name):
            yield UndrawnName(card.email, card.name, tuple(letters))


def members_added(
    work: Work, session: Session, added: Sequence[PersonId], free: int, said: Sequence[MemberOutcome] = ()
) -> MembersAdded:
    """The same, with those of the new learners for whom none of the slots is left that were *free* (SLOT-9)."""
    learners = [one for one in added if session.membership_of(one).learns] if session.kind is SessionKind.SLOT else []
    cards = work.unit.people.cards(learners[free:])
    without = tuple(cards[one].email for one in learners[free:])
    sheet = attrs.asdict(session_sheet(work, session), recurse=False)
    return MembersAdded(**sheet, without_slot=without, outcomes=tuple(said))


def dates_changed(work: Work, session: Session, replaced: Mapping[PersonId, date]) -> DatesChanged:
    """The same, with the personal ends that a new end has *replaced* (SES-13)."""
    cards = work.unit.people.cards(replaced)
    ends = tuple(ReplacedEnd(cards[one].email, cards[one].name, end) for one, end in replaced.items())
    return DatesChanged(**attrs.asdict(session_sheet(work, session), recurse=False), replaced=ends)


def expected_views(
    session: Session, planned: list[Planned], cards: Mapping[PersonId, Card]
) -> tuple[ExpectedView, ...]:
    """When those who wait are expected to start."""
    return tuple(
        ExpectedView(cards[one.person].email, cards[one.person].name, one.position, one.day)
        for one in expected(session, planned)
    )


def _slots(
    work: Work, session: Session, cards: Mapping[PersonId, Card], planned: list[Planned]
) -> tuple[SlotView, ...]:
    if session.kind is not SessionKind.SLOT:
        return ()
    calendar = session_calendar(work, session)
    holdings: dict[int, Holding | None] = {holding.slot: holding for holding in session.holdings}
    holdings |= dict.fromkeys(session.free_slots())
    coming: dict[int, Planned] = {}
    for plan in planned:
        if plan.change.entering is not None:
            coming.setdefault(plan.change.slot, plan)
    return tuple(
        _slot(work, session, calendar, slot, holdings[slot], coming.get(slot), cards) for slot in sorted(holdings)
    )


def _slot(
    work: Work,
    session: Session,
    calendar: Calendar,
    slot: int,
    holding: Holding | None,
    plan: Planned | None,
    cards: Mapping[PersonId, Card],
) -> SlotView:
    counted, of, due = turn_numbers(session, holding, calendar, work.today)
    entering = cards[plan.change.entering] if plan and plan.change.entering else None
    holder = cards[holding.person] if holding else None
    return SlotView(
        slot=slot,
        person=holder.email if holder else None,
        name=holder.name if holder else None,
        since=holding.since if holding else None,
        counted_days=counted,
        of=of,
        due=due,
        next=entering.email if entering else None,
        next_name=entering.name if entering else None,
        next_on=plan.day if plan and entering else None,
    )


def turn_numbers(
    session: Session, holding: Holding | None, calendar: Calendar, today: date
) -> tuple[int | None, int | None, date | None]:
    """Counted days so far, of how many, and the day the turn is over; nothing when no turn is counted."""
    if holding is None or session.policy.kind is not PolicyKind.PACED:
        return None, None, None
    now = turn(session, holding, calendar, today)
    return now.counted, now.of, turn_over_on(session, holding, calendar)


def holding_view(work: Work, session: Session, holding: Holding, passed: Sequence[PersonId]) -> HoldingView:
    """A slot given, and whom that passed in the list (SLOT-9)."""
    cards = work.unit.people.cards([holding.person, *passed])
    card = cards[holding.person]
    emails, names = (cards[one].email for one in passed), (cards[one].name for one in passed)
    return HoldingView(
        session.reference, holding.slot, card.email, card.name, holding.since, tuple(emails), tuple(names)
    )


def release_view(work: Work, session: Session, holding: Holding) -> ReleaseView:
    """A slot given back."""
    until = holding.until or work.moment.instant
    card = work.unit.people.cards([holding.person])[holding.person]
    finished = work.has_finished(holding.person, session.course)
    return ReleaseView(
        session=session.reference,
        slot=holding.slot,
        person=card.email,
        name=card.name,
        since=holding.since,
        until=until,
        may_wait=may_wait(session, holding.person, finished, work.today),
    )


def waiting_view(work: Work, session: Session) -> WaitingView:
    """The waiting list."""
    people = session.waiting.people()
    cards = work.unit.people.cards(people)
    return WaitingView(tuple(cards[person].email for person in people))
