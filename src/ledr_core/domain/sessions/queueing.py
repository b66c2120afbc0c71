"""The waiting list and the policy of a session, as people change them (ROT-1, ROT-11, ROT-13)."""

from __future__ import annotations

from datetime import date

from ledr_core.domain.events import PolicyChanged, Unqueued
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.sessions.rotation import Policy
from ledr_core.domain.sessions.sessions import Session, SessionKind


def enqueue(session: Session, person: PersonId, position: int | None, finished: bool, at: Moment) -> None:
    """Put a member who holds no slot in the list (ROT-1). Raises Refused: SES-14, ROT-1, ROT-11."""
    must_be_able_to_wait(session, person, finished, at.day)
    session.queue(person, at, position=position)


def may_wait(session: Session, person: PersonId, finished: bool, today: date) -> bool:
    """Whether somebody may be put in the list (ROT-1)."""
    try:
        must_be_able_to_wait(session, person, finished, today)
    except Refused:
        return False
    return True


def must_be_able_to_wait(session: Session, person: PersonId, finished: bool, today: date) -> None:
    """Raises Refused (SES-14, ROT-1, ROT-11) unless somebody may be put in the list."""
    _must_rotate(session, today)
    member = session.member(person)
    facts: dict[str, object] = {"person": person, "session": session.reference}
    if member is None:
        raise Refused("ROT-1", "not a member", facts)
    if not member.learns:
        raise Refused("ROT-1", "does not learn", facts | {"role": member.role})
    held = session.holding_of(person)
    if held:
        raise Refused("ROT-1", "holds a slot", facts | {"slot": held.slot})
    if person in session.waiting:
        raise Refused("ROT-1", "waits already", facts | {"position": session.waiting.position(person)})
    if member.ended(today):
        raise Refused("ROT-11", "ended", facts | {"end": member.end})
    if finished:
        raise Refused("ROT-11", "finished", facts)


def dequeue(session: Session, person: PersonId, at: Moment) -> None:
    """Take somebody off the list. Raises Refused: SES-14, ROT-1."""
    _must_rotate(session, at.day)
    _must_wait(session, person)
    session.waiting.remove(person)
    session.events.append(Unqueued(at=at.instant, person=person, session=session.id, reason="dequeued"))


def reorder(session: Session, person: PersonId, position: int, at: Moment) -> None:
    """Move somebody who waits to a position. Raises Refused: SES-14, ROT-1; Invalid (position)."""
    _must_rotate(session, at.day)
    _must_wait(session, person)
    session.waiting.move(person, position)


def set_policy(session: Session, policy: Policy, at: Moment) -> None:
    """Rotate otherwise from now on. Raises Refused: SES-14, ROT-1 (not a slot session)."""
    _must_rotate(session, at.day)
    session.policy = policy
    session.events.append(PolicyChanged(at=at.instant, session=session.id, policy=policy.kind))


def queue_first(session: Session, person: PersonId, at: Moment) -> None:
    """Put a learner first in the list whose copy was reopened, when their slot has gone (ROT-13)."""
    member = session.member(person)
    if session.kind is not SessionKind.SLOT or session.expired(at.day) or member is None:
        return
    if not member.learns or member.ended(at.day) or session.holding_of(person) is not None:
        return
    if person in session.waiting:
        session.waiting.move(person, 1)
    else:
        session.queue(person, at, position=1)


def _must_wait(session: Session, person: PersonId) -> None:
    if person not in session.waiting:
        facts = {"person": person, "session": session.reference, "waiting": session.waiting.people()}
        raise Refused("ROT-1", "does not wait", facts)


def _must_rotate(session: Session, today: date) -> None:
    session.must_share_slots("ROT-1")
    session.must_run(today, "SES-14")
