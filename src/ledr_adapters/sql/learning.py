"""What people have done, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.statements import chunks, locked
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
        for some in chunks(person for person in people if self.tracker.known(person) is None):
            self._load(some)
        found: dict[PersonId, Record] = {}
        for person in people:
            record = self.tracker.known(person)
            if record is None:
                record = Record(person)
                self.tracker.add(record)
            found[person] = record
        return found

    def _load(self, people: list[PersonId]) -> None:
        statement = sa.select(t.records).where(t.records.c.person_id.in_(people)).order_by(t.records.c.person_id)
        rows = self._connection.execute(locked(self._connection, statement, reads=self._reads)).all()
        records = {row.person_id: Record(PersonId(row.person_id)) for row in rows}
        for row in self._children(t.viewings, people):
            records[row.person_id].viewings[LessonId(row.lesson_id)] = Viewing(row.position, row.seen, row.watched)
        for row in self._children(t.badges, people):
            records[row.person_id].badges[CourseId(row.course_id), ThemeId(row.theme_id)] = row.earned
        for row in self._children(t.finishes, people):
            records[row.person_id].finished[CourseId(row.course_id)] = row.finished
        for row in self._children(t.passes, people):
            records[row.person_id].passes[ThemeId(row.theme_id)] = row.passed
        for row in self._children(t.workshop_work, people):
            steps = {(Step(step), question) for step, question in row.steps}
            work = WorkshopWork(steps, row.opened, row.completed)
            records[row.person_id].workshops[WorkshopId(row.workshop_id)] = work
        for row in rows:
            self.tracker.loaded(records[row.person_id], row.version)

    def _children(self, table: sa.Table, people: list[PersonId]) -> Iterable[Any]:
        return self._connection.execute(sa.select(table).where(table.c.person_id.in_(people)))

    def finished(self, course: CourseId, people: Collection[PersonId]) -> set[PersonId]:
        """Those of the people who have finished the course."""
        here = [record.person for record in self.tracker.all() if course in record.finished]
        found = set(here).intersection(people) if here else set()
        (people_found,) = FINISHED.columns(self._connection, course=course, people=list(people))
        return found.union(map(PersonId, people_found))
