"""Why somebody has no welcome: its first day has not come, or it never was due (ACC-2, ACC-15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from ledr_core.domain.messages.diagnosis import Likely
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.daily import AT_ENROLMENT, first_day
from ledr_core.domain.sessions.members import Member
from ledr_core.domain.sessions.rotation import PolicyKind
from ledr_core.domain.sessions.sessions import Session


@frozen
class Place:
    """A membership that has not been welcomed, and what is expected of its place in the list."""

    session: Session
    member: Member
    expected: date | None = None
    """The day on which somebody who waits is expected to hold a slot."""
    holders: Sequence[str] = ()
    """Who holds the slots of the session, by e-mail; nobody where whoever asks may not know."""


def due_without_session(person: Person, today: date) -> bool:
    """Whether somebody has a space by today that needs no session, and has not been welcomed (ACC-15)."""
    if person.welcomed:
        return False
    if person.demo_day is not None:
        return person.role is Role.TESTER and person.demo_day == today
    return bool(AT_ENROLMENT.intersection(person.role.spaces))


def no_welcome_yet(person: Person, places: Sequence[Place], today: date) -> Likely:
    """Why a person has no welcome; *places* are their present memberships that have not been welcomed."""
    reasons = [_in_session(place, person, today) for place in places]
    for ground in ("daily run to come", "first day ahead", "no slot yet", "never due"):
        for reason in reasons:
            if reason.ground == ground:
                return reason
    return _without_session(person, today)


def _in_session(place: Place, person: Person, today: date) -> Likely:
    session, member = place.session, place.member
    named: dict[str, object] = {"session": session.reference}
    first = first_day(session, member)
    if member.end < max(first or today, today):
        return Likely("never due", named | {"end": member.end})
    if first is None:
        named |= {"person": person.email, "position": session.waiting.position(member.person)}
        free, by_hand = next(iter(session.free_slots()), None), session.policy.kind is PolicyKind.MANUAL
        named |= {"free": free, "holders": [] if free else list(place.holders), "by_hand": by_hand or None}
        return Likely("no slot yet", named | {"expected": place.expected, "start": member.start})
    return Likely("first day ahead" if first > today else "daily run to come", named | {"day": first})


def _without_session(person: Person, today: date) -> Likely:
    if AT_ENROLMENT.intersection(person.role.spaces):
        return Likely("daily run to come", {"day": person.enrolment_day()})
    if person.role is not Role.TESTER:
        return Likely("not enrolled", {"person": person.email})
    day = person.demo_day
    if day is None or day < today:
        return Likely("no demo day", {"person": person.email, "day": day})
    return Likely("first day ahead" if day > today else "daily run to come", {"day": day})
