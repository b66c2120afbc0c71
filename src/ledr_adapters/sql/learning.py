"""The catalogue and what people have done of it, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.statements import chunks, locked
from ledr_adapters.sql.unit import Layout, Mapper, Rows, Tracker
from ledr_core.domain.catalogue import Course, Lesson, Module, Outline, Theme, ThemeOutline, distinct
from ledr_core.domain.identifiers import CourseId, LessonId, ModuleId, PersonId, SessionId, ThemeId
from ledr_core.domain.progress import Record, Viewing

P = TypeVar("P", Lesson, Module, Theme, Course)


def _places(owner: str, parts: Iterable[str]) -> Rows:
    return {(owner, place): (part,) for place, part in enumerate(parts)}


LESSON = Mapper[Lesson](
    Layout(t.lessons, ("id",), ("reference", "title", "video", "seconds", "demo")),
    lambda one: ((one.id,), (one.reference, one.title, one.video, one.seconds, one.demo)),
)
MODULE = Mapper[Module](
    Layout(t.modules, ("id",), ("reference", "title", "sheet")),
    lambda one: ((one.id,), (one.reference, one.title, one.sheet)),
    [(Layout(t.module_lessons, ("module_id", "position"), ("lesson_id",)), lambda one: _places(one.id, one.lessons))],
)
THEME = Mapper[Theme](
    Layout(t.themes, ("id",), ("reference", "title", "colour", "optional")),
    lambda one: ((one.id,), (one.reference, one.title, one.colour, one.optional)),
    [(Layout(t.theme_modules, ("theme_id", "position"), ("module_id",)), lambda one: _places(one.id, one.modules))],
)
COURSE = Mapper[Course](
    Layout(t.courses, ("id",), ("reference", "title")),
    lambda one: ((one.id,), (one.reference, one.title)),
    [(Layout(t.course_themes, ("course_id", "position"), ("theme_id",)), lambda one: _places(one.id, one.themes))],
)


class SqlCatalogue:
    """Courses and their parts."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self._lessons = Tracker(LESSON)
        self._modules = Tracker(MODULE)
        self._themes = Tracker(THEME)
        self._courses = Tracker(COURSE)

    @property
    def trackers(self) -> tuple[Tracker[Any], ...]:
        """What is followed, parts before wholes."""
        return self._lessons, self._modules, self._themes, self._courses

    def lessons(self, references: Collection[str] | None = None) -> dict[str, Lesson]:
        """Lessons by reference."""
        rows = self._rows(self._lessons, t.lessons, references)
        for row in rows:
            lesson = Lesson(LessonId(row.id), row.reference, row.title, row.video, row.seconds, row.demo)
            self._lessons.loaded(lesson, row.version)
        return _by_reference(self._lessons, references)

    def modules(self, references: Collection[str] | None = None) -> dict[str, Module]:
        """Modules by reference."""
        rows = self._rows(self._modules, t.modules, references)
        parts = self._parts(t.module_lessons, "module_id", "lesson_id", rows)
        for row in rows:
            lessons = tuple(LessonId(part) for part in parts.get(row.id, ()))
            self._modules.loaded(Module(ModuleId(row.id), row.reference, row.title, lessons, row.sheet), row.version)
        return _by_reference(self._modules, references)

    def themes(self, references: Collection[str] | None = None) -> dict[str, Theme]:
        """Themes by reference."""
        rows = self._rows(self._themes, t.themes, references)
        parts = self._parts(t.theme_modules, "theme_id", "module_id", rows)
        for row in rows:
            modules = tuple(ModuleId(part) for part in parts.get(row.id, ()))
            theme = Theme(ThemeId(row.id), row.reference, row.title, row.colour, row.optional, modules)
            self._themes.loaded(theme, row.version)
        return _by_reference(self._themes, references)

    def courses(self, references: Collection[str] | None = None) -> dict[str, Course]:
        """Courses by reference."""
        rows = self._rows(self._courses, t.courses, references)
        parts = self._parts(t.course_themes, "course_id", "theme_id", rows)
        for row in rows:
            themes = tuple(ThemeId(part) for part in parts.get(row.id, ()))
            self._courses.loaded(Course(CourseId(row.id), row.reference, row.title, themes), row.version)
        return _by_reference(self._courses, references)

    def _rows(self, tracker: Tracker[P], table: sa.Table, references: Collection[str] | None) -> list[Any]:
        statement = locked(self._connection, sa.select(table).order_by(table.c.reference), reads=self._reads)
        if references is None:
            return list(self._connection.execute(statement))
        known = {part.reference for part in tracker.all()}
        rows: list[Any] = []
        for some in chunks(reference for reference in references if reference not in known):
            rows.extend(self._connection.execute(statement.where(table.c.reference.in_(some))))
        return rows

    def _parts(self, table: sa.Table, owner: str, part: str, rows: list[Any]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for some in chunks(row.id for row in rows):
            statement = sa.select(table).where(table.c[owner].in_(some)).order_by(table.c[owner], table.c.position)
            for row in self._connection.execute(statement).mappings():
                found.setdefault(row[owner], []).append(row[part])
        return found

    def add(self, part: Lesson | Module | Theme | Course) -> None:
        """Keep a new part."""
        match part:
            case Lesson():
                self._lessons.add(part)
            case Module():
                self._modules.add(part)
            case Theme():
                self._themes.add(part)
            case Course():
                self._courses.add(part)

    def outline(self, course: CourseId) -> Outline:
        """A course as progress sees it, as last flushed: three statements."""
        c = t.courses.c
        found = self._connection.execute(sa.select(c.reference, c.title).where(c.id == course)).one()
        of_course = t.course_themes.c.course_id == course
        themes = sa.select(t.themes).join(t.course_themes).where(of_course).order_by(t.course_themes.c.position)
        lessons = (
            sa.select(t.course_themes.c.theme_id, t.lessons.c.id, t.lessons.c.seconds)
            .join(t.theme_modules, t.theme_modules.c.theme_id == t.course_themes.c.theme_id)
            .join(t.module_lessons, t.module_lessons.c.module_id == t.theme_modules.c.module_id)
            .join(t.lessons, t.lessons.c.id == t.module_lessons.c.lesson_id)
            .where(of_course)
            .order_by(t.theme_modules.c.position, t.module_lessons.c.position)
        )
        by_theme: dict[str, list[LessonId]] = {}
        seconds: dict[LessonId, int] = {}
        for row in self._connection.execute(lessons):
            by_theme.setdefault(row.theme_id, []).append(LessonId(row.id))
            seconds[LessonId(row.id)] = row.seconds
        outlines = tuple(
            ThemeOutline(
                ThemeId(row.id), row.reference, row.title, row.colour, row.optional, distinct(by_theme.get(row.id, ()))
            )
            for row in self._connection.execute(themes)
        )
        return Outline(course, found.reference, found.title, outlines, seconds)

    def courses_using(
        self, lessons: Collection[LessonId], modules: Collection[ModuleId], themes: Collection[ThemeId]
    ) -> list[CourseId]:
        """The courses that have one of these parts."""
        found: dict[str, None] = {}
        base = (
            sa.select(t.course_themes.c.course_id)
            .distinct()
            .outerjoin(t.theme_modules, t.theme_modules.c.theme_id == t.course_themes.c.theme_id)
            .outerjoin(t.module_lessons, t.module_lessons.c.module_id == t.theme_modules.c.module_id)
        )
        parts: tuple[tuple[Any, Collection[str]], ...] = (
            (t.module_lessons.c.lesson_id, lessons),
            (t.theme_modules.c.module_id, modules),
            (t.course_themes.c.theme_id, themes),
        )
        for column, identifiers in parts:
            for some in chunks(identifiers):
                found.update(dict.fromkeys(self._connection.scalars(base.where(column.in_(some)))))
        return [CourseId(course) for course in found]

    def references(self, lessons: Collection[LessonId]) -> dict[LessonId, str]:
        """The references of lessons."""
        found: dict[LessonId, str] = {}
        for some in chunks(lessons):
            statement = sa.select(t.lessons.c.id, t.lessons.c.reference).where(t.lessons.c.id.in_(some))
            found.update({LessonId(row.id): row.reference for row in self._connection.execute(statement)})
        return found


def _by_reference(tracker: Tracker[P], references: Collection[str] | None) -> dict[str, P]:
    wanted = None if references is None else set(references)
    parts = (part for part in tracker.all() if wanted is None or part.reference in wanted)
    return {part.reference: part for part in sorted(parts, key=lambda part: part.reference)}


def _viewings(record: Record) -> Rows:
    return {
        (record.person, lesson): (viewing.position, viewing.seen, viewing.order)
        for lesson, viewing in record.viewings.items()
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
    ],
)


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

    def finished_in(self, course: CourseId, sessions: Collection[SessionId]) -> set[PersonId]:
        """The members of those sessions, as last saved, who have finished the course."""
        (people,) = FINISHED_IN.columns(self._connection, course=course, sessions=list(sessions))
        return set(map(PersonId, people))
