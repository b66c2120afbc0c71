"""Who has ended a course: finished it, or reached the end date, whichever came first (JOB-3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, day_of, stayed_on


@frozen(kw_only=True)
class Attended:
    """A membership by which somebody learns a course or learnt it; without dates, a course finished without any."""

    person: PersonId
    course: CourseId
    finished: datetime | None
    """When the person finished the course."""
    company: CompanyId | None
    start: date | None = None
    end: date | None = None
    left: datetime | None = None


@frozen(kw_only=True)
class Ending:
    """The end of a course for somebody, in the company by which they followed it."""

    person: PersonId
    course: CourseId
    on: date
    finished: bool
    company: CompanyId | None

    @property
    def month(self) -> date:
        """The first day of the month of the end."""
        return self.on.replace(day=1)


def past_month(today: date) -> tuple[date, date]:
    """The first day of the month before, and that of the month that follows it."""
    before = today.replace(day=1)
    return (before - ONE_DAY).replace(day=1), before


def caught_up_from(before: date) -> date:
    """The first day of which an end that was not told is told still: a year, when runs were missed."""
    return before.replace(year=before.year - 1)


def endings(attended: Iterable[Attended], since: date, before: date) -> list[Ending]:
    """The first end of each person and course on one of those days, *before* not among them."""
    first: dict[tuple[PersonId, CourseId], Ending] = {}
    by_course: dict[tuple[PersonId, CourseId], list[Attended]] = {}
    for one in attended:
        by_course.setdefault((one.person, one.course), []).append(one)
    for key, memberships in by_course.items():
        due = [one for one in _ends(memberships) if since <= one.on < before]
        if due:
            first[key] = min(due, key=lambda one: (one.on, not one.finished))
    return list(first.values())


def trained_until(attended: Collection[Attended]) -> date | None:
    """The last day on which somebody learnt or could; None of who left before the start, and of who never learnt."""
    days = [day_of(one.finished) for one in attended if one.finished is not None]
    for one in attended:
        if one.start is not None and one.end is not None:
            last = one.end if one.left is None else min(one.end, day_of(one.left))
            days += [last] if last >= one.start else []
    return max(days, default=None)


def trained_before(people: Iterable[PersonId], attended: Iterable[Attended], day: date) -> list[PersonId]:
    """Those of these people who have not learnt on that day or since; *attended* is what they learnt."""
    by_person: dict[PersonId, list[Attended]] = {}
    for one in attended:
        by_person.setdefault(one.person, []).append(one)
    last = {person: trained_until(by_person.get(person, ())) for person in people}
    return [person for person, until in last.items() if until is None or until < day]


def _ends(memberships: list[Attended]) -> Iterator[Ending]:
    for one in memberships:
        if one.end is not None and (one.left is None or day_of(one.left) > one.end):
            yield Ending(person=one.person, course=one.course, on=one.end, finished=False, company=one.company)
    finished = memberships[0].finished
    if finished is not None:
        on = day_of(finished)
        by = max(memberships, key=lambda one: (_covers(one, on), one.start or date.min))
        yield Ending(person=by.person, course=by.course, on=on, finished=True, company=by.company)


def _covers(one: Attended, day: date) -> bool:
    return one.start is not None and one.end is not None and stayed_on(day, one.start, one.end, one.left)
