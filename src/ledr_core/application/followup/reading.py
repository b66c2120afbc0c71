"""The figures of learners in their sessions: the one reading behind tables, files, reports, audiences and counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import frozen

from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.identifiers import CourseId, PersonId, ThemeId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.learning.figures import Reached, course_percent, lessons_seen, theme_percents, watch_seconds
from ledr_core.domain.sessions.settings import INACTIVITY_DAYS
from ledr_core.domain.sessions.states import Marks, Presence, marks
from ledr_core.ports.follow_up import Awarded, Enrolment, Learnt, Order, Which
from ledr_core.ports.paging import Page

AT_ONCE = 1_000
"""Learners that are read together where they are not all wanted at once, as for a file."""
_NOTHING = Learnt()


@frozen(kw_only=True)
class Followed:
    """Somebody in a session, with the figures of its course as of today (TRACK-1, TRACK-6)."""

    enrolment: Enrolment
    outline: Outline
    managers: tuple[str, ...]
    last_lesson_on: date | None
    finished_on: date | None
    certified: Awarded | None
    lessons_seen: int
    watch_seconds: int
    themes: Mapping[ThemeId, int]
    """How far they are with each theme, in percent."""
    percent: int
    connected: date | None
    """The day of the last connection."""
    marks: Marks


def all_followed(
    work: Work, which: Which, order: Order = Order.NAME, *, descending: bool = False
) -> Iterator[Followed]:
    """The learners meant with their figures, read so many at a time as they are asked for."""
    page: list[Enrolment] = []
    while not page or len(page) == AT_ONCE:
        after = page[-1].id if page else None
        page = work.unit.follow_up.enrolments(which, order, Page(after, AT_ONCE), descending=descending)
        yield from followed(work, page)
        if not page:
            return


def followed(work: Work, enrolments: Sequence[Enrolment]) -> Iterator[Followed]:
    """These enrolments with their figures: three statements, three more a course, and its outline."""
    reading = _Reading.of(work, enrolments)
    return map(reading.of_one, enrolments)


@frozen
class _Reading:
    """What was read of several people, of whom each is looked at in turn."""

    today: date
    quiet_days: int
    outlines: Mapping[CourseId, Outline]
    learnt: Mapping[CourseId, Mapping[PersonId, Learnt]]
    managers: Mapping[PersonId, tuple[str, ...]]
    connected: Mapping[PersonId, date]
    certified: Mapping[tuple[PersonId, CourseId], Awarded]

    @staticmethod
    def of(work: Work, enrolments: Sequence[Enrolment]) -> _Reading:
        people: dict[CourseId, list[PersonId]] = {}
        for one in enrolments:
            people.setdefault(one.course, []).append(one.person)
        outlines = {course: work.outline(course) for course in people}
        around = work.unit.follow_up.around({one.person for one in enrolments})
        return _Reading(
            work.today,
            work.setting(INACTIVITY_DAYS),
            outlines,
            {
                course: work.unit.follow_up.learnt(course, outlines[course].lessons, learners)
                for course, learners in people.items()
            },
            around.managers,
            around.connected,
            around.certified,
        )

    def of_one(self, one: Enrolment) -> Followed:
        outline, learnt = self.outlines[one.course], self.learnt[one.course].get(one.person, _NOTHING)
        reached = Reached(learnt.seen, learnt.validated, learnt.finished is not None)
        return Followed(
            enrolment=one,
            outline=outline,
            managers=self.managers.get(one.person, ()) if one.employed else (),
            last_lesson_on=None if learnt.last_seen is None else day_of(learnt.last_seen),
            finished_on=None if learnt.finished is None else day_of(learnt.finished),
            certified=self.certified.get((one.person, one.course)),
            lessons_seen=lessons_seen(outline, reached),
            watch_seconds=watch_seconds(outline, reached),
            themes=theme_percents(outline, reached),
            percent=course_percent(outline, reached),
            connected=self.connected.get(one.person),
            marks=self._marks(one, finished=reached.finished),
        )

    def _marks(self, one: Enrolment, *, finished: bool) -> Marks:
        presence = Presence(
            start=one.start,
            end=one.end,
            shared=one.shared,
            slot=one.slot,
            allocated=one.allocated,
            connected=self.connected.get(one.person),
        )
        return marks(presence, self.today, self.quiet_days, finished=finished)
