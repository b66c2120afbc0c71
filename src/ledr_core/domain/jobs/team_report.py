"""What a manager is told of their team every week: who moved, who stands still, who has finished (JOB-2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from attrs import frozen

from ledr_core.domain.access.standing import Seat, Standing, access, seat_of
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.identifiers import CourseId
from ledr_core.domain.kernel.moments import ONE_DAY, day_of
from ledr_core.domain.learning.progress import Record
from ledr_core.domain.people.roles import Space
from ledr_core.domain.sessions.reminders import inactive, quiet_since

TUESDAY: Final = 1
"""The day of the report, Monday being 0 (F118)."""
A_WEEK: Final = timedelta(days=7)


class Pace(StrEnum):
    """How somebody got on since the last report."""

    MOVED = "moved"
    STILL = "still"
    FINISHED = "finished"


@frozen
class Followed:
    """A course of somebody in the team that the report speaks of, and the membership by which they follow it."""

    course: CourseId
    seat: Seat | None


@frozen
class Progress:
    """How far somebody is in a course, and what came since the last report."""

    pace: Pace
    percent: int
    lessons: int
    percent_since: int
    lessons_since: int


def report_day(day: date) -> date:
    """The Tuesday whose report is written on that day: the day itself, or the last one before it."""
    return day - (day.weekday() - TUESDAY) % 7 * ONE_DAY


def followed(standing: Standing, record: Record, since: datetime, today: date) -> Iterator[Followed]:
    """The courses that somebody learns now, learning access open and unfinished, or has finished since an instant."""
    seat = seat_of(standing, today) if standing.role.learns else None
    if seat is not None and seat.course_id not in record.finished and access(Space.LEARNER, standing, today).open:
        yield Followed(seat.course_id, seat)
    for course, at in sorted(record.finished.items(), key=lambda one: one[1]):
        if at > since:
            yield Followed(course, _last_seat(standing.seats, course))


def _last_seat(seats: Sequence[Seat], course: CourseId) -> Seat | None:
    own = (seat for seat in seats if seat.course_id == course and seat.member.learns)
    return max(own, key=lambda seat: seat.member.end, default=None)


def progress(record: Record, before: Record, outline: Outline) -> Progress:
    """How far somebody is in a course, next to what their record was at the last report."""
    percent, lessons = record.percent(outline), record.lessons_seen(outline)
    pace = Pace.STILL if _reached(record, outline) == _reached(before, outline) else Pace.MOVED
    return Progress(
        Pace.FINISHED if outline.course in record.finished else pace,
        percent,
        lessons,
        percent - before.percent(outline),
        lessons - before.lessons_seen(outline),
    )


def _reached(record: Record, outline: Outline) -> tuple[int, ...]:
    badges = sum(record.validated(outline, theme) for theme in outline.themes)
    passes = sum(theme.id in record.passes for theme in outline.themes)
    return record.lessons_seen(outline), badges, passes, record.workshops_done(outline)


def quiet_days(one: Followed, record: Record, connected: date | None, today: date, days: int) -> int | None:
    """For how many days somebody who is inactive has been quiet, None for everybody else (TRACK-6)."""
    if one.seat is None or one.course in record.finished:
        return None
    member = one.seat.member
    since = quiet_since(member.start, connected, one.seat.allocated)
    return (today - since).days if inactive(since, member.end, today, days) else None


def last_day(one: Followed, record: Record) -> date:
    """The end date of the membership; of somebody who has none, the day on which the course was finished."""
    return one.seat.member.end if one.seat else day_of(record.finished[one.course])


def totals(paces: Sequence[Pace]) -> Mapping[str, int]:
    """How many learn now, moved, stand still, have finished."""
    counted = {pace.value: paces.count(pace) for pace in Pace}
    return {"learning": counted["moved"] + counted["still"], **counted}
