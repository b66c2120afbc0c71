"""Changing what a session sells: licences for slots, or slots for licences (SES-12)."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date

from ledr_core.domain.events import Unqueued
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.sessions.rotation import Policy, unfit
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Closed, Opened


def become_licence(session: Session, package: int, at: Moment) -> None:
    """Give everybody a seat: list and policy go. Raises Refused SES-12 unless the package equals the learners."""
    _must_change(session, SessionKind.LICENCE, at.day)
    learners, facts = len(session.learners()), {"session": session.reference}
    if package != learners:
        raise Refused("SES-12", "package and learners differ", facts | {"package": package, "learners": learners})
    for person in session.holders():
        session.close_holding(person, Closed.KIND_CHANGE, at)
    for person in session.waiting.people():
        session.events.append(Unqueued(at=at.instant, person=person, session=session.id, reason=Closed.KIND_CHANGE))
    session.waiting.clear()
    session.kind, session.package, session.policy = SessionKind.LICENCE, package, Policy()


def become_slot(
    session: Session, package: int, holders: Sequence[PersonId] | None, finished: Container[PersonId], at: Moment
) -> None:
    """Share seats: the named *holders* hold them, the unfinished others wait in order of enrolment.

    Raises Refused: SES-12 when the holders are not named or are more than the package, SLOT-3 for one who cannot hold.
    """
    _must_change(session, SessionKind.SLOT, at.day)
    if holders is None:
        raise Refused("SES-12", "holders not named", {"session": session.reference, "package": package})
    if len(holders) > package:
        raise Refused(
            "SES-12",
            "more holders than slots",
            {"session": session.reference, "package": package, "holders": list(holders)},
        )
    session.kind, session.package, session.policy = SessionKind.SLOT, package, Policy()
    for member in session.members.values():
        member.end = min(member.end, session.end)
    for person in holders:
        session.must_be_able_to_hold(person, at.day)
        session.open_holding(session.free_slots()[0], person, Opened.KIND_CHANGE, at)
    for member in session.in_order():
        fit = unfit(member, member.person in finished, at.day) is None
        if fit and not session.holding_of(member.person):
            session.queue(member.person, at, by_kind_change=True)


def _must_change(session: Session, kind: SessionKind, today: date) -> None:
    if session.kind is kind:
        raise Refused("SES-12", "of that kind already", {"session": session.reference, "kind": kind})
    session.must_run(today, "SES-14")
