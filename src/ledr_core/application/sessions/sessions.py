"""Contracts: who learns what, from when to when, on how many seats. See the rules SES, ACC-10 and ACC-11."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated

from ledr_core.application.operating.naming import Named
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import PILOT
from ledr_core.application.operating.settling import settle
from ledr_core.application.operating.values import Count, Day, LastSeen, Limit, Positive
from ledr_core.application.sessions.adding import added, previewed
from ledr_core.application.sessions.enrolment import (
    Given,
    enrol,
    join_company,
    match_packages,
    read_members,
)
from ledr_core.application.sessions.sheets import dates_changed, members_added, session_sheet
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.kernel.moments import read_day
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.dates import change_end, change_member_end, change_start
from ledr_core.domain.sessions.kind_change import become_licence, become_slot
from ledr_core.domain.sessions.members import Period
from ledr_core.domain.sessions.moving import session_to_leave
from ledr_core.domain.sessions.names import SessionKindName
from ledr_core.domain.sessions.sessions import Session, SessionKind, new_session
from ledr_core.domain.sessions.settings import LATE_ENROLMENT_DAYS, SESSION_MONTHS
from ledr_core.domain.sessions.steering import must_be_a_pilots_to_fill
from ledr_core.ports.paging import Page
from ledr_core.views.nothing import Nothing
from ledr_core.views.sessions import DatesChanged, MembersAdded, SessionItem, SessionSheet


class Sessions(Area):
    """Contracts: who learns what, from when to when, on how many seats."""

    name = "sessions"

    @operation(rule="ROLE-13")
    def create(
        self,
        *,
        by: str,
        reference: str,
        course: str,
        kind: SessionKind | SessionKindName,
        start: Day,
        package: Positive,
        company: str | None = None,
        end: Day | None = None,
        members: Sequence[Given] | None = None,
    ) -> SessionSheet:
        """Make a session, with its members if they are known; 12 months long unless an end is given (SES-1).

        A licence session's package equals its learners (SES-3); without a company it is a licence of one (OFFER-3).

        Example: ledr sessions create "Manpower - Lyon" --company Manpower --course recruter --kind slot
        --start 2026-12-01 --package 3
        """
        contract = self._new(reference, company, course, SessionKind(kind), start, end, package)
        self.work.unit.sessions.add(contract)
        enrol(self.work, contract, read_members(members), "members", later=False)
        contract.must_match_package(None, new=True)
        return session_sheet(self.work, contract)

    @operation(rule="ROLE-13")
    def compose(
        self,
        *,
        by: str,
        reference: str,
        company: str,
        course: str,
        start: Day,
        package: Positive,
        end: Day | None = None,
        new: Sequence[Given] | None = None,
        moved: Sequence[str] | None = None,
        packages: Mapping[str, Count] | None = None,
    ) -> SessionSheet:
        """Make a licence session of new people and people moved from other sessions, all or nothing (SES-11).

        `packages` gives the new package of each licence session that somebody leaves.

        Example: ledr sessions compose "Lyon 2027" Manpower recruter 2027-01-04 2 --moved lea@manpower.example
        --new email=zoe@manpower.example,first_name=Zoé,last_name=Roux --packages "Lyon=3"
        """
        contract = self._new(reference, company, course, SessionKind.LICENCE, start, end, package)
        self.work.unit.sessions.add(contract)
        people = [self.work.person(email) for email in moved or ()]
        left = {former.reference: former for person in people for former in self._leave(person, contract, None)}
        for name in packages or {}:
            if name not in left:
                raise Invalid(f"packages.{name}", "nobody moved from there", {"choices": sorted(left)})
        for former in left.values():
            match_packages([former], (packages or {}).get(former.reference), left=True)
        settle(self.work)
        for person in people:
            self._enter(person, contract, later=False)
        enrol(self.work, contract, read_members(new), "new", later=False)
        contract.must_match_package(None, new=True)
        return session_sheet(self.work, contract)

    @operation(rule="ROLE-13", may=PILOT)
    def add_members(
        self,
        *,
        by: str,
        session: str,
        members: Sequence[Given],
        package: Count | None = None,
        preview: bool = False,
    ) -> MembersAdded:
        """Enrol people; an e-mail that has an account is enrolled with the names it has (SES-16).

        Pilots add learners and managers to slot sessions (SES-6); a licence session takes learners until shortly after
        its start, with its new package (SES-3, SES-5). `without_slot` names the new learners for whom no slot is free:
        they can be put in the waiting list (SLOT-9). `outcomes` says of each whether an account was made, or another
        company left. With `preview` nothing is done: it says what would be, and who is refused by which rule.

        Example: ledr sessions add-members "Manpower - Lyon"
        --members email=lea@manpower.example,first_name=Léa,last_name=Martin
        """
        if not members:
            raise Invalid("members", "nobody given")
        return (previewed if preview else added)(self.work, session, read_members(members), package)

    @operation(rule="ROLE-13", may=PILOT)
    def move_member(
        self,
        *,
        by: str,
        person: str,
        session: str,
        package: Count | None = None,
        former_package: Count | None = None,
    ) -> MembersAdded:
        """Move somebody from the session they are in to another; slot and place in the list end (SES-15).

        Example: ledr sessions move-member lea@manpower.example "Manpower - Paris"
        """
        contract = self.work.session(session)
        found = self.work.person(person)
        self._must_be_mine(contract, found)
        contract.must_be_new(found.id)
        for former in self._leave(found, contract, former_package):
            self._must_be_mine(former, found)
            match_packages([former], former_package, left=True)
        settle(self.work)
        free = len(contract.free_slots())
        self._enter(found, contract, later=True)
        match_packages([contract], package)
        return members_added(self.work, contract, [found.id], free)

    @operation(rule="ROLE-13", may=PILOT, destructive=True)
    def remove_member(self, *, by: str, session: str, person: str, package: Count | None = None) -> SessionSheet:
        """End a membership; it is kept as history, slot and place in the list end at once (SLOT-10).

        Example: ledr --yes sessions remove-member "Manpower - Lyon" lea@manpower.example
        """
        contract = self.work.session(session)
        found = self.work.person(person, contract)
        self._must_be_mine(contract, found)
        contract.leave(found.id, self.work.moment)
        match_packages([contract], package)
        return session_sheet(self.work, contract)

    @operation(rule="ROLE-13")
    def change_dates(
        self,
        *,
        by: str,
        session: str,
        start: Day | None = None,
        end: Day | None = None,
        extend_to_members: bool = False,
    ) -> DatesChanged:
        """Move the start or the end. The end moves that of all members; the start theirs only when asked (ACC-10, 11).

        Extending an expired session gives the slots that its end closed back to their holders; `replaced` names the
        members who had an end of their own, which the new one replaces (SES-13).

        Example: ledr sessions change-dates "Manpower - Lyon" --end 2027-12-31
        """
        if start is None and end is None:
            raise Invalid("end", "nothing to change")
        contract = self.work.session(session)
        others = self._elsewhere(contract)
        replaced: Mapping[PersonId, date] = {}
        if end is not None:
            closed = self.work.unit.sessions.closed_by_expiry(contract.id)
            day = read_day(end, "end")
            if start is not None and read_day(start, "start") > day:
                raise Invalid("end", "before the start", {"value": day, "earliest": start})
            replaced = change_end(contract, day, others, closed, self.work.moment)
        if start is not None:
            change_start(contract, read_day(start, "start"), extend_to_members, others)
        return dates_changed(self.work, contract, replaced)

    @operation(rule="ROLE-13")
    def change_member_end(self, *, by: str, session: str, person: str, end: Day) -> SessionSheet:
        """Give one member an end of their own; in a slot session within the session's (ACC-11).

        Example: ledr sessions change-member-end "Manpower - Lyon" lea@manpower.example 2027-06-30
        """
        contract = self.work.session(session)
        found = self.work.person(person, contract)
        change_member_end(contract, found.id, read_day(end, "end"), self._elsewhere(contract))
        return session_sheet(self.work, contract)

    @operation(rule="ROLE-13", destructive=True)
    def change_kind(
        self,
        *,
        by: str,
        session: str,
        kind: SessionKind | SessionKindName,
        package: Positive,
        holders: Sequence[str] | None = None,
    ) -> SessionSheet:
        """Sell slots in place of licences, or the other way round (SES-12).

        To licence: the package equals the learners. To slot: name the holders; the unfinished others wait.

        Example: ledr --yes sessions change-kind "Manpower - Lyon" slot 2 --holders lea@manpower.example
        """
        contract = self.work.session(session)
        if SessionKind(kind) is SessionKind.LICENCE:
            if holders:
                raise Invalid("holders", "no slots in a licence session")
            become_licence(contract, package, self.work.moment)
        else:
            named = None if holders is None else [self.work.person(email, contract).id for email in holders]
            become_slot(contract, package, named, self.work.finished(contract), self.work.moment)
        return session_sheet(self.work, contract)

    @operation(rule="ROLE-13")
    def change_package(self, *, by: str, session: str, package: Positive) -> SessionSheet:
        """Sell more or fewer slots; a licence session's package follows its learners (SES-3, SLOT-6).

        Example: ledr sessions change-package "Manpower - Lyon" 4
        """
        contract = self.work.session(session)
        contract.change_package(package)
        return session_sheet(self.work, contract)

    @operation(rule="ROLE-13")
    def change_course(self, *, by: str, session: str, course: str) -> SessionSheet:
        """Have every member follow another course; what they did is kept, and counts in it (SES-9, SES-10).

        Example: ledr sessions change-course "Manpower - Lyon" sourcing
        """
        contract = self.work.session(session)
        contract.follow(self.work.course(course).id)
        settle(self.work)
        outline = self.work.outline(contract.course)
        learners = [member.person for member in contract.learners()]
        for record in self.work.records(learners).values():
            if record.begun:
                record.review(outline, self.work.moment)
        return session_sheet(self.work, contract)

    @operation(rule="ROLE-13")
    def rename(self, *, by: str, session: str, reference: str) -> SessionSheet:
        """Give a session another reference, unique over all sessions (SES-2).

        Example: ledr sessions rename "Manpower - Lyon" "Manpower - Lyon 2027"
        """
        contract = self.work.session(session)
        self._must_be_new(reference, but=contract)
        contract.rename(reference)
        return session_sheet(self.work, contract)

    @operation(rule="ROLE-13", destructive=True)
    def delete(self, *, by: str, session: str) -> Nothing:
        """Delete a session that nobody has used; others are kept as history (SES-15).

        Example: ledr --yes sessions delete "Manpower - Lyon"
        """
        contract = self.work.session(session)
        contract.must_be_unused(self.work.unit.sessions.used(contract.id))
        self.work.unit.sessions.remove(contract)
        return Nothing()

    @operation(may=PILOT, reads=True)
    def show(self, *, by: str, session: str) -> SessionSheet:
        """A session with its members, holders and waiting list.

        Example: ledr sessions show "Manpower - Lyon"
        """
        return session_sheet(self.work, self.work.session(session))

    @operation(may=PILOT, reads=True)
    def list(
        self,
        *,
        by: str,
        company: str | None = None,
        expired: bool | None = None,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("reference")] | None = None,
    ) -> tuple[SessionItem, ...]:
        """Sessions by start, those that have expired or have not by end; a pilot's own company's only.

        Example: ledr sessions list --company Manpower
        """
        own = None if self.work.actor.is_staff else self.work.actor.company
        if not self.work.actor.is_staff and company is None and own is None:
            return ()
        identifier = self.work.company(company).id if company is not None else own
        page = Page(None if after is None else self.work.session(after).id, limit)
        rows = self.work.unit.readings.sessions(identifier, expired, self.work.today, page=page)
        return tuple(
            SessionItem(
                row.reference,
                row.company,
                Named(row.course, row.course_title),
                row.kind,
                row.start,
                row.end,
                row.package,
                row.members,
                row.held,
                row.waiting,
                row.end < self.work.today,
            )
            for row in rows
        )

    # Parts

    def _new(
        self,
        reference: str,
        company: str | None,
        course: str,
        kind: SessionKind,
        start: Day,
        end: Day | None,
        package: int,
    ) -> Session:
        owner = None if company is None else self.work.company(company).id
        followed = self.work.course(course).id
        contract = new_session(
            SessionId(self.work.ports.chance.identifier()),
            reference,
            owner,
            followed,
            kind,
            read_day(start, "start"),
            None if end is None else read_day(end, "end"),
            package,
            self.work.setting(SESSION_MONTHS),
        )
        self._must_be_new(reference)
        return contract

    def _must_be_new(self, reference: str, but: Session | None = None) -> None:
        other = self.work.unit.sessions.named(reference)
        if other is not None and other is not but:
            raise Refused("SES-2", "reference taken", {"session": reference})

    def _elsewhere(self, contract: Session) -> Mapping[PersonId, Sequence[Period]]:
        return self.work.unit.sessions.periods(list(contract.members), [contract.id])

    def _leave(self, person: Person, target: Session, package: int | None) -> Iterable[Session]:
        """End the membership that a move replaces: the one that runs today, else the one in the way, else the last."""
        sessions = (one for one in self.work.unit.sessions.of_person(person.id) if one is not target)
        former = session_to_leave(sessions, person.id, self.work.today)
        former.leave(person.id, self.work.moment)
        return [former]

    def _enter(self, person: Person, contract: Session, *, later: bool) -> None:
        others = self.work.unit.sessions.periods([person.id], [contract.id]).get(person.id, ())
        late_days = self.work.setting(LATE_ENROLMENT_DAYS) if later else None
        contract.enrol(person.id, person.role, others, self.work.moment, late_days)
        join_company(self.work, person, contract)

    def _must_be_mine(self, contract: Session, person: Person) -> None:
        """Members of licence sessions are staff's. Raises Refused SES-5 or SES-7."""
        if not self.work.actor.is_staff:
            must_be_a_pilots_to_fill(contract, person.role)
