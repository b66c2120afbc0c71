"""Enrolling people: accounts made or found, roles given, memberships begun (ROLE-13, SES-16)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Required, TypedDict

from attrs import frozen

from ledr_core.application.operating.values import Email
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role, RoleName
from ledr_core.domain.sessions.members import Period
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.settings import LATE_ENROLMENT_DAYS
from ledr_core.domain.sessions.steering import (
    must_be_a_pilots_to_add,
    must_be_a_pilots_to_change,
    must_be_a_pilots_to_fill,
    must_be_a_pilots_to_give,
)


@frozen
class NewMember:
    """A person to enrol; somebody whose e-mail has an account is enrolled with the names it has (SES-16)."""

    email: Email
    first_name: str | None = None
    last_name: str | None = None
    role: Role | RoleName | None = None
    managers: Sequence[str] | None = None


class NewMemberFields(TypedDict, total=False):
    """The fields of a new member."""

    email: Required[str]
    first_name: str | None
    last_name: str | None
    role: Role | RoleName | None
    managers: Sequence[str] | None


Given = NewMember | NewMemberFields | Mapping[str, str]
"""A member as callers give one: as the value, or as a map of its fields, such as a row of a file."""


def read_members(members: Iterable[Given] | None) -> list[NewMember]:
    """The members, which the border has read already."""
    return [member for member in members or () if isinstance(member, NewMember)]


def enrol(work: Work, session: Session, members: Sequence[NewMember], field: str, *, later: bool) -> list[Enrolled]:
    """Make these people members of a session; *later* when it exists already (SES-5)."""
    _must_be_distinct(members, field)
    enrolling = Enrolling.of(work, session, members, later=later)
    enrolled = [enrolling.enrol(member, f"{field}[{index}]") for index, member in enumerate(members)]
    for one, member in zip(enrolled, members, strict=True):
        enrolling.give_managers(one, member)
    return enrolled


@frozen
class Enrolled:
    """Somebody who was made a member."""

    person: Person
    new: bool
    """Whether they had no account before."""
    former_company: CompanyId | None
    """The company that they leave for the session's."""


@frozen
class Enrolling:
    """Enrols people in a session one by one, knowing what there is about all of them."""

    work: Work
    session: Session
    known: Mapping[str, Person]
    """Those who have an account, by the key of their address."""
    periods: Mapping[PersonId, Sequence[Period]]
    """When they learn elsewhere."""
    changes: Changes
    """What the roles of those who take another one show in."""
    late_days: int | None

    @classmethod
    def of(cls, work: Work, session: Session, members: Sequence[NewMember], *, later: bool) -> Enrolling:
        """What enrols these people; *later* when the session exists already (SES-5)."""
        known = work.unit.people.with_emails(member.email for member in members)
        periods = work.unit.sessions.periods([person.id for person in known.values()], [session.id])
        changing = [
            person.id
            for member in members
            if (person := known.get(address_key(member.email))) and _role_of(member, person) is not person.role
        ]
        late_days = work.setting(LATE_ENROLMENT_DAYS) if later else None
        return cls(work, session, known, periods, Changes.of(work, changing), late_days)

    def enrol(self, member: NewMember, field: str) -> Enrolled:
        """Make somebody a member. Raises Invalid below *field*, and what rules refuse."""
        known = self.known.get(address_key(member.email))
        former, role = (None, None) if known is None else (known.company, known.role)
        person = self._account(member, known, field)
        periods = self.periods.get(person.id, ())
        if known is not None and person.role is not role:  # whoever becomes a learner learns where they were before too
            others = (one for one in self.changes.sessions_of(person.id) if one.id != self.session.id)
            periods = [one.period_of(person.id) for one in others if person.role.learns]
        self.session.enrol(person.id, person.role, periods, self.work.moment, self.late_days)
        join_company(self.work, person, self.session)
        return Enrolled(person, known is None, None if former == person.company else former)

    def _account(self, member: NewMember, person: Person | None, field: str) -> Person:
        role, by_pilot = _role_of(member, person), not self.work.actor.is_staff
        if by_pilot:
            must_be_a_pilots_to_fill(self.session, role)
        if person is None:
            return new_person(self.work, member.email, member.first_name, member.last_name, role, field)
        if by_pilot:
            must_be_a_pilots_to_add(person, self.work.actor.company)
        if not person.name:
            _name(person, member, field)
        if by_pilot:
            must_be_a_pilots_to_change(person, role)
        if person.role is not role:
            self.changes.give_role(person, role)
        return person

    def give_managers(self, enrolled: Enrolled, member: NewMember) -> None:
        """Have their managers manage them, once all are there. Raises NotFound, and what rules refuse."""
        for manager in member.managers or ():
            enrolled.person.add_manager(self.work.person(manager))


def must_give_roles(work: Work, members: Iterable[NewMember]) -> None:
    """Raises Refused ROLE-13 where a pilot gives another role than learner and manager."""
    if not work.actor.is_staff:
        for role in filter(None, (member.role for member in members)):
            must_be_a_pilots_to_give(Role(role))


