"""What the figures of a year are made of: memberships, and lessons seen (PASS-7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.people.roles import LEARNING
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.learning.yearly import Stay

_m, _s, _v = t.memberships.c, t.sessions.c, t.viewings.c
_AT_ONCE: Final = 10_000
"""Rows that are fetched together."""


def stays(connection: sa.Connection, first: date, last: date) -> list[Stay]:
    """The memberships by which people learn or learnt, whose own dates meet those days: one statement."""
    met = (
        sa.select(_m.person_id, t.companies.c.name, _s.course_id, _m.start, _m.end, _m.left_at)
        .join(t.sessions, _s.id == _m.session_id)
        .outerjoin(t.companies, t.companies.c.id == _s.company_id)
        .where(_m.role.in_(LEARNING), _m.start <= last, _m.end >= first)
        .order_by(_m.person_id, _m.start, _m.session_id, _m.number)
    )
    return [
        Stay(
            person=PersonId(person),
            company=company,
            course=CourseId(course),
            start=start,
            end=end,
            left=left,
        )
        for person, company, course, start, end, left in connection.execute(met)
    ]


def seen_between(
    connection: sa.Connection, first: date, last: date
) -> Iterator[tuple[PersonId, Mapping[LessonId, datetime]]]:
    """The lessons that each person saw on those days: one statement, of which little is in memory at a time."""
    seen = (
        sa.select(_v.person_id, _v.lesson_id, _v.seen)
        .where(_v.seen >= Moment.on(first, 0).instant, _v.seen < Moment.on(last + ONE_DAY, 0).instant)
        .order_by(_v.person_id)
    )
    with connection.execute(seen, execution_options={"yield_per": _AT_ONCE}) as rows:
        for person, lessons in groupby(rows, key=itemgetter(0)):
            yield PersonId(person), {LessonId(lesson): at for _, lesson, at in lessons}
