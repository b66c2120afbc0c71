"""Whether the ground of a message still holds when it is handed over, one function a kind (NOTE-8).

Each gives why it holds no more, or None. What nobody could have foreseen when the message was written counts: a slot
passed on, an end moved, a connection. What has merely happened since, and stays true, does not.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum

from attrs import frozen

from ledr_core.domain.access.standing import Standing, accesses
from ledr_core.domain.certification.copies import Copy
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.organisation.key_figures import KeyFigures
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Space
from ledr_core.domain.sessions.daily import AT_ENROLMENT
from ledr_core.domain.sessions.members import Member
from ledr_core.domain.sessions.reminders import quiet_since
from ledr_core.domain.sessions.rotation import PolicyKind, turn_over_on
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.slots import Holding


class Withdrawal(StrEnum):
    """Why a message is withdrawn instead of handed over."""

    SESSION_GONE = "the session is gone"
    NOT_MEMBER = "no longer a member"
    ENDED = "the end date is passed"
    SLOT_NOT_HELD = "the slot is held no more"
    SLOT_HELD_AGAIN = "a slot is held again"
    TURN_GOES_ON = "the turn does not end then"
    NOT_WAITING = "no longer waiting"
    DAY_CHANGED = "another day was chosen"
    END_MOVED = "the end date was moved"
    FINISHED = "the course is finished"
    CONNECTED = "connected since"
    NO_SPACE = "no space is open"
    LINK_USED = "the link was used"
    LINK_EXPIRED = "the link has expired"
    CERTIFICATE_DELETED = "the certificate was deleted"
    COPY_DELETED = "the copy was deleted"
    CORRECTION_REPLACED = "another correction came after"
    NOT_MANAGED = "no longer the manager"
    NO_TEAM = "follows nobody any more"
    NO_FIGURES = "follows these figures no more"
    LEFT_ORGANISATION = "no longer of the organisation"
    NO_NUMBER = "no phone number"
    NO_SMS = "SMS are not consented to"
    NO_COMMUNITY_EMAILS = "e-mails about the community are off"
    ERASED = "the person was erased"


@frozen
class Told:
    """Which correction of a copy a message tells: that of a round, after so many amendments (CASE-9, CASE-11)."""

    round: int
    amendments: int

    @staticmethod
    def of(copy: Copy) -> Told:
        """The correction that counts now."""
        return Told(copy.graded_round, len(copy.amendments))


def slot_given(session: Session, person: PersonId, slot: int, holding: int | None) -> Withdrawal | None:
    """Somebody holds that very slot, since that very allocation where it is known."""
    return None if _held(session, person, slot, holding) else Withdrawal.SLOT_NOT_HELD


def slot_soon(
    session: Session, person: PersonId, slot: int, holding: int | None, due: date, calendar: Calendar, today: date
) -> Withdrawal | None:
    """The slot is held, its turn ends on the day told, which is not passed, and somebody waits for it (ROT-12)."""
    held = _held(session, person, slot, holding)
    if held is None:
        return Withdrawal.SLOT_NOT_HELD
    paced = session.policy.kind is PolicyKind.PACED
    if not paced or not len(session.waiting) or due < today or turn_over_on(session, held, calendar) != due:
        return Withdrawal.TURN_GOES_ON
    return None


def slot_taken(session: Session, person: PersonId) -> Withdrawal | None:
    """That a slot is gone stays true, but for somebody who holds one again."""
    return Withdrawal.SLOT_HELD_AGAIN if session.holding_of(person) else None


def waiting(session: Session, person: PersonId) -> Withdrawal | None:
    """Somebody is still in the waiting list."""
    return Withdrawal.NOT_WAITING if session.waiting.position(person) is None else None


def end_reminder(session: Session, person: PersonId, end: date, *, finished: bool, today: date) -> Withdrawal | None:
    """The membership lasts, and ends on the day told; the course is not finished (JOB-5)."""
    member = session.member(person)
    if member is None or member.left is not None:
        return Withdrawal.NOT_MEMBER
    if member.end != end:
        return Withdrawal.END_MOVED
    if member.ended(today):
        return Withdrawal.ENDED
    return Withdrawal.FINISHED if finished else None


def inactivity(
    session: Session, person: PersonId, since: date, connected: date | None, *, finished: bool, today: date
) -> Withdrawal | None:
    """Quiet since the day told, with a membership that lasts and, where they are shared, a slot (TRACK-6)."""
    member = session.member(person)
    if member is None or member.left is not None:
        return Withdrawal.NOT_MEMBER
    if member.ended(today):
        return Withdrawal.ENDED
    if finished:
        return Withdrawal.FINISHED
    if member not in list(session.seated()):
        return Withdrawal.SLOT_NOT_HELD
    holding = session.holding_of(person)
    quiet = quiet_since(member.start, connected, holding.day if holding else None)
    return Withdrawal.CONNECTED if quiet > since else None


def welcome(standing: Standing, member: int | None, session: str | None, today: date) -> Withdrawal | None:
    """Some space is open or may yet open, or the membership that is welcomed has not ended: it may wait for a slot.

    See ACC-15.
    """
    if any(verdict.open for verdict in accesses(standing, today)):
        return None
    if session is None:
        return None if space_ahead(standing, today) else Withdrawal.NO_SPACE
    own = _membership(standing, member, session)
    if own is None:
        return Withdrawal.NOT_MEMBER
    return Withdrawal.ENDED if own.ended(today) else None


def space_ahead(standing: Standing, today: date) -> bool:
    """Whether no space is open and one may open by itself: that of a pilot or manager, with a session (ACC-15)."""
    if any(verdict.open for verdict in accesses(standing, today)):
        return False
    return bool(AT_ENROLMENT.intersection(standing.role.spaces))


def first_day_ahead(standing: Standing, member: int | None, session: str | None, today: date) -> date | None:
    """The first day of a membership that is welcomed, where it was moved since and is to come: never before (ACC-2)."""
    own = _membership(standing, member, session)
    if own is None or own.start <= today or any(verdict.open for verdict in accesses(standing, today)):
        return None
    return own.start


def demo(day: date, chosen: date | None, standing: Standing, today: date) -> Withdrawal | None:
    """The one day of a look around is the one chosen and not passed, or another space is open meanwhile (ACC-9)."""
    if chosen not in (None, day):
        return Withdrawal.DAY_CHANGED
    others = [verdict for verdict in accesses(standing, today) if verdict.open and verdict.space is not Space.DEMO]
    return Withdrawal.ENDED if today > day and not others else None


def link(expires: datetime | None, now: datetime, *, used: bool) -> Withdrawal | None:
    """A link that opens a door once is neither used nor expired (ACC-3, INV-3)."""
    if used:
        return Withdrawal.LINK_USED
    return Withdrawal.LINK_EXPIRED if expires is not None and expires <= now else None


def certified(copy: Copy | None, told: Told | None, *, awarded: bool, certificate_kept: bool) -> Withdrawal | None:
    """The copy has the correction that is told, and there is the certificate if one was awarded (CASE-10, CERT-7).

    A correction that another has replaced is told no more: the message of the other tells all (CASE-11).
    """
    if copy is None:
        return Withdrawal.COPY_DELETED
    if told is not None and told != Told.of(copy):
        return Withdrawal.CORRECTION_REPLACED
    return Withdrawal.CERTIFICATE_DELETED if awarded and not certificate_kept else None


def manager_certified(managers: Sequence[PersonId], manager: PersonId, *, certificate_kept: bool) -> Withdrawal | None:
    """The certificate is there, and the manager still is theirs (CERT-3, ROLE-4)."""
    if not certificate_kept:
        return Withdrawal.CERTIFICATE_DELETED
    return None if manager in managers else Withdrawal.NOT_MANAGED


def following(told: Collection[PersonId], followed: Collection[PersonId]) -> Withdrawal | None:
    """Of those of whom a report tells somebody follows one at least still (ROLE-4, ROLE-6)."""
    return Withdrawal.NO_TEAM if told and not set(told) & set(followed) else None


def key_figures(person: Person, company: CompanyId, chosen: KeyFigures | None) -> Withdrawal | None:
    """Somebody follows the figures of that organisation still, by their role and by choice, and is mailed (TEAM-8)."""
    if chosen is None or chosen.company != company or chosen.every is None or not person.follows_figures_of(company):
        return Withdrawal.NO_FIGURES
    return None


def to_member(person: PersonId, members: Collection[PersonId]) -> Withdrawal | None:
    """Whom an organisation writes to is among its members still (TEAM-5, TEAM-6)."""
    return None if person in members else Withdrawal.LEFT_ORGANISATION


def sms(person: Person) -> Withdrawal | None:
    """An SMS needs a number and consent (NOTE-2)."""
    if not person.phone:
        return Withdrawal.NO_NUMBER
    return None if person.sms else Withdrawal.NO_SMS


def community(person: Person) -> Withdrawal | None:
    """E-mails about the community are wanted (NOTE-3)."""
    return None if person.community_emails else Withdrawal.NO_COMMUNITY_EMAILS


def silent_since(created: datetime, days: int) -> date:
    """The day of which a reminder of inactivity speaks."""
    return date.fromordinal(day_of(created).toordinal() - days)


def _membership(standing: Standing, number: int | None, session: str | None) -> Member | None:
    own = (seat.member for seat in standing.seats if seat.session == session and seat.member.number == number)
    return next(own, None)


def _held(session: Session, person: PersonId, slot: int, number: int | None) -> Holding | None:
    held = session.holding_of(person)
    if held is None or held.slot != slot or number not in (None, held.number):
        return None
    return held
