"""Practice quizzes, as rows and back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import frozen

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared
from ledr_adapters.sql.rows import Mapper, PartRows
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, QuestionId, QuizId
from ledr_core.domain.learning.practice_quiz import Answered, Practice, PracticeQuiz


@frozen
class _Taken:
    """A quiz, and whose it is."""

    person: PersonId
    quiz: PracticeQuiz


QUIZZES = PartRows[Practice, _Taken](
    t.quizzes,
    ("id",),
    lambda practice: {(quiz.id,): _Taken(practice.person, quiz) for quiz in practice.quizzes.values()},
    {
        "person_id": "person",
        "number": "quiz.number",
        "course_id": "quiz.course",
        "questions": lambda taken: [[question, edition] for question, edition in taken.quiz.questions.items()],
        "started": "quiz.started",
        "finished": "quiz.finished",
    },
)
ANSWERS = PartRows[Practice, Answered](
    t.practice_answers,
    ("person_id", "question_id"),
    lambda practice: {(practice.person, question): answered for question, answered in practice.answered.items()},
    {"quiz": "quiz", "right": "right"},
)
PRACTICE = Mapper[Practice](
    t.practices, {"person_id": "person"}, {"counted": lambda practice: sorted(practice.counted)}, (QUIZZES, ANSWERS)
)


def _of(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).where(table.c.person_id == sa.bindparam("person"))


PRACTISED = Prepared(_of(t.practices))
TAKEN = Prepared(_of(t.quizzes).order_by(t.quizzes.c.number))
ANSWERED = Prepared(_of(t.practice_answers))
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
        rows = PRACTISED.rows(self._connection, locked=not self._reads, person=person)
        if not rows:
            practice = Practice(person)
            self.tracker.add(practice)
            return practice
        (row,) = rows
        practice = Practice(person, _lessons(row.counted))
        for quiz in TAKEN.rows(self._connection, person=person):
            practice.quizzes[QuizId(quiz.id)] = _quiz(quiz)
        for answer in ANSWERED.rows(self._connection, person=person):
            practice.answered[QuestionId(answer.question_id)] = Answered(quiz=answer.quiz, right=answer.right)
        return self.tracker.loaded(practice, row.version)

    def counted(self, person: PersonId) -> frozenset[LessonId]:
        """The lessons that a person had seen at the last quiz finished or postponed."""
        (counted,) = COUNTED.columns(self._connection, person=person)
        return _lessons(counted[0] if counted else ())


def _lessons(counted: Any) -> frozenset[LessonId]:
    return frozenset(map(LessonId, counted))


def _quiz(row: Any) -> PracticeQuiz:
    return PracticeQuiz(
        id=QuizId(row.id),
        number=row.number,
        course=CourseId(row.course_id),
        questions={QuestionId(question): edition for question, edition in row.questions},
        started=row.started,
        finished=row.finished,
    )
