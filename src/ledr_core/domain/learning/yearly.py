"""Whom a year counts as trainees, and for how long, in which of their memberships (PASS-7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from attrs import frozen

from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId
from ledr_core.domain.kernel.moments import day_of, stayed_on
from ledr_core.domain.learning.figures import Reached, watch_seconds

_HOUR: Final = Decimal(3600)


@frozen(kw_only=True)
class Stay:
    """A membership by which somebody learns in a session, or learnt: *left* when it was ended by leaving."""

    person: PersonId
    company: str | None
    """The company of the session; None where a private person bought it (OFFER-3)."""
    course: CourseId
    start: date
    end: date
    left: datetime | None

    def covers(self, day: date) -> bool:
        """Whether they learnt by it on that day."""
        return stayed_on(day, self.start, self.end, self.left)


@frozen
class Trained:
    """Somebody who is counted in a membership, with the time of the lessons that they saw by it in the year."""

    stay: Stay
    seconds: int


def trained(
    stays: Mapping[PersonId, Sequence[Stay]],
    seen: Iterable[tuple[PersonId, Mapping[LessonId, datetime]]],
    outlines: Mapping[CourseId, Outline],
) -> Iterator[Trained]:
    """Who is counted of those who stayed in the year, by what each saw in it.

    A lesson counts once, as in the follow-up, in the membership by which it was seen. Who is a member is counted, as
    the follow-up counts them; whoever has left, in what they saw something by.
    """
    idle = dict(stays)
    for person, lessons in seen:
        own = idle.pop(person, ())
        by_stay: dict[int, set[LessonId]] = {}
        for lesson, at in lessons.items():
            place = _by_which(own, lesson, at, outlines)
            if place is not None:
                by_stay.setdefault(place, set()).add(lesson)
        for place, stay in enumerate(own):
            yield from _counted(stay, by_stay.get(place, set()), outlines)
    for own in idle.values():
        for stay in own:
            yield from _counted(stay, set(), outlines)


def _by_which(
    stays: Sequence[Stay], lesson: LessonId, at: datetime, outlines: Mapping[CourseId, Outline]
) -> int | None:
    """The place of the membership by which a lesson was seen; where none covers the day, that which began last."""
    able = [place for place, stay in enumerate(stays) if lesson in outlines[stay.course].all_lessons]
    if len(able) < 2:
        return able[0] if able else None
    day = day_of(at)
    return max(able, key=lambda place: (stays[place].covers(day), stays[place].left is None, stays[place].start))


def _counted(stay: Stay, lessons: set[LessonId], outlines: Mapping[CourseId, Outline]) -> Iterator[Trained]:
    if lessons or stay.left is None:
        yield Trained(stay, watch_seconds(outlines[stay.course], Reached(lessons, frozenset(), False)))


@frozen
class Trainees:
    """So many people, each counted once, and their hours to the hundredth."""

    people: int
    without_hours: int
    """Of them, those who have seen no lesson in the year."""
    hours: Decimal


def trainees(trained: Iterable[Trained]) -> Trainees:
    """The figures of those counted."""
    seconds: dict[PersonId, int] = {}
    for one in trained:
        seconds[one.stay.person] = seconds.get(one.stay.person, 0) + one.seconds
    hours = (sum(seconds.values()) / _HOUR).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Trainees(len(seconds), sum(not one for one in seconds.values()), hours)
