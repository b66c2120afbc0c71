"""Results put together from what the domain gave: sheets of sessions, people, holdings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ledr_core.application.certification.items import certification_item
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Standing, seat_of
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.forecast import Planned, expected, forecast
from ledr_core.domain.sessions.rotation import Policy, PolicyKind, turn, turn_over_on
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Holding
from ledr_core.ports.people import Card
from ledr_core.views.people import PersonSettings, PersonSheet
from ledr_core.views.rotations import WaitingView
from ledr_core.views.sessions import ExpectedView, HolderView, MemberView, PolicyView, SessionSheet, SlotView
from ledr_core.views.slots import HoldingView, ReleaseView

DAYS_AHEAD = 30
"""How far a forecast looks by default."""
SHEET_DAYS = 120
"""How far a sheet looks for the day on which somebody who waits is expected."""


def policy_view(policy: Policy) -> PolicyView:
    """The rotation of a session."""
    return PolicyView(policy.kind.value, policy.every, policy.weekends, policy.holidays)


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


def cards_of(work: Work, session: Session) -> dict[PersonId, Card]:
    """How the people of a session are called."""
    return work.unit.people.cards(session.members)


def session_sheet(work: Work, session: Session) -> SessionSheet:
    """A session as `sessions.show` gives it."""
    cards = cards_of(work, session)
    planned = session_forecast(work, session, SHEET_DAYS)
    course = work.unit.catalogue.course(session.course)
    held = {holding.person: holding.slot for holding in session.holdings}
    return SessionSheet(
        reference=session.reference,
        company=work.unit.companies.get(session.company).name if session.company else None,
        course=course.reference,
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
    )


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


def holding_view(work: Work, session: Session, holding: Holding) -> HoldingView:
    """A slot given."""
    card = work.unit.people.cards([holding.person])[holding.person]
    return HoldingView(session.reference, holding.slot, card.email, card.name, holding.since)


def release_view(work: Work, session: Session, holding: Holding) -> ReleaseView:
    """A slot given back."""
    until = holding.until or work.moment.instant
    card = work.unit.people.cards([holding.person])[holding.person]
    return ReleaseView(session.reference, holding.slot, card.email, card.name, holding.since, until)


def waiting_view(work: Work, session: Session) -> WaitingView:
    """The waiting list."""
    people = session.waiting.people()
    cards = work.unit.people.cards(people)
    return WaitingView(tuple(cards[person].email for person in people))


def person_sheet(work: Work, person: Person) -> PersonSheet:
    """A person as `people.show` gives them."""
    standing = Standing(person.role, work.unit.readings.seats(person.id))
    seat = seat_of(standing, work.today) or next(iter(reversed(standing.seats)), None)
    managers = work.unit.people.cards(person.managers).values()
    managed = work.unit.people.managed_by(person.id) if person.role.manages else []
    return PersonSheet(
        email=person.email,
        first_name=person.first_name,
        last_name=person.last_name,
        role=person.role.value,
        company=work.unit.companies.get(person.company).name if person.company else None,
        session=seat.session if seat else None,
        start=seat.member.start if seat else None,
        end=seat.member.end if seat else None,
        managers=tuple(sorted(card.email for card in managers)),
        managed=tuple(sorted(other.email for other in managed)),
        slot=seat.slot if seat else None,
        phone=person.phone,
        certifications=tuple(map(certification_item, work.unit.certifications.rows(person.id))),
        picture=person.picture,
        initials=person.initials,
    )


def person_settings(work: Work, person: Person) -> PersonSettings:
    """What a person has set, as `people.settings` gives it."""
    seat = seat_of(Standing(person.role, work.unit.readings.seats(person.id)), work.today)
    return PersonSettings(
        person=person.email,
        anonymous=person.anonymous,
        community_emails=person.community_emails,
        sms=person.sms,
        phone=person.phone,
        picture=person.picture,
        initials=person.initials,
        end=seat.member.end if seat else person.demo_day,
    )
