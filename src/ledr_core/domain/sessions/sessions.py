"""Sessions: contracts whose members share dates, a course and a package (SES), and the slots they share (SLOT, ROT)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Final

from attrs import define, evolve, field

from ledr_core.domain.events import (
    Enrolled,
    Event,
    MemberLeft,
    Queued,
    SlotAssigned,
    SlotReleased,
    Unqueued,
)
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment, months_after
from ledr_core.domain.kernel.texts import folded
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.members import Member, Period, learning_period, must_not_overlap
from ledr_core.domain.sessions.names import SessionKindName
from ledr_core.domain.sessions.rotation import Policy
from ledr_core.domain.sessions.slots import Closed, Holding, Opened
from ledr_core.domain.sessions.waiting import WaitingList

_NUMBER = attrgetter("number")


class SessionKind(StrEnum):
    """What a session sells: a seat for one person each, or seats shared in turn."""

    _value_: SessionKindName

    LICENCE = "licence"
    SLOT = "slot"


MOST_SEATS: Final = 1_000_000
"""Of a session: each slot is counted one by one."""


def _seats(session: Session, _: object, package: int) -> None:
    if not 0 <= package <= MOST_SEATS:
        raise ValueError(f"a package of {package}")


@define
class Session:
    """A contract: people of one company who share dates, a course and a package (SES-1)."""

    id: SessionId
    reference: str
    company: CompanyId | None
    course: CourseId
    kind: SessionKind
    start: date
    end: date
    package: int = field(validator=_seats)
    policy: Policy = field(factory=Policy)
    members: dict[PersonId, Member] = field(factory=dict)
    holdings: list[Holding] = field(factory=list)
    """The open periods of holding; closed ones are history."""
    waiting: WaitingList = field(factory=WaitingList)
    members_enrolled: int = 0
    holdings_opened: int = 0
    next_change_on: date | None = None
    """The first day whose daily run has something to do here."""
    left: list[Member] = field(factory=list)
    """Memberships that ended in this piece of work."""
    closed: list[Holding] = field(factory=list)
    """Holdings that ended in this piece of work."""
    events: list[Event] = field(factory=list, eq=False, repr=False)

    # What it is

    def expired(self, today: date) -> bool:
        """Whether the end date, inclusive, is passed."""
        return today > self.end

    def member(self, person: PersonId) -> Member | None:
        """The membership of a person, when there is one."""
        return self.members.get(person)

    def learners(self) -> list[Member]:
        """The members whose role learns (ROLE-9), in order of enrolment."""
        return [member for member in self.in_order() if member.learns]

    def in_order(self) -> list[Member]:
        """All members in order of enrolment."""
        return sorted(self.members.values(), key=_NUMBER)

    def holding_of(self, person: PersonId) -> Holding | None:
        """The slot that a person holds now, when they do."""
        for holding in self.holdings:
            if holding.person == person:
                return holding
        return None

    def seated(self) -> list[Member]:
        """The members who have a seat, a licence or a slot held, in order of enrolment."""
        if self.kind is SessionKind.LICENCE:
            return self.learners()
        holders = (self.member(holding.person) for holding in self.holdings)
        return sorted((member for member in holders if member and member.learns), key=_NUMBER)

    def holders(self) -> list[PersonId]:
        """Who holds a slot, by slot number."""
        return [holding.person for holding in sorted(self.holdings, key=lambda holding: holding.slot)]

    def free_slots(self, held: Sequence[int] | None = None) -> list[int]:
        """The numbers of the slots that nobody holds, lowest first."""
        taken = [holding.slot for holding in self.holdings] if held is None else held
        free = (slot for slot in range(1, self.package + len(taken) + 1) if slot not in taken)
        return [next(free) for _ in range(self.package - len(taken))]

    @property
    def key(self) -> str:
        """What no two sessions share: their reference, case, accents and form apart (SES-2)."""
        return folded(self.reference)

    def rename(self, reference: str) -> None:
        """Change the reference, which is unique over all sessions (SES-2)."""
        self.reference = reference

    def rehearsed(self) -> Session:
        """One that is the same, on which to see what would happen: whatever becomes of it, this one stays as it is."""
        return evolve(
            self,
            members={person: copy(member) for person, member in self.members.items()},
            holdings=list(map(copy, self.holdings)),
            waiting=WaitingList(list(map(copy, self.waiting))),
            left=list(map(copy, self.left)),
            closed=list(map(copy, self.closed)),
            events=[],
        )

    def must_be_unused(self, used: bool) -> None:
        """Raises Refused SES-15 for a session that somebody has *used*, which is kept as history."""
        if used:
            raise Refused("SES-15", "used", {"session": self.reference, "members": len(self.members)})

    def follow(self, course: CourseId) -> None:
        """Have every member follow another course (SES-9)."""
        self.course = course

    def be_due(self, day: date | None) -> None:
        """Have that day's run look here next, None when there is nothing to do any more."""
        self.next_change_on = day

    def hear_of_finish(self, person: PersonId, today: date) -> None:
        """Have today's run look here when a finished course can move a slot: of a holder, or with people waiting."""
        if self.waiting or self.holding_of(person):
            self.be_due(today if self.next_change_on is None else min(self.next_change_on, today))

    def period_of(self, person: PersonId) -> Period:
        """The days that a member's membership covers (SES-15)."""
        member = self.membership_of(person)
        days = learning_period(member.start, member.end, member.enrolled)
        return Period(self.id, self.reference, person, *days)

    # Members

    def enrol(
        self, person: PersonId, role: Role, others: Iterable[Period], at: Moment, late_days: int | None = None
    ) -> Member:
        """Make a person a member, with the session's dates (ACC-10).

        *others* are the days on which the person learns elsewhere; *late_days* how long after its start a licence
        session takes learners, None when it is being created. Raises Refused: SES-14 when the session has expired,
        SES-5 when it is too late, SES-15 when the person is a member already or learns elsewhere on one of its days.
        """
        self.must_run(at.day, "SES-14")
        self.must_be_new(person)
        if late_days is not None and role.learns:
            self._must_take_learners(at.day, late_days)
        if role.learns:
            must_not_overlap(person, *learning_period(self.start, self.end, at.instant), others)
        self.members_enrolled += 1
        member = Member(self.members_enrolled, person, role, self.start, self.end, at.instant)
        self.members[person] = member
        self.events.append(Enrolled(at=at.instant, person=person, session=self.id, member=member.number))
        return member

    def must_be_new(self, person: PersonId) -> None:
        """Raises Refused SES-15 for somebody who is a member already."""
        if person in self.members:
            raise Refused("SES-15", "a member already", {"person": person, "session": self.reference})

    def _must_take_learners(self, today: date, late_days: int) -> None:
        latest = self.start + late_days * ONE_DAY
        if self.kind is SessionKind.LICENCE and today > latest:
            facts = {"session": self.reference, "start": self.start, "latest": latest, "today": today}
            raise Refused("SES-5", "too late", facts)

    def leave(self, person: PersonId, at: Moment) -> Member:
        """End a membership; its slot and its place in the list go at once (SLOT-10). Raises Refused SES-15."""
        member = self.membership_of(person)
        self._lose_place(person, Closed.LEFT, at)
        member.left = at.instant
        self.left.append(self.members.pop(person))
        self.events.append(MemberLeft(at=at.instant, person=person, session=self.id, member=member.number))
        return member

    def role_changed(self, person: PersonId, role: Role, others: Iterable[Period], at: Moment) -> None:
        """Take note of a member's new role. Losing the learning role releases slot and place at once (SLOT-10)."""
        member = self.membership_of(person)
        learned, member.role = member.learns, role
        if learned and not role.learns:
            self._lose_place(person, Closed.ROLE_LOST, at)
        if role.learns and not learned:
            must_not_overlap(person, *learning_period(member.start, member.end, member.enrolled), others)

    def _lose_place(self, person: PersonId, reason: Closed, at: Moment) -> None:
        if self.holding_of(person):
            self.close_holding(person, reason, at)
        if self.waiting.remove_if_present(person):
            self.events.append(Unqueued(at=at.instant, person=person, session=self.id, reason=reason))

    def must_match_package(self, package: int | None, *, left: bool = False, new: bool = False) -> None:
        """Take the new package of a licence session, which equals its learners. Raises Refused SES-3 otherwise.

        The facts say whether it is the session that people have *left* for another, whose package is given apart, or
        a *new* one, which has no former package.
        """
        if self.kind is SessionKind.SLOT:
            return
        package = self.package if package is None else package
        learners = len(self.learners())
        if package != learners:
            facts: dict[str, object] = {"session": self.reference, "package": package, "learners": learners}
            facts |= {"left": True} if left else {"new": True} if new else {}
            facts |= {} if learners else {"nobody": True}
            raise Refused("SES-3", "package and learners differ", facts)
        self.package = package

    def change_package(self, package: int) -> None:
        """Sell more or fewer seats. Raises Refused: SES-3 (licence), SLOT-6 when fewer than are held."""
        if self.kind is SessionKind.LICENCE:
            self.must_match_package(package)
        elif package < len(self.holdings):
            facts = {"session": self.reference, "package": package, "held": len(self.holdings)}
            raise Refused("SLOT-6", "more slots held", facts | {"holders": self.holders()})
        self.package = package

    # Slots

    def assign(self, person: PersonId, at: Moment) -> Holding:
        """Give a free slot to a waiting or new member, who leaves the list (SLOT-9).

        Raises Refused: SLOT-2 when the session has expired or none is free, SLOT-3 when the person cannot hold one.
        """
        self.must_share_slots("SLOT-2")
        self.must_run(at.day, "SLOT-2")
        self.must_be_able_to_hold(person, at.day)
        free = self.free_slots()
        if not free:
            facts = {"session": self.reference, "package": self.package, "holders": self.holders(), "person": person}
            raise Refused("SLOT-2", "none free", facts)
        self.waiting.remove_if_present(person)
        return self.open_holding(free[0], person, Opened.MANUAL, at)

    def release(self, person: PersonId, at: Moment) -> Holding:
        """Free the slot that a person holds, at once (SLOT-5). Raises Refused SLOT-5 when they hold none."""
        self.must_share_slots("SLOT-5")
        if not self.holding_of(person):
            facts = {"session": self.reference, "person": person, "holders": self.holders()}
            raise Refused("SLOT-5", "holds none", facts)
        return self.close_holding(person, Closed.RELEASED, at)

    def must_share_slots(self, rule: str) -> None:
        """Raises Refused of that rule unless slots are sold here."""
        if self.kind is not SessionKind.SLOT:
            raise Refused(rule, "not a slot session", {"session": self.reference})

    def must_run(self, today: date, rule: str) -> None:
        """Raises Refused with that rule once the session has expired."""
        if self.expired(today):
            raise Refused(rule, "expired", {"session": self.reference, "end": self.end, "today": today})

    def must_be_able_to_hold(self, person: PersonId, today: date) -> None:
        """Raises Refused SLOT-3 unless this is a learning member who holds no slot yet and whose end is not passed."""
        member = self.member(person)
        facts: dict[str, object] = {"person": person, "session": self.reference}
        if member is None:
            raise Refused("SLOT-3", "not a member", facts)
        if not member.learns:
            raise Refused("SLOT-3", "does not learn", facts | {"role": member.role})
        if member.ended(today):
            raise Refused("SLOT-3", "ended", facts | {"end": member.end})
        held = self.holding_of(person)
        if held:
            raise Refused("SLOT-3", "holds one already", facts | {"slot": held.slot})

    def open_holding(self, slot: int, person: PersonId, reason: Opened, at: Moment) -> Holding:
        """Begin a period of holding; whoever decides it has checked that the slot is free."""
        self.holdings_opened += 1
        opener = at.actor if reason.by_somebody else None
        holding = Holding(self.holdings_opened, slot, person, at.instant, reason, opener=opener)
        self.holdings.append(holding)
        self.events.append(
            SlotAssigned(
                at=at.instant, person=person, session=self.id, slot=slot, holding=holding.number, reason=reason
            )
        )
        return holding

    def close_holding(self, person: PersonId, reason: Closed, at: Moment, *, queued: bool = False) -> Holding:
        """End the period of a holder; *queued* when the person goes back to the list."""
        holding = self.holding_of(person)
        if holding is None:
            raise LookupError(person)
        holding.close(at, reason)
        self.holdings.remove(holding)
        self.closed.append(holding)
        self.events.append(
            SlotReleased(
                at=at.instant,
                person=person,
                session=self.id,
                slot=holding.slot,
                holding=holding.number,
                reason=reason.shown,
                queued=queued,
            )
        )
        return holding

    # Waiting list

    def queue(self, person: PersonId, at: Moment, *, position: int | None = None, by_kind_change: bool = False) -> None:
        """Put somebody in the list; whoever decides it has checked that they may wait."""
        self.waiting.add(person, position)
        self.events.append(Queued(at=at.instant, person=person, session=self.id, by_kind_change=by_kind_change))

    # What the daily run does

    def pass_on(
        self,
        slot: int,
        leaving: PersonId | None,
        entering: PersonId | None,
        reason: Closed,
        queue_again: bool,
        at: Moment,
    ) -> None:
        """Change the holder of a slot as the daily run decided (ROT-10); *queue_again* puts the leaver last (ROT-6)."""
        if leaving is not None:
            self.close_holding(leaving, reason, at, queued=queue_again)
        if entering is not None:
            self.waiting.remove(entering)
            self.open_holding(slot, entering, Opened.ROTATION, at)
        if leaving is not None and queue_again:
            self.waiting.add(leaving, by_run=at.day)
            self.events.append(Queued(at=at.instant, person=leaving, session=self.id))

    def take_off_list(self, person: PersonId, reason: Closed, at: Moment) -> None:
        """Take off somebody who cannot be served any more, with the reason (ROT-11)."""
        self.waiting.remove(person)
        self.events.append(Unqueued(at=at.instant, person=person, session=self.id, reason=reason))

    def membership_of(self, person: PersonId) -> Member:
        """The membership of a person. Raises Refused SES-15 when there is none."""
        member = self.member(person)
        if member is None:
            raise Refused("SES-15", "not a member", {"person": person, "session": self.reference})
        return member


def new_session(
    identifier: SessionId,
    reference: str,
    company: CompanyId | None,
    course: CourseId,
    kind: SessionKind,
    start: date,
    end: date | None,
    package: int,
    months: int,
) -> Session:
    """A session without members yet, by default *months* months long (SES-1). Raises Invalid, Refused OFFER-3."""
    end = months_after(start, months) if end is None else end
    if end < start:
        raise Invalid("end", "before the start", {"value": end, "earliest": start})
    if company is None and (kind is not SessionKind.LICENCE or package != 1):
        raise Refused("OFFER-3", "a licence of one", {"kind": kind, "package": package})
    return Session(identifier, reference, company, course, kind, start, end, package)
