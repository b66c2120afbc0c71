"""Practice quizzes, placement tests and notes, as rows and back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import asdict

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared
from ledr_adapters.sql.statements import locked
from ledr_adapters.sql.unit import Layout, Mapper, Row, Rows, Tracker
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, PlacementId, QuestionId, QuizId
from ledr_core.domain.learning.placement import PlacementQuestion, PlacementTest, ThemeScore
from ledr_core.domain.learning.practice_quiz import Answered, Practice, PracticeQuiz


def _quizzes(practice: Practice) -> Rows:
    return {
        (quiz.id,): (
            practice.person,
            quiz.number,
            quiz.course,
            [[question, edition] for question, edition in quiz.questions.items()],
            quiz.started,
            quiz.finished,
        )
        for quiz in practice.quizzes.values()
    }


def _answered(practice: Practice) -> Rows:
    return {
        (practice.person, question): (answered.quiz, answered.right) for question, answered in practice.answered.items()
    }


PRACTICE = Mapper[Practice](
    Layout(t.practices, ("person_id",), ("counted",)),
    lambda practice: ((practice.person,), (sorted(practice.counted),)),
    [
        (
            Layout(t.quizzes, ("id",), ("person_id", "number", "course_id", "questions", "started", "finished")),
            _quizzes,
        ),
        (Layout(t.practice_answers, ("person_id", "question_id"), ("quiz", "right")), _answered),
    ],
)


COUNTED = Prepared(sa.select(t.practices.c.counted).where(t.practices.c.person_id == sa.bindparam("person")))


class SqlQuizzes:
    """The practice quizzes of people."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(PRACTICE)

    def of(self, person: PersonId) -> Practice:
        """The practice of a person, empty at first."""
        known = self.tracker.known(person)
        if known is not None:
            return known
        statement = locked(self._connection, _of(t.practices, person), reads=self._reads)
        row = self._connection.execute(statement).one_or_none()
        if row is None:
            practice = Practice(person)
            self.tracker.add(practice)
            return practice
        practice = Practice(person, _lessons(row.counted))
        for quiz in self._connection.execute(_of(t.quizzes, person).order_by(t.quizzes.c.number)):
            practice.quizzes[QuizId(quiz.id)] = _quiz(quiz)
        for answer in self._connection.execute(_of(t.practice_answers, person)):
            practice.answered[QuestionId(answer.question_id)] = Answered(answer.quiz, answer.right)
        return self.tracker.loaded(practice, row.version)

    def counted(self, person: PersonId) -> frozenset[LessonId]:
        """The lessons that a person had seen at the last quiz finished or postponed."""
        (counted,) = COUNTED.columns(self._connection, person=person)
        return _lessons(counted[0] if counted else ())


def _of(table: sa.Table, person: PersonId) -> sa.Select[Any]:
    return sa.select(table).where(table.c.person_id == person)


def _lessons(counted: Any) -> frozenset[LessonId]:
    return frozenset(map(LessonId, counted))


def _quiz(row: Any) -> PracticeQuiz:
    questions = {QuestionId(question): edition for question, edition in row.questions}
    return PracticeQuiz(QuizId(row.id), row.number, CourseId(row.course_id), questions, row.started, row.finished)


def _test_row(test: PlacementTest) -> tuple[Row, Row]:
    return (test.id,), (
        test.person,
        test.email,
        test.email.casefold(),
        test.seed,
        [[question.id, question.edition, question.theme] for question in test.questions],
        test.started,
        test.finished,
        [asdict(score) for score in test.result],
        test.token_hash,
    )


PLACEMENT = Mapper[PlacementTest](
    Layout(
        t.placements,
        ("id",),
        ("person_id", "email", "email_key", "seed", "questions", "started", "finished", "result", "token_hash"),
    ),
    _test_row,
)


class SqlPlacements:
    """The placement tests."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(PLACEMENT)

    def get(self, test: PlacementId) -> PlacementTest | None:
        """One go at the test."""
        return self._one(t.placements.c.id == test)

    def with_token(self, token_hash: str) -> PlacementTest | None:
        """The one whose result this hash of a secret opens."""
        return self._one(t.placements.c.token_hash == token_hash)

    def taken(self, email: str, person: PersonId | None = None) -> bool:
        """Whether one was finished with that address, or by that person."""
        p = t.placements.c
        whose = p.email_key == email.strip().casefold()
        theirs = whose if person is None else sa.or_(whose, p.person_id == person)
        return (
            self._connection.execute(sa.select(p.id).where(theirs, p.finished.is_not(None)).limit(1)).first()
            is not None
        )

    def add(self, test: PlacementTest) -> None:
        """Keep a new one."""
        self.tracker.add(test)

    def _one(self, condition: sa.ColumnElement[bool]) -> PlacementTest | None:
        statement = locked(self._connection, sa.select(t.placements).where(condition), reads=self._reads)
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else self.tracker.loaded(_test(row), row.version)


def _test(row: Any) -> PlacementTest:
    return PlacementTest(
        PlacementId(row.id),
        tuple(PlacementQuestion(QuestionId(one), edition, theme) for one, edition, theme in row.questions),
        row.seed,
        row.started,
        row.email,
        row.person_id and PersonId(row.person_id),
        row.finished,
        tuple(ThemeScore(**score) for score in row.result),
        row.token_hash,
    )
