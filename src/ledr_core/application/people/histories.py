"""What a person's sheet shows to staff beside the rest (TRACK-9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import fields

from ledr_core.application.access.gates import pause_of
from ledr_core.application.access.letters import WELCOME
from ledr_core.application.operating.actor import STAFF
from ledr_core.application.operating.work import Work
from ledr_core.application.people.sheets import person_sheet
from ledr_core.domain.access.standing import Standing, seat_of
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.slots import Holding
from ledr_core.ports.people import Card
from ledr_core.ports.sessions import MembershipHistory
from ledr_core.views.accounts import PauseView
from ledr_core.views.people import AccessCodes, FormerMembership, HeldSlot, PersonHistory, PersonSheet


def person_history(work: Work, person: Person) -> PersonHistory:
    """The sheet; to staff with the memberships, who gave and took each slot, and how they get in."""
    sheet = person_sheet(work, person)
    shown = {one.name: getattr(sheet, one.name) for one in fields(PersonSheet)}
    if not work.actor.is_staff:
        return PersonHistory(**shown)
    pause = pause_of(work, person.email)
    return PersonHistory(
        **shown,
        history=_history(work, person.id),
        last_connection=work.unit.accounts.last_connection(person.id),
        percent=_percent(work, person),
        codes=_codes(work, person.id),
        pause=None if pause is None else PauseView(pause.until, pause.failures, pause.networks),
    )


def _percent(work: Work, person: Person) -> int | None:
    seats = work.seats(person.id)
    seat = seat_of(Standing(person.role, seats), work.today) or next(iter(reversed(seats)), None)
    return None if seat is None else work.record(person.id).percent(work.outline(seat.course_id))


def _codes(work: Work, person: PersonId) -> AccessCodes | None:
    written = work.unit.outbox.list(person, WELCOME.name)
    return AccessCodes(written[-1].state, written[-1].sent) if written else None


def _history(work: Work, person: PersonId) -> tuple[FormerMembership, ...]:
    stays = work.unit.sessions.history(person)
    cards = work.unit.people.cards(_actors(stays))
    return tuple(
        FormerMembership(
            session=stay.session,
            company=stay.company,
            course=stay.course,
            start=stay.start,
            end=stay.end,
            left=stay.left,
            holdings=tuple(_held(holding, cards) for holding in stay.holdings),
        )
        for stay in stays
    )


def _actors(stays: Iterable[MembershipHistory]) -> set[PersonId]:
    held = [holding for stay in stays for holding in stay.holdings]
    return {one for holding in held for one in (holding.opener, holding.closer) if one is not None}


def _held(holding: Holding, cards: Mapping[PersonId, Card]) -> HeldSlot:
    closed = holding.closed_by
    return HeldSlot(
        slot=holding.slot,
        since=holding.since,
        until=holding.until,
        opened_by=holding.opened_by.value,
        closed_by=None if closed is None else closed.shown,
        opener=_who(holding.opener, cards) if holding.opened_by.by_somebody else None,
        closer=_who(holding.closer, cards) if closed is not None and closed.by_somebody else None,
    )


def _who(person: PersonId | None, cards: Mapping[PersonId, Card]) -> str:
    if person is None:
        return STAFF
    return cards[person].email if person in cards else str(person)
