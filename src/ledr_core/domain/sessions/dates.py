"""Changing the days of a session and of its members (ACC-10, ACC-11, SES-13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.sessions.members import Member, Period, learning_period, must_not_overlap
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Holding, Opened


def change_start(session: Session, start: date, extend: bool, others: Mapping[PersonId, Sequence[Period]]) -> None:
    """Move the start; the members' only when *extend* says so, and then all of them (ACC-10)."""
    if start > session.end:
        raise Invalid("start", "after the end", {"value": start, "latest": session.end})
    session.start = start
    for member in session.members.values() if extend else ():
        if start > member.end:
            raise Invalid("start", "after the end of a member", {"value": start, "latest": member.end})
        member.start = start
        _must_learn_here_alone(member, others)


def change_end(
    session: Session,
    end: date,
    others: Mapping[PersonId, Sequence[Period]],
    closed: Iterable[Holding],
    at: Moment,
) -> dict[PersonId, date]:
    """Move the end, and with it that of all members; gives the personal ends that it replaces (ACC-11, SES-13).

    Extending an expired session opens again the slots *closed* by its end; members who learn elsewhere by then keep
    their former end.
    """
    latest = max((session.start, *(member.start for member in session.members.values())))
    if end < latest:
        raise Invalid("end", "before the start", {"value": end, "earliest": latest})
    revived = session.expired(at.day)
    shared, session.end = session.end, end
    replaced: dict[PersonId, date] = {}
    for member in session.members.values():
        former, member.end = member.end, end
        try:
            _must_learn_here_alone(member, others)
        except Refused:
            if not revived:
                raise
            member.end = former
        if former not in (shared, member.end):
            replaced[member.person] = former
    if revived and not session.expired(at.day):
        _reopen(session, closed, at)
    return replaced


def change_member_end(
    session: Session, person: PersonId, end: date, others: Mapping[PersonId, Sequence[Period]]
) -> None:
    """Give one member an end of their own; in a slot session within the session's (ACC-11)."""
    member = session.membership_of(person)
    if end < member.start:
        raise Invalid("end", "before the start", {"value": end, "earliest": member.start})
    if session.kind is SessionKind.SLOT and end > session.end:
        facts = {"person": person, "end": end, "session": session.reference, "session_end": session.end}
        raise Refused("ACC-11", "after the session's end", facts)
    member.end = end
    _must_learn_here_alone(member, others)


def _must_learn_here_alone(member: Member, others: Mapping[PersonId, Sequence[Period]]) -> None:
    if member.learns:
        days = learning_period(member.start, member.end, member.enrolled)
        must_not_overlap(member.person, *days, others.get(member.person, ()))


def _reopen(session: Session, closed: Iterable[Holding], at: Moment) -> None:
    for holding in closed:
        member = session.member(holding.person)
        fit = member is not None and member.learns and not member.ended(at.day)
        if fit and not session.holding_of(holding.person) and len(session.holdings) < session.package:
            taken = {held.slot for held in session.holdings}
            slot = session.free_slots()[0] if holding.slot in taken else holding.slot
            session.waiting.remove_if_present(holding.person)
            session.open_holding(slot, holding.person, Opened.REOPENED, at)
