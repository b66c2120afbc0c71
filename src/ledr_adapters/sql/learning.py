"""What people have done, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.statements import chunks
from ledr_adapters.sql.unit import Layout, Mapper, Rows, Tracker
from ledr_core.domain.identifiers import CourseId, LessonId, PersonId, ThemeId, WorkshopId
from ledr_core.domain.progress import Record, Viewing
from ledr_core.domain.workshops import Step, WorkshopWork


def _viewings(record: Record) -> Rows:
    return {
        (record.person, lesson): (viewing.position, viewing.seen, viewing.order)
        for lesson, viewing in record.viewings.items()
    }


def _workshops(record: Record) -> Rows:
    return {
        (record.person, workshop): (
            sorted([step.value, question] for step, question in work.steps),
            work.opened,
            work.completed,
        )
        for workshop, work in record.workshops.items()
    }


RECORD = Mapper[Record](
    Layout(t.records, ("person_id",), ()),
    lambda record: ((record.person,), ()),
    [
        (Layout(t.viewings, ("person_id", "lesson_id"), ("position", "seen", "watched")), _viewings),
        (
            Layout(t.badges, ("person_id", "course_id", "theme_id"), ("earned",)),
            lambda record: {(record.person, *key): (earned,) for key, earned in record.badges.items()},
        ),
        (
            Layout(t.finishes, ("person_id", "course_id"), ("finished",)),
            lambda record: {(record.person, course): (at,) for course, at in record.finished.items()},
        ),
        (
            Layout(t.passes, ("person_id", "theme_id"), ("passed",)),
            lambda record: {(record.person, theme): (at,) for theme, at in record.passes.items()},
        ),
        (Layout(t.workshop_work, ("person_id", "workshop_id"), ("steps", "opened", "completed")), _workshops),
    ],
)


_f = t.finishes.c
FINISHED = Prepared(
    sa.select(_f.person_id).where(_f.course_id == sa.bindparam("course"), one_of(_f.person_id, "people"))
)


_r, _v, _k = t.records.c, t.viewings.c, t.workshop_work.c
_b, _p = t.badges.c, t.passes.c


def _marks() -> sa.Select[Any]:
    """What was earned once and for all, whatever it is: a badge has course and theme, the others one of them."""
    nothing = sa.cast(sa.null(), sa.String(32))
    kinds = (
        sa.select(_b.person_id, _b.course_id, _b.theme_id, _b.earned),
        sa.select(_f.person_id, _f.course_id, nothing, _f.finished),
        sa.select(_p.person_id, nothing, _p.theme_id, _p.passed),
    )
    of_people = (one.where(one_of(one.selected_columns.person_id, "people")) for one in kinds)
    return sa.select(sa.union_all(*of_people).subquery("marks"))


RECORDS = Prepared(sa.select(_r.person_id, _r.version).where(one_of(_r.person_id, "people")).order_by(_r.person_id))
VIEWINGS = Prepared(
    sa.select(_v.person_id, _v.lesson_id, _v.position, _v.seen, _v.watched).where(one_of(_v.person_id, "people"))
)
MARKS = Prepared(_marks())
WORKSHOPS = Prepared(
    sa.select(_k.person_id, _k.workshop_id, _k.steps, _k.opened, _k.completed).where(one_of(_k.person_id, "people"))
)


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
        """The records with all that is kept of them: three statements."""
        asked = {"people": list(records)}
        for person, lesson, position, seen, watched in _rows(VIEWINGS, self._connection, asked) if records else ():
            records[person].viewings[LessonId(lesson)] = Viewing(position, seen, watched)
        for person, course, theme, at in _rows(MARKS, self._connection, asked) if records else ():
            _mark(records[person], course, theme, at)
        for person, workshop, steps, opened, completed in _rows(WORKSHOPS, self._connection, asked) if records else ():
            done = {(Step(step), question) for step, question in steps}
            records[person].workshops[WorkshopId(workshop)] = WorkshopWork(done, opened, completed)
        return records

    def finished(self, course: CourseId, people: Collection[PersonId]) -> set[PersonId]:
        """Those of the people who have finished the course."""
        here = [record.person for record in self.tracker.all() if course in record.finished]
        found = set(here).intersection(people) if here else set()
        (people_found,) = FINISHED.columns(self._connection, course=course, people=list(people))
        return found.union(map(PersonId, people_found))


def _rows(statement: Prepared, connection: sa.Connection, asked: dict[str, Any]) -> Iterable[tuple[Any, ...]]:
    return zip(*statement.columns(connection, **asked), strict=True)


def _mark(record: Record, course: str | None, theme: str | None, at: datetime) -> None:
    if course is not None and theme is not None:
        record.badges[CourseId(course), ThemeId(theme)] = at
    elif course is not None:
        record.finished[CourseId(course)] = at
    elif theme is not None:
        record.passes[ThemeId(theme)] = at
