"""What somebody has earned by what they did, in every course that they are enrolled on (LEARN-2, LEARN-7)."""

from __future__ import annotations

from ledr_core.application.operating.naming import Named, by_title
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Standing, seat_of
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.learning.progress import Record


def review_learners(work: Work, outline: Outline, before: Outline | None = None) -> None:
    """What the learners of a course keep of it as it was *before*, and have earned now that it has changed (CAT-6)."""
    learners = work.unit.readings.learners_of_course(outline.course)
    for record in work.records(learners).values():
        if before is not None:
            record.stay_open(before, outline, work.moment)
        if record.begun:
            record.review(outline, work.moment)


def review_everywhere(work: Work, standing: Standing, record: Record, known: Outline | None = None) -> list[Named]:
    """Award what is due in each course of a person's memberships; gives the themes newly validated by reference.

    They come in course order, the course that counts now first, each once though several courses have it.
    *known* is the outline of one of these courses that is at hand already.
    """
    themes: list[Named] = []
    own = seat_of(standing, work.today)
    first = [own.course_id] if own is not None else []
    for course in dict.fromkeys([*first, *sorted(seat.course_id for seat in standing.seats)]):
        outline = known if known is not None and known.course == course else work.outline(course)
        themes.extend(map(by_title, record.review(outline, work.moment)))
    return list(dict.fromkeys(themes))