def join_company(work: Work, person: Person, session: Session) -> None:
    """A member belongs to the session's company, and to no former one (ROLE-12)."""
    if session.company is None or person.company == session.company:
        return
    former, managers = person.company, set(person.managers)
    if person.join(session.company, work.moment) and former is not None:
        end_links(work, person, former, managers)


def end_links(work: Work, person: Person, former: CompanyId, managers: set[PersonId]) -> None:
    """End what tied somebody to the company they have left; who managed them there is kept for its pilots (ROLE-12)."""
    work.unit.endings.keep_managers(person.id, former, managers, work.moment.instant)
    work.unit.teams.part_with(person.id, former)
    work.unit.goals.end(person.id, former)
    work.unit.key_figures.end(person.id)
    for managed in work.unit.people.managed_by(person.id):
        managed.part_from_manager(person.id)


def _must_be_distinct(members: Sequence[NewMember], field: str) -> None:
    seen: dict[str, int] = {}
    for index, member in enumerate(members):
        must_be_the_first(seen, member, index, field)


def must_be_the_first(seen: dict[str, int], member: NewMember, index: int, field: str) -> None:
    """Raises Invalid for an address that is among those *seen*."""
    first = seen.setdefault(address_key(member.email), index)
    if first != index:
        raise Invalid(f"{field}[{index}].email", "given twice", {"value": member.email, "field": field, "first": first})


def give_role(work: Work, person: Person, role: Role) -> list[Session]:
    """Change a person's role in every session they are a member of; gives these (SLOT-10)."""
    return Changes.of(work, [person.id]).give_role(person, role)


@frozen
class Changes:
    """The sessions of people who take another role, and those whom they manage, read together."""

    work: Work
    sessions: Sequence[Session]
    managed: Sequence[Person]

    @staticmethod
    def of(work: Work, people: Sequence[PersonId]) -> Changes:
        """Those of these people; without any, nothing is read."""
        if not people:
            return Changes(work, (), ())
        return Changes(work, work.unit.sessions.of_people(people), work.unit.people.managed_by_any(people))

    def sessions_of(self, person: PersonId) -> list[Session]:
        """The sessions of which somebody was a member."""
        return [session for session in self.sessions if session.member(person) is not None]

    def give_role(self, person: Person, role: Role) -> list[Session]:
        """Change a person's role in every session they are a member of; gives these (SLOT-10)."""
        person.become(role)
        sessions = self.sessions_of(person.id)
        for session in sessions:
            others = [other.period_of(person.id) for other in sessions if other is not session]
            session.role_changed(person.id, role, others, self.work.moment)
        if not role.manages:
            for managed in self.managed:
                managed.part_from_manager(person.id)
        return sessions


def _role_of(member: NewMember, person: Person | None) -> Role:
    """The role that a new member has: the one given, else their own, of visitors and new people the learner's."""
    kept = person.role if person and person.role is not Role.TESTER else Role.LEARNER
    return Role(member.role or kept)


def match_packages(sessions: Iterable[Session], package: int | None, *, left: bool = False) -> None:
    """Take the new package of the licence sessions whose learners changed in number, or were *left* (SES-3).

    Raises Refused SES-3, and Invalid when a package is given and none of them is a licence session.
    """
    licences = [session for session in sessions if session.kind is SessionKind.LICENCE]
    if package is not None and not licences:
        raise Invalid("package", "no licence session")
    for session in licences:
        session.must_match_package(package, left=left)


def _name(visitor: Person, member: NewMember, field: str) -> None:
    """Give names to somebody who registered for a demo with an address alone (ACC-9). Raises Invalid."""
    _must_be_named(member.email, member.first_name, member.last_name, f"{field}.")
    visitor.rename(member.first_name, member.last_name)


def _must_be_named(email: str, first_name: str | None, last_name: str | None, prefix: str) -> None:
    for name, value in (("first_name", first_name), ("last_name", last_name)):
        if value is None:
            raise Invalid(f"{prefix}{name}", "names missing", {"person": email})


def new_person(
    work: Work, email: str, first_name: str | None, last_name: str | None, role: Role, field: str = ""
) -> Person:
    """Make an account. Raises Invalid when a name is missing, Refused ACC-12 when the address has an account."""
    _must_be_named(email, first_name, last_name, f"{field}." if field else "")
    must_be_free(work, email)
    identifier = PersonId(work.ports.chance.identifier())
    person = Person.new(identifier, email, role, work.moment, first_name or "", last_name or "")
    work.unit.people.add(person)
    return person


def must_be_free(work: Work, email: str, but: Person | None = None) -> None:
    """Raises Refused ACC-12 when another account has the address."""
    other = work.unit.people.with_email(email)
    if other is not None and other is not but:
        raise Refused("ACC-12", "address taken", {"email": email})
