"""The figures of an organisation and of its teams, side by side (TEAM-4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CourseId
from ledr_core.domain.learning.figures import percent_covered


@frozen
class AsFar:
    """How many people of a group are equally far with a course."""

    course: CourseId
    covered: int
    """The lessons that count as done of each of them (`domain/learning/figures.py`)."""
    finished: bool
    people: int
    seconds: int = 0
    """The time that they have spent on it together, a lesson of several courses counting once a person (LEARN-3)."""


@frozen(kw_only=True)
class Tally:
    """What was counted of a group: the figures are made of it."""

    people: int = 0
    active: int = 0
    """Who is active in a session (TRACK-6)."""
    progress: Sequence[AsFar] = ()
    certified: Mapping[Level, int] = field(factory=dict)


@frozen
class CourseFigures:
    """How many of a group follow a course, and how far they are on average."""

    course: CourseId
    people: int
    percent: int


@frozen(kw_only=True)
class Figures:
    """The figures of a group over a period, as of its end."""

    people: int
    active: int
    courses: tuple[CourseFigures, ...]
    percent: int
    """How far they are on average, each course of each of them counting once."""
    certified: Mapping[Level, int]
    seconds: int


def figures(tally: Tally, outlines: Mapping[CourseId, Outline]) -> Figures:
    """The figures of a group; of the courses that it follows, in the order of *outlines*."""
    by_course: dict[CourseId, list[AsFar]] = {}
    for one in tally.progress:
        by_course.setdefault(one.course, []).append(one)
    return Figures(
        people=tally.people,
        active=tally.active,
        courses=tuple(
            CourseFigures(course, _number(by_course[course]), _mean(by_course[course], outlines))
            for course in outlines
            if course in by_course
        ),
        percent=_mean(tally.progress, outlines),
        certified={level: tally.certified.get(level, 0) for level in Level},
        seconds=sum(one.seconds for one in tally.progress),
    )


def _number(some: Iterable[AsFar]) -> int:
    return sum(one.people for one in some)


def _mean(some: Sequence[AsFar], outlines: Mapping[CourseId, Outline]) -> int:
    """Their average in percent, rounded down: 100 exactly when all have finished."""
    done = sum(percent_covered(outlines[one.course], one.covered, finished=one.finished) * one.people for one in some)
    return done // _number(some) if some else 0
