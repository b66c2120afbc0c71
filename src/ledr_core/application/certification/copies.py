"""Copies as operations find them: whose, of which course, whether they are open now; and what keeps a case closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ledr_core.application.access.standings import enrolled, must_learn
from ledr_core.application.certification.issuing import revoke
from ledr_core.application.operating.work import HORIZON, Work
from ledr_core.domain.access.standing import Standing, seat_of
from ledr_core.domain.catalogue.catalogue import Course
from ledr_core.domain.certification.certification import Kind
from ledr_core.domain.certification.choosing import copy_open_to, copy_to_ask_for, copy_to_see, is_left_behind
from ledr_core.domain.certification.copies import Copy, State
from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.certification.opening import Opening
from ledr_core.domain.certification.settings import CLOSED_FRIDAYS
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CourseId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.learning.settings import PLACEMENT_REQUIRED
from ledr_core.domain.people.person import Person


def course_of(work: Work, person: Person, reference: str | None) -> Course:
    """The course named, else the one that the person follows. Raises NotFound, Refused ACC-5 for somebody in none."""
    if reference is not None:
        return work.course(reference)
    seat = enrolled(work, person, Standing(person.role, work.seats(person.id)))
    return work.course(seat.course)


def opening_of(work: Work, person: Person, course: Course) -> Opening:
    """All on which it depends whether the person can begin the case of the course."""
    return Opening(
        record=work.record(person.id),
        outline=work.outline(course.id),
        unprepared=unprepared(course, public_case(work, course)),
        placed=is_placed(work, person, course.id),
        copy=work.unit.copies.of(person.id, course.id),
        certification=work.unit.certifications.of(person.id, course.id),
    )


def is_placed(work: Work, person: Person, course: CourseId) -> bool:
    """Whether the case waits for no placement test: it was taken, or the course does not require it.

    It cannot be required of a course about which it asks nothing (TEST-4).
    """
    required = work.setting(PLACEMENT_REQUIRED, course) and bool(work.unit.questions.placing([course]))
    return not required or work.unit.placements.taken(person.email, person.id)


def unprepared(course: Course, case: Case | None) -> tuple[str, ...]:
    """What the certification of a course lacks: backgrounds, and a public case (CERT-4)."""
    return (*course.certificate.missing, *(() if case else ("case",)))


def public_case(work: Work, course: Course) -> Case | None:
    """The case that serves new copies (CASE-6)."""
    return next((case for case in work.unit.catalogue.cases_of(course.id) if case.public), None)


def copy_at_hand(work: Work, person: Person, course: str | None = None) -> Copy | None:
    """The copy that is meant: that of the course named; else that of the present course, an open one, or the last."""
    if course is not None:
        return work.unit.copies.of(person.id, work.course(course).id)
    return copy_to_see(*_copies_of(work, person))


def _copies_of(work: Work, person: Person) -> tuple[list[Copy], CourseId | None]:
    """The copies of a person, and the course that they follow."""
    seat = seat_of(Standing(person.role, work.seats(person.id)), work.today)
    return work.unit.copies.of_person(person.id), None if seat is None else seat.course_id


def copy_to_write(work: Work, person: Person) -> Copy:
    """The copy that the person works on now; past the end date one under rework is open without a slot (CASE-9).

    That of the present course comes before a rework in another; one begun in a course that is not followed any more
    is not open. Raises Refused: ACC-5, ACC-6, CASE-3 when none was begun.
    """
    copies, followed = _copies_of(work, person)
    copy = copy_open_to(copies, followed)
    if copy is not None and copy.state is State.REWORKING:
        end = last_day(work, person, copy.course)
        copy.stays_open(end)
        if end is None or work.today > end:
            return copy
    must_learn(work, person)
    if copy is None or is_left_behind(copy, followed):
        raise Refused("CASE-3", "not begun", {"person": person.id})
    return copy


def copy_to_rework(work: Work, person: Person) -> Copy:
    """The copy that the person asks to rework: one that may be, else the one at hand. Raises Refused CASE-9."""
    copies, followed = _copies_of(work, person)
    ends = {copy.course: last_day(work, person, copy.course) for copy in copies}
    copy = copy_to_ask_for(copies, followed, ends, work.today) or copy_to_see(copies, followed)
    if copy is None:
        raise Refused("CASE-9", "no copy", {"person": person.id})
    return copy


def copy_to_grade(work: Work, person: Person, course: str | None) -> Copy:
    """The copy of the course named; else the one that waits, or the only one. Raises Invalid, Refused CASE-7."""
    copy = _the_copy(work, person, course, lambda one: one.state is State.HANDED_IN)
    if copy is None:
        raise Refused("CASE-7", "no copy", {"person": person.id, "course": course})
    return copy


def graded_copy(work: Work, person: Person, course: str | None) -> Copy:
    """The copy of the course named; else the one that has a grade, or the only one. Raises Invalid, Refused CASE-11."""
    copy = _the_copy(work, person, course, lambda one: one.grade is not None)
    if copy is None:
        raise Refused("CASE-11", "no copy", {"person": person.id, "course": course})
    return copy


def _the_copy(work: Work, person: Person, course: str | None, meant: Callable[[Copy], bool]) -> Copy | None:
    if course is not None:
        return work.unit.copies.of(person.id, work.course(course).id)
    copies = work.unit.copies.of_person(person.id)
    copies = [copy for copy in copies if meant(copy)] or copies
    if len(copies) > 1:
        known = work.unit.catalogue.references([copy.course for copy in copies])
        raise Invalid("course", "several copies", {"choices": sorted(known.values())})
    return copies[0] if copies else None


def last_day(work: Work, person: Person, course: CourseId) -> date | None:
    """The person's own end date in a course, None when they are in none of its sessions."""
    reference = work.unit.catalogue.course(course).reference
    seats = work.seats(person.id)
    return max((seat.member.end for seat in seats if seat.course == reference and seat.member.learns), default=None)


def closed_fridays(work: Work) -> frozenset[date]:
    """The days on which nothing is corrected: public holidays, and those on which the team is away (CASE-7)."""
    holidays = work.ports.holidays.between(work.today - HORIZON * ONE_DAY, work.today + HORIZON * ONE_DAY)
    return holidays | {date.fromisoformat(day) for day in work.setting(CLOSED_FRIDAYS)}


def plan_again(work: Work) -> None:
    """Plan the copies that wait again, now that the team is away on other Fridays (CASE-7)."""
    closed = closed_fridays(work)
    for copy in work.unit.copies.to_correct(date.max):
        copy.plan_again(closed)


def forget_copy(work: Work, copy: Copy) -> None:
    """Delete a copy; its course is unfinished, and its correction proves nothing any more (CASE-10, ACC-13)."""
    work.record(copy.person).reopen(copy.course)
    revoke(work, copy.person, copy.course, Kind.CORRECTION)
    work.unit.copies.remove(copy)
