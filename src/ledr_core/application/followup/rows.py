"""Learners as results show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ledr_core.application.followup.reading import Followed
from ledr_core.application.learning.outlines import missing_views
from ledr_core.application.learning.workshops import workshop_items
from ledr_core.application.operating.naming import Named, by_title
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.identifiers import CourseId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.learning.progress import Record
from ledr_core.views.followup import CertificationFigures, FollowUpRow, LearnerFollowUp, SeenLesson


def rows(learners: Iterable[Followed]) -> Iterator[FollowUpRow]:
    """Learners in their sessions; what a course is called is made once."""
    courses: dict[CourseId, Named] = {}
    for one in learners:
        course = courses.get(one.outline.course) or courses.setdefault(one.outline.course, by_title(one.outline))
        yield FollowUpRow(**_figures(one, course))


def learner(work: Work, one: Followed) -> LearnerFollowUp:
    """The same, and what the figures are made of."""
    record = work.record(one.enrolment.person)
    return LearnerFollowUp(
        **_figures(one, by_title(one.outline)),
        as_of=work.today,
        lessons=_lessons(work, one, record),
        watch_seconds=one.watch_seconds,
        workshops=workshop_items(record, one.outline),
        missing=missing_views(record.missing(one.outline)),
    )


def titles(learners: Sequence[Followed]) -> dict[str, str]:
    """The titles of the themes of learners, by reference."""
    outlines = {one.outline.course: one.outline for one in learners}
    return {theme.reference: theme.title for outline in outlines.values() for theme in outline.themes}


def _figures(one: Followed, course: Named) -> dict[str, Any]:
    enrolment, certified = one.enrolment, one.certified
    return {
        "last_name": enrolment.last_name,
        "first_name": enrolment.first_name,
        "email": enrolment.email,
        "company": enrolment.company,
        "session": enrolment.session,
        "managers": one.managers,
        "start": enrolment.start,
        "end": enrolment.end,
        "last_lesson_on": one.last_lesson_on,
        "certification": certified and CertificationFigures(certified.level.value, certified.grade, certified.date),
        "lessons_seen": one.lessons_seen,
        "themes": dict(zip(one.outline.theme_references, one.themes.values(), strict=True)),
        "percent": one.percent,
        "slot": enrolment.slot,
        "state": one.marks.state.value,
        "inactive": one.marks.inactive,
        "course": course,
    }


def _lessons(work: Work, one: Followed, record: Record) -> tuple[SeenLesson, ...]:
    """The lessons of the course in its order, each once, and when they were seen."""
    found: dict[str, SeenLesson] = {}
    for place in work.unit.catalogue.places(one.outline.course):
        if place.lesson is not None and place.lesson not in found:
            viewing = record.viewings.get(place.lesson)
            seen = None if viewing is None or viewing.seen is None else day_of(viewing.seen)
            found[place.lesson] = SeenLesson(place.reference, place.title, seen)
    return tuple(found.values())
