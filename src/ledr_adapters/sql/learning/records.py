"""What people have done, as rows and back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.rows import Mapper, PartRows, itself
from ledr_adapters.sql.statements import chunks, delete_wholes
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.certification.copies import State
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, SessionId, ThemeId, WorkshopId
from ledr_core.domain.learning.progress import Record, Viewing
from ledr_core.domain.learning.workshops import Step, WorkshopWork

VIEWINGS = PartRows[Record, Viewing](
    t.viewings,
    ("person_id", "lesson_id"),
    lambda record: {(record.person, lesson): viewing for lesson, viewing in record.viewings.items()},
    {"position": "position", "seen": "seen", "watched": "order"},
)
BADGES = PartRows[Record, datetime](
    t.badges,
    ("person_id", "course_id", "theme_id"),
    lambda record: {(record.person, course, theme): earned for (course, theme), earned in record.badges.items()},
    {"earned": itself},
)
FINISHES = PartRows[Record, datetime](
    t.finishes,
    ("person_id", "course_id"),
    lambda record: {(record.person, course): finished for course, finished in record.finished.items()},
    {"finished": itself},
)
PASSES = PartRows[Record, datetime](
    t.passes,
    ("person_id", "theme_id"),
    lambda record: {(record.person, theme): passed for theme, passed in record.passes.items()},
    {"passed": itself},
)
WORKSHOPS = PartRows[Record, WorkshopWork](
    t.workshop_work,
    ("person_id", "workshop_id"),
    lambda record: {(record.person, workshop): work for workshop, work in record.workshops.items()},
    {
        "steps": lambda work: sorted([step.value, question] for step, question in work.steps),
        "opened": "opened",
        "completed": "completed",
    },
)
RECORD = Mapper[Record](t.records, {"person_id": "person"}, {}, (VIEWINGS, BADGES, FINISHES, PASSES, WORKSHOPS))

_f = t.finishes.c
FINISHED = Prepared(
    sa.select(_f.person_id).where(_f.course_id == sa.bindparam("course"), one_of(_f.person_id, "people"))
)

_m = t.memberships.c
_members = sa.select(_m.person_id).where(one_of(_m.session_id, "sessions"), _m.left_at.is_(None))
FINISHED_IN = Prepared(
    sa.select(_f.person_id).where(_f.course_id == sa.bindparam("course"), _f.person_id.in_(_members))
)


_r, _v, _k = t.records.c, t.viewings.c, t.workshop_work.c
_b, _p, _h = t.badges.c, t.passes.c, t.copies.c

_HANDED_IN = sa.text(f"copies.state in ('{State.HANDED_IN}', '{State.GRADED}')")
"""Nothing of a copy is left to be handed in."""


def _done(of: Callable[[Any], sa.ColumnElement[bool]]) -> sa.Select[Any]:
    """All that people did, whatever it is: lessons watched, what was earned once and for all, steps of workshops.

    A badge has course and theme, an assessment passed the theme alone, a course finished the course alone, a case
    handed in the course and a number.
    """
    text, number, steps = sa.cast(sa.null(), sa.String(32)), sa.cast(sa.null(), sa.Integer), sa.cast(sa.null(), sa.JSON)
    at = sa.cast(sa.null(), t.UtcInstant)
    watched = (
        _v.person_id,
        _v.lesson_id,
        text.label("course_id"),
        text.label("theme_id"),
        text.label("workshop_id"),
        _v.position,
        _v.watched,
        _v.seen,
        at.label("completed"),
        steps.label("steps"),
    )
    kinds = (
        sa.select(*watched),
        sa.select(_b.person_id, text, _b.course_id, _b.theme_id, text, number, number, _b.earned, at, steps),
        sa.select(_f.person_id, text, _f.course_id, text, text, number, number, _f.finished, at, steps),
        sa.select(_p.person_id, text, text, _p.theme_id, text, number, number, _p.passed, at, steps),
        sa.select(_k.person_id, text, text, text, _k.workshop_id, number, number, _k.opened, _k.completed, _k.steps),
    )
    handed_in = sa.select(
        _h.person_id, text, _h.course_id, text, text, sa.literal_column("1"), number, _h.handed_in, at, steps
    ).where(_HANDED_IN)
    of_people = (one.where(of(one.selected_columns.person_id)) for one in (*kinds, handed_in))
    return sa.select(sa.union_all(*of_people).subquery("done"))


RECORDS = Prepared(sa.select(_r.person_id, _r.version).where(one_of(_r.person_id, "people")).order_by(_r.person_id))
DONE = Prepared(_done(lambda person: one_of(person, "people")))
DONE_BY = Prepared(_done(lambda person: person == sa.bindparam("person")))
"""The same of one person."""


class SqlRecords:
    """What people have done."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(RECORD)

    def of(self, person: PersonId) -> Record:
        """The record of a person, empty at first."""
        return self.many([person])[person]

    def many(self, people: Collection[PersonId]) -> dict[PersonId, Record]:
        """The records of people."""
        found: dict[PersonId, Record] = {}
        for some in chunks(person for person in people if self.tracker.known(person) is None):
            if self._reads:
                found.update(self._filled({person: Record(person) for person in some}))
            else:
                self._load(some)
        for person in (one for one in people if one not in found):
            record = self.tracker.known(person)
            if record is None:
                record = Record(person)
                self.tracker.add(record)
            found[person] = record
        return found

    def _load(self, people: list[PersonId]) -> None:
        """Follow those that are there, kept from other writers until the unit of work ends."""
        rows = RECORDS.rows(self._connection, locked=True, people=people)
        records = self._filled({PersonId(row.person_id): Record(PersonId(row.person_id)) for row in rows})
        for row in rows:
            self.tracker.loaded(records[row.person_id], row.version)

    def _filled(self, records: dict[PersonId, Record]) -> dict[PersonId, Record]:
        """The records with all that is kept of them: one statement."""
        for person, lesson, course, theme, workshop, position, watched, at, completed, steps in zip(
            *self._done(list(records)), strict=True
        ):
            record = records[person]
            if lesson is not None:
                record.viewings[LessonId(lesson)] = Viewing(position=position, seen=at, order=watched)
            elif workshop is not None:
                done = {(Step(step), question) for step, question in steps}
                record.workshops[WorkshopId(workshop)] = WorkshopWork(steps=done, opened=at, completed=completed)
            else:
                _mark(record, course, theme, position, at)
        return records

    def _done(self, people: list[PersonId]) -> list[Sequence[Any]]:
        if len(people) == 1:
            return DONE_BY.columns(self._connection, person=people[0])
        return DONE.columns(self._connection, people=people) if people else []

    def finished(self, course: CourseId, people: Collection[PersonId]) -> set[PersonId]:
        """Those of the people who have finished the course."""
        known = self.tracker.all()
        here = [record.person for record in known if course in record.finished]
        found = set(here).intersection(people) if here else set()
        (people_found,) = FINISHED.columns(self._connection, course=course, people=list(people))
        reopened = {record.person for record in known if course not in record.finished}
        return found.union(map(PersonId, people_found)) - reopened

    def finished_in(self, course: CourseId, sessions: Collection[SessionId]) -> set[PersonId]:
        """The members of those sessions, as last saved, who have finished the course."""
        (people,) = FINISHED_IN.columns(self._connection, course=course, sessions=list(sessions))
        return set(map(PersonId, people))

    def erase(self, person: PersonId) -> None:
        """Forget what a person did: the record, answers in workshops, quizzes, attempts."""
        self.of(person).erase()
        for table in (t.attempts, t.practice_answers, t.quizzes, t.practices, t.workshop_answers):
            delete_wholes(self._connection, table, table.c.person_id == person)


def _mark(record: Record, course: str | None, theme: str | None, number: int | None, at: datetime) -> None:
    if course is not None and theme is not None:
        record.badges[CourseId(course), ThemeId(theme)] = at
    elif course is not None and number is not None:
        record.handed_in.add(CourseId(course))
    elif course is not None:
        record.finished[CourseId(course)] = at
    elif theme is not None:
        record.passes[ThemeId(theme)] = at
