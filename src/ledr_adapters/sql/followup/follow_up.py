"""The follow-up: who learns where, and what their figures are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final, cast

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.access.accounts import LAST_CONNECTIONS
from ledr_adapters.sql.followup.enrolments import courses, enrolments
from ledr_adapters.sql.followup.tallies import tallies
from ledr_adapters.sql.followup.yearly import seen_between, stays
from ledr_adapters.sql.paging import on_the_way
from ledr_adapters.sql.prepared import Prepared, in_one_text, one_of
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, TeamId, ThemeId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.learning.yearly import Stay
from ledr_core.domain.organisation.analytics import Tally
from ledr_core.ports.follow_up import EVERYBODY, Around, Awarded, Enrolment, EnrolmentId, Groups, Learnt, Order, Which
from ledr_core.ports.paging import WHOLE, Page

_v, _b, _f, _c, _l = t.viewings.c, t.badges.c, t.finishes.c, t.certifications.c, t.manager_links.c
_course = sa.bindparam("course", type_=sa.String)

SEEN = Prepared(
    sa.select(_v.person_id, in_one_text(_v.lesson_id).label("lessons"), sa.func.max(_v.seen, type_=t.UtcInstant))
    .where(one_of(_v.person_id, "people"), on_the_way(one_of(_v.lesson_id, "lessons")), _v.seen.is_not(None))
    .group_by(_v.person_id)
)
"""The lessons of a course that people have seen, in one text, and when the last of them was."""
VALIDATED = Prepared(
    sa.select(_b.person_id, in_one_text(_b.theme_id).label("themes"))
    .where(one_of(_b.person_id, "people"), _b.course_id == _course)
    .group_by(_b.person_id)
)
FINISHED = Prepared(sa.select(_f.person_id, _f.finished).where(one_of(_f.person_id, "people"), _f.course_id == _course))
CERTIFIED = Prepared(
    sa.select(_c.person_id, _c.course_id, _c.level, _c.grade, _c.awarded_on).where(
        one_of(_c.person_id, "people"), _c.revoked.is_(None)
    )
)
"""The certificates in force of people."""
MANAGERS = Prepared(
    sa.select(_l.person_id, t.people.c.email)
    .join(t.people, t.people.c.id == _l.manager_id)
    .where(one_of(_l.person_id, "people"))
    .order_by(t.people.c.email_key)
)


class SqlFollowUp:
    """Who learns where, and what their figures are made of."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def enrolments(
        self,
        which: Which = EVERYBODY,
        order: Order = Order.NAME,
        page: Page[EnrolmentId] = WHOLE,
        *,
        descending: bool = False,
    ) -> list[Enrolment]:
        """The enrolments meant, a page at a time."""
        return enrolments(self._connection, which, order, page, descending=descending)

    def courses(self, which: Which = EVERYBODY) -> list[CourseId]:
        """The courses that those meant follow."""
        return courses(self._connection, which)

    def learnt(
        self, course: CourseId, lessons: Collection[LessonId], people: Collection[PersonId]
    ) -> dict[PersonId, Learnt]:
        """What each of the people did of a course of these lessons: three statements."""
        wanted = list(people)
        some, *what = SEEN.columns(self._connection, people=wanted, lessons=list(lessons))
        seen = dict(zip(some, zip(*what, strict=True), strict=True))
        validated = dict(zip(*VALIDATED.columns(self._connection, people=wanted, course=course), strict=True))
        finished = dict(zip(*FINISHED.columns(self._connection, people=wanted, course=course), strict=True))
        return {
            PersonId(person): Learnt(
                cast("frozenset[LessonId]", _apart(lessons)),
                last,
                cast("frozenset[ThemeId]", _apart(validated.get(person))),
                finished.get(person),
            )
            for person, (lessons, last) in (dict.fromkeys((*validated, *finished), _UNSEEN) | seen).items()
        }

    def around(self, people: Collection[PersonId]) -> Around:
        """Managers, last connections and certificates of people: three statements."""
        wanted = list(people)
        managers: dict[PersonId, list[str]] = {}
        for person, email in zip(*MANAGERS.columns(self._connection, people=wanted), strict=True):
            managers.setdefault(PersonId(person), []).append(email)
        connected = zip(*LAST_CONNECTIONS.columns(self._connection, people=wanted), strict=True)
        return Around(
            {person: tuple(emails) for person, emails in managers.items()},
            {PersonId(person): day_of(last) for person, last in connected},
            self.certified(wanted),
        )

    def certified(self, people: Collection[PersonId]) -> dict[tuple[PersonId, CourseId], Awarded]:
        """The certificates in force of people."""
        return {
            (PersonId(row.person_id), CourseId(row.course_id)): Awarded(
                Level(row.level), Decimal(row.grade), row.awarded_on
            )
            for row in CERTIFIED.rows(self._connection, people=list(people))
        }

    def tallies(self, groups: Groups) -> dict[TeamId | None, Tally]:
        """What is counted of each group that has somebody in it."""
        return tallies(self._connection, groups)

    def stays(self, first: date, last: date) -> list[Stay]:
        """The memberships by which people learn or learnt, whose own dates meet those days."""
        return stays(self._connection, first, last)

    def seen_between(self, first: date, last: date) -> Iterator[tuple[PersonId, Mapping[LessonId, datetime]]]:
        """The lessons that each person saw for the first time on those days."""
        return seen_between(self._connection, first, last)


def _apart(texts: str | None) -> frozenset[str]:
    return frozenset(texts.split(" ")) if texts else _NOTHING


_NOTHING: Final[frozenset[str]] = frozenset()
_UNSEEN: Final = (None, None)
