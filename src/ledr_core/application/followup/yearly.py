"""The figures of the yearly report, from the facts of the follow-up (PASS-7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, TypeVar

from ledr_core.application.operating.naming import by_title
from ledr_core.application.operating.values import Range
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import FIRST_YEAR, LAST_YEAR
from ledr_core.domain.kernel.texts import folded
from ledr_core.domain.learning.yearly import Trained, Trainees, trained, trainees
from ledr_core.views.followup import ClientFigures, CourseFigures, YearlyReport

_Key = TypeVar("_Key")
Year = Annotated[int, Range(FIRST_YEAR, LAST_YEAR)]
"""A year of the calendar."""


def yearly_report(work: Work, year: int) -> YearlyReport:
    """The report of a year, as far as it has gone. Raises Invalid for one that is still to come."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), work.today)
    if last < first:
        raise Invalid("year", "in the future", {"value": first, "latest": work.today})
    counted = _trained(work, first, last)
    everybody = trainees(counted)
    courses = {course: by_title(work.outline(course)) for course in {one.stay.course for one in counted}}
    clients = _grouped(counted, lambda one: one.stay.company, lambda company: (company is None, folded(company or "")))
    followed = _grouped(counted, lambda one: courses[one.stay.course], lambda course: (folded(course), course))
    return YearlyReport(
        year=year,
        until=last,
        trainees=everybody.people,
        without_hours=everybody.without_hours,
        hours=everybody.hours,
        by_client=tuple(ClientFigures(company, found.people, found.hours) for company, found in clients),
        by_course=tuple(CourseFigures(course, found.people, found.hours) for course, found in followed),
    )


def _trained(work: Work, first: date, last: date) -> Sequence[Trained]:
    """Who is counted: two statements, and the outlines of the courses followed."""
    by_person = groupby(work.unit.follow_up.stays(first, last), key=lambda stay: stay.person)
    stays = {person: list(own) for person, own in by_person}
    outlines = {course: work.outline(course) for course in {stay.course for own in stays.values() for stay in own}}
    return list(trained(stays, work.unit.follow_up.seen_between(first, last), outlines))


def _grouped(
    counted: Sequence[Trained], key: Callable[[Trained], _Key], order: Callable[[_Key], tuple[object, ...]]
) -> list[tuple[_Key, Trainees]]:
    """The figures of each group, in that order."""
    groups: dict[_Key, list[Trained]] = {}
    for one in counted:
        groups.setdefault(key(one), []).append(one)
    return [(group, trainees(groups[group])) for group in sorted(groups, key=order)]
