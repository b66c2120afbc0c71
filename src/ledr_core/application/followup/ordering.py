"""The order of the follow-up, and where a page of it begins (TRACK-2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from ledr_core.application.followup.columns import THEME
from ledr_core.application.followup.reading import Followed, followed
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.sessions.states import LearnerState
from ledr_core.ports.follow_up import Enrolment, EnrolmentId, Order, Which
from ledr_core.ports.paging import Page

_Value = Callable[[Followed], Any]

_READ: Final[Mapping[str, Order]] = {"name": Order.NAME, "last_name": Order.NAME} | {
    order.value: order for order in Order
}
"""The orders that are read from an index, a page at a time."""
_WORKED_OUT: Final[Mapping[str, _Value]] = {
    "first_name": lambda one: one.enrolment.first_name.casefold(),
    "company": lambda one: None if one.enrolment.company is None else one.enrolment.company.casefold(),
    "course": lambda one: one.outline.title.casefold(),
    "managers": lambda one: one.managers or None,
    "slot": lambda one: one.enrolment.slot,
    "state": lambda one: list(LearnerState).index(one.marks.state),
    "inactive": lambda one: not one.marks.inactive,
    "last_lesson_on": lambda one: one.last_lesson_on,
    "certification": lambda one: one.certified and one.certified.grade,
    "lessons_seen": lambda one: one.lessons_seen,
    "percent": lambda one: one.percent,
}
"""Those for which all figures have to be known: whatever the page, they cost as much as the whole table."""
SORTS: Final = (*_READ, *_WORKED_OUT)


@frozen
class Sorted:
    """The order asked for: by an index, or by what is worked out; those of one value by name."""

    order: Order
    value: _Value | None
    descending: bool


def sorted_by(sort: str | None) -> Sorted:
    """The order of that name, the other way round after a `-`; by name without one. Raises Invalid for another."""
    name = (sort or "name").removeprefix("-")
    descending = sort is not None and sort.startswith("-")
    if name in _READ:
        return Sorted(_READ[name], None, descending)
    if name.startswith(THEME):
        return Sorted(Order.NAME, _theme_percent(name.removeprefix(THEME)), descending)
    if name not in _WORKED_OUT:
        raise Invalid("sort", "not one of them", {"value": sort, "choices": [*SORTS, f"{THEME}…"]})
    return Sorted(Order.NAME, _WORKED_OUT[name], descending)


def in_order(work: Work, which: Which, by: Sorted) -> Sequence[Followed]:
    """All learners meant, by what is worked out of them; who has no value comes last."""
    assert by.value is not None
    everybody = list(followed(work, work.unit.follow_up.enrolments(which)))
    some = [one for one in everybody if by.value(one) is not None]
    none = [one for one in everybody if by.value(one) is None]
    return sorted(some, key=by.value, reverse=by.descending) + none


def page_of(work: Work, which: Which, by: Sorted, after: str | None, limit: int | None) -> list[Followed]:
    """The learners on a page. Raises Invalid (`after`) for a row that is not in the list."""
    seen = None if after is None else _seen(work, which, by, after)
    if by.value is None:
        page = Page(seen, limit)
        return list(followed(work, work.unit.follow_up.enrolments(which, by.order, page, descending=by.descending)))
    everybody = in_order(work, which, by)
    begins = 0 if seen is None else 1 + next(n for n, one in enumerate(everybody) if one.enrolment.id == seen)
    return list(everybody[begins:][:limit])


def _seen(work: Work, which: Which, by: Sorted, after: str) -> EnrolmentId:
    """The row that an address names, with the session where somebody has several; the last of them without.

    Somebody unknown and somebody whom the acting person may not follow are looked for and told alike.
    """
    email, _, session = after.partition(" ")
    person = work.unit.people.with_email(email)
    own = evolve(which, person=person.id if person else PersonId(""))
    rows: list[Enrolment] = work.unit.follow_up.enrolments(own, by.order, descending=by.descending)
    named = [row for row in rows if session in ("", row.session)]
    if not named:
        raise Invalid("after", "no row of the list", {"value": after})
    return named[-1].id


def _theme_percent(reference: str) -> _Value:
    def value(one: Followed) -> int | None:
        theme = next((theme for theme in one.outline.themes if theme.reference == reference), None)
        return None if theme is None else one.themes[theme.id]

    return value
