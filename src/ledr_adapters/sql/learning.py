"""What people have done, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.statements import chunks, locked
from ledr_adapters.sql.unit import Layout, Mapper, Rows, Tracker
from ledr_core.domain.copies import State
from ledr_core.domain.identifiers import CourseId, LessonId, PersonId, SessionId, ThemeId, WorkshopId
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


HANDED_IN = (State.HANDED_IN.value, State.GRADED.value)
"""The states of a copy in which nothing is left to be handed in."""

_f = t.finishes.c
FINISHED = Prepared(
    sa.select(_f.person_id).where(_f.course_id == sa.bindparam("course"), one_of(_f.person_id, "people"))
)

_m = t.memberships.c
_members = sa.select(_m.person_id).where(one_of(_m.session_id, "sessions"), _m.left_at.is_(None))
FINISHED_IN = Prepared(
    sa.select(_f.person_id).where(_f.course_id == sa.bindparam("course"), _f.person_id.in_(_members))
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
        handed_in: dict[str, set[CourseId]] = {}
        for some in chunks(person for person in people if self.tracker.known(person) is None):
            for row in self._handed_in(some):
                handed_in.setdefault(row.person_id, set()).add(CourseId(row.course_id))
            self._load(some, handed_in)
        found: dict[PersonId, Record] = {}
        for person in people:
            record = self.tracker.known(person)
            if record is None:
                record = Record(person, handed_in=handed_in.get(person, set()))
                self.tracker.add(record)
            found[person] = record
        return found

    def _load(self, people: list[PersonId], handed_in: Mapping[str, set[CourseId]]) -> None:
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
        for person, courses in handed_in.items():
            if person in records:
                records[person].handed_in.update(courses)
        for row in rows:
            self.tracker.loaded(records[row.person_id], row.version)

    def _handed_in(self, people: list[PersonId]) -> Iterable[Any]:
        """The courses whose case people have handed in, with nothing left to rework."""
        c = t.copies.c
        statement = sa.select(c.person_id, c.course_id).where(c.person_id.in_(people), c.state.in_(HANDED_IN))
        return self._connection.execute(statement)

    def _children(self, table: sa.Table, people: list[PersonId]) -> Iterable[Any]:
        return self._connection.execute(sa.select(table).where(table.c.person_id.in_(people)))

    def finished(self, course: CourseId, people: Collection[PersonId]) -> set[PersonId]:
        """Those of the people who have finished the course."""
        known = self.tracker.all()
        here = [record.person for record in known if course in record.finished]
        found = set(here).intersection(people) if here else set()
        (people_found,) = FINISHED.columns(self._connection, course=course, people=list(people))
        reopened = {record.person for record in known if course not in record.finished}
        return found.union(map(PersonId, people_found)) - reopened

    def erase(self, person: PersonId) -> None:
        """Forget what a person did: the record, answers in workshops, quizzes, attempts."""
        self.of(person).erase()
        attempts = sa.select(t.attempts.c.id).where(t.attempts.c.person_id == person)
        self._connection.execute(sa.delete(t.attempt_answers).where(t.attempt_answers.c.attempt_id.in_(attempts)))
        for table in (t.attempts, t.practice_answers, t.quizzes, t.practices, t.workshop_answers):
            self._connection.execute(sa.delete(table).where(table.c.person_id == person))

    def finished_in(self, course: CourseId, sessions: Collection[SessionId]) -> set[PersonId]:
        """The members of those sessions, as last saved, who have finished the course."""
        (people,) = FINISHED_IN.columns(self._connection, course=course, sessions=list(sessions))
        return set(map(PersonId, people))
