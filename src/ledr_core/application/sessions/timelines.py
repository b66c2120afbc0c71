"""Timelines: who held which slot when, and who will."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from attrs import define, evolve

from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.forecasts import session_forecast
from ledr_core.application.sessions.sheets import expected_views, policy_view
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, day_of
from ledr_core.domain.kernel.school import LANGUAGE
from ledr_core.domain.sessions.forecast import Planned
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.slots import Holding
from ledr_core.ports.disk import Target
from ledr_core.ports.people import Card
from ledr_core.views.timelines import PeriodView, SessionTimeline, SlotTimeline, TimelineView

ON_A_PAGE = 50
"""Sessions on a page, unless more are asked for."""


def timeline(work: Work, sessions: Sequence[Session], days: int, *, more: bool = False) -> TimelineView:
    """The timelines of sessions, with *days* of forecast; and where to go on when there are *more*."""
    until = work.today + days * ONE_DAY
    work.prefetch_finishers(sessions)
    ledgers = work.unit.sessions.ledgers([session.id for session in sessions])
    held = (holding.person for ledger in ledgers.values() for holding in ledger)
    cards = work.unit.people.cards({*held, *(person for session in sessions for person in session.members)})
    shown = tuple(_session(work, session, ledgers[session.id], cards, days) for session in sessions)
    return TimelineView(work.today, until, shown, None, shown[-1].session if more else None)


def write_page(work: Work, shown: TimelineView, target: Target) -> TimelineView:
    """Write the page of a timeline."""
    page = work.ports.pages.page(shown, work.setting(LANGUAGE))
    return evolve(shown, file=target.put(page.encode()))


@define
class _Period:
    person: PersonId
    since: date
    until: date | None
    forecast: bool


def _session(
    work: Work, session: Session, ledger: Sequence[Holding], cards: Mapping[PersonId, Card], days: int
) -> SessionTimeline:
    planned = session_forecast(work, session, days)
    periods = _held(session, ledger)
    _foresee(periods, planned)
    return SessionTimeline(
        session=session.reference,
        company=work.unit.companies.get(session.company).name if session.company else None,
        kind=session.kind.value,
        package=session.package,
        policy=policy_view(session.policy),
        start=session.start,
        end=session.end,
        slots=tuple(SlotTimeline(slot, _views(periods[slot], cards)) for slot in sorted(periods)),
        waiting=expected_views(session, planned, cards),
    )


def _held(session: Session, ledger: Sequence[Holding]) -> dict[int, list[_Period]]:
    periods: dict[int, list[_Period]] = {slot: [] for slot in session.free_slots()}
    for holding in ledger:
        until = None if holding.until is None else day_of(holding.until)
        periods.setdefault(holding.slot, []).append(_Period(holding.person, holding.day, until, False))
    return periods


def _foresee(periods: dict[int, list[_Period]], planned: Sequence[Planned]) -> None:
    for plan in planned:
        held = periods.setdefault(plan.change.slot, [])
        if plan.change.leaving is not None and held:
            held[-1].until = plan.day
        if plan.change.entering is not None:
            held.append(_Period(plan.change.entering, plan.day, None, True))


def _views(periods: Sequence[_Period], cards: Mapping[PersonId, Card]) -> tuple[PeriodView, ...]:
    return tuple(
        PeriodView(cards[period.person].email, cards[period.person].name, period.since, period.until, period.forecast)
        for period in periods
    )
