"""What quizzes and the placement test may ask, read without loading whole banks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.catalogue.rows import wording_of
from ledr_adapters.sql.paging import paged
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.search import few_found, found, has_words
from ledr_adapters.sql.statements import chunks
from ledr_core.domain.catalogue.questions import Askable, QuestionKind, Shown
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, QuestionId
from ledr_core.ports.paging import WHOLE, Page
from ledr_core.ports.quizzes import QuestionRow, Wanted

_q = t.questions.c
_ON_LESSONS = sa.and_(_q.kind == "practice", sa.not_(_q.withdrawn))


_LISTED = (
    sa.select(
        _q.reference,
        _q.kind,
        t.lessons.c.reference.label("lesson"),
        t.themes.c.reference.label("theme"),
        _q.level,
        _q.public,
        _q.placement,
        _q.withdrawn,
        _q.text,
    )
    .outerjoin_from(t.questions, t.lessons, t.lessons.c.id == _q.lesson_id)
    .outerjoin(t.themes, t.themes.c.id == _q.theme_id)
)
PRACTICE_COUNTS = Prepared(
    sa.select(_q.lesson_id, sa.func.count().label("count"))
    .where(one_of(_q.lesson_id, "lessons"), _ON_LESSONS)
    .group_by(_q.lesson_id)
)
SOME_PRACTICE = Prepared(
    sa.select(_q.id).where(one_of(_q.lesson_id, "lessons"), _ON_LESSONS).limit(sa.bindparam("number", type_=sa.Integer))
)
PLACING = Prepared(
    sa.select(t.course_themes.c.course_id)
    .distinct()
    .join(t.questions, _q.theme_id == t.course_themes.c.theme_id)
    .where(one_of(t.course_themes.c.course_id, "courses"), t.IN_BANK, _q.placement)
)


class SqlQuestions:
    """What may be asked."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def listed(self, wanted: Wanted, page: Page[str] = WHOLE) -> list[QuestionRow]:
        """Those wanted by reference: read in that order from an index, unless few have a rare word."""
        conditions: list[sa.ColumnElement[Any]] = []
        for column, value in ((_q.theme_id, wanted.theme), (_q.kind, wanted.kind), (_q.level, wanted.level)):
            conditions += [] if value is None else [column == value]
        values: dict[str, list[str]] = {}
        if wanted.text is not None:
            conditions += has_words("question", _q.id, wanted.text)
            few = (found if page.limit is None else few_found)(self._connection, "question", wanted.text)
            if few is not None:
                conditions.append(one_of(_q.id, "few"))
                values["few"] = list(few)
        statement = paged(self._connection, _LISTED.where(*conditions), page, [_q.reference], _q.reference)
        return [
            QuestionRow(**row._asdict() | {"kind": QuestionKind(row.kind)})
            for row in self._connection.execute(statement, values)
        ]

    def practice_counts(self, lessons: Collection[LessonId]) -> dict[LessonId, int]:
        """How many practice questions there are on lessons."""
        found, counts = PRACTICE_COUNTS.columns(self._connection, lessons=list(lessons))
        return dict(zip(map(LessonId, found), counts, strict=True))

    def practice_reaches(self, number: int, lessons: Sequence[LessonId]) -> bool:
        """Whether there are at least so many practice questions on lessons."""
        found = 0
        for some in (lessons[: 2 * number], lessons[2 * number :]):  # the first are nearly always enough
            if some and found < number:
                (more,) = SOME_PRACTICE.columns(self._connection, number=number - found, lessons=some)
                found += len(more)
        return found >= number

    def practice(self, lessons: Collection[LessonId]) -> list[Askable]:
        """The practice questions on lessons, by reference."""
        found: list[Askable] = []
        for some in chunks(lessons):
            statement = sa.select(_q.id, _q.reference, _q.edition).where(_q.lesson_id.in_(some), _ON_LESSONS)
            rows = self._connection.execute(statement)
            found.extend(Askable(id=QuestionId(row.id), reference=row.reference, edition=row.edition) for row in rows)
        return sorted(found, key=lambda one: one.reference)

    def placement(self) -> list[Askable]:
        """The public questions marked for the placement test on themes of courses."""
        statement = (
            sa.select(_q.id, _q.reference, _q.edition, _q.level, t.themes.c.reference.label("theme"))
            .join(t.themes, t.themes.c.id == _q.theme_id)
            .where(t.IN_BANK, _q.placement, _q.theme_id.in_(sa.select(t.course_themes.c.theme_id)))
            .order_by(_q.reference)
        )
        rows = self._connection.execute(statement)
        return [
            Askable(
                id=QuestionId(row.id), reference=row.reference, edition=row.edition, theme=row.theme, level=row.level
            )
            for row in rows
        ]

    def placing(self, courses: Collection[CourseId]) -> set[CourseId]:
        """Those of the courses that have such a question in one of their themes."""
        (found,) = PLACING.columns(self._connection, courses=list(courses))
        return set(map(CourseId, found))

    def shown(self, editions: Mapping[QuestionId, int]) -> dict[QuestionId, Shown]:
        """Questions as they are or were in these editions."""
        now: dict[str, Any] = {}
        for some in chunks(editions):
            statement = sa.select(t.questions).where(_q.id.in_(some))
            now.update((row.id, row) for row in self._connection.execute(statement))
        asked: dict[str, Any] = {one: row for one, row in now.items() if row.edition == editions[QuestionId(one)]}
        former = t.question_editions.c
        for some in chunks(one for one in editions if one in now and one not in asked):
            statement = sa.select(t.question_editions).where(former.question_id.in_(some))
            for row in self._connection.execute(statement):
                if row.edition == editions[QuestionId(row.question_id)]:
                    asked[row.question_id] = row
        return {
            QuestionId(one): Shown(reference=now[one].reference, wording=wording_of(row)) for one, row in asked.items()
        }
