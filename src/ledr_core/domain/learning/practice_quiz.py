"""The practice quiz: 10 questions on lessons seen, offered every 5 lessons, for memory only (PQ)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from attrs import define, field, frozen

from ledr_core.domain.catalogue.questions import Askable, Shown, must_answer, shuffled
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, QuestionId, QuizId

LENGTH: Final = 10
"""Questions in a quiz, and how many must exist on the lessons seen before the first (PQ-1, PQ-3)."""
RHYTHM: Final = 5
"""Lessons seen from one quiz to the next, the same in all courses (PQ-2)."""
RETURNING: Final = LENGTH // 2
"""How many questions of a quiz may be there because they were last answered wrong (PQ-7)."""


@frozen
class Offer:
    """Whether a quiz is due (PQ-4): how many lessons are seen, and on how many questions it can draw.

    *next_at* is the number of lessons seen at which the next one comes; None when the course, as it is, has no more.
    """

    due: bool
    seen: int
    questions: int
    next_at: int | None
    ahead: bool

    def must_be_due(self) -> None:
        """Raises Refused unless a quiz is due: PQ-4 too early, PQ-3 too few questions."""
        if not self.ahead:
            raise Refused("PQ-4", "not due", {"seen": self.seen, "next_at": self.next_at})
        if not self.due:
            raise Refused("PQ-3", "too few questions", {"questions": self.questions, "needed": LENGTH})


def offer(
    lessons: Sequence[LessonId],
    seen: Collection[LessonId],
    counted: Collection[LessonId],
    questions: Mapping[LessonId, int],
) -> Offer:
    """What is offered to somebody who has *seen* these of the *lessons* of their course, in its order.

    *counted* are the lessons seen at the last quiz finished or postponed; *questions* says how many are on a lesson.
    """
    done = [lesson for lesson in lessons if lesson in seen]
    known = sum(questions.get(lesson, 0) for lesson in done)
    early = not is_ahead(done, counted)
    due = not early and known >= LENGTH
    rounds = len(done) // RHYTHM if due or early else _rounds(done, counted)
    unseen = (questions.get(lesson, 0) for lesson in lessons if lesson not in seen)
    return Offer(due, len(done), known, _next_at(len(done), rounds, known, unseen), not early)


def is_ahead(seen: Collection[LessonId], counted: Collection[LessonId]) -> bool:
    """Whether floor(seen / 5) exceeds its value at the last quiz; *seen* are those of the current course (PQ-4).

    Of the lessons counted then, those of the current course alone matter: somebody who moves keeps their rhythm.
    """
    return len(seen) // RHYTHM > _rounds(seen, counted)


def _rounds(seen: Collection[LessonId], counted: Collection[LessonId]) -> int:
    return sum(map(counted.__contains__, seen)) // RHYTHM


def _next_at(seen: int, rounds: int, questions: int, unseen: Iterable[int]) -> int | None:
    """At how many lessons the next quiz comes when the others are seen in course order."""
    for number, more in enumerate(unseen, seen + 1):
        questions += more
        if number // RHYTHM > rounds and questions >= LENGTH:
            return number
    return None


@frozen
class Answered:
    """The last time that somebody was asked a question: in which of their quizzes, and whether they were right."""

    quiz: int
    right: bool


def draw(questions: Collection[Askable], answered: Mapping[QuestionId, Answered], seed: str) -> tuple[Askable, ...]:
    """The questions of a quiz: last answered wrong up to a half of it, the others least recently asked (PQ-7).

    Never asked counts as longest ago. A seed decides between equals and in which order they stand.
    """
    in_chance = shuffled(questions, seed)
    in_turn = sorted(in_chance, key=lambda one: answered[one.id].quiz if one.id in answered else 0)
    wrong = [one for one in in_turn if one.id in answered and not answered[one.id].right][:RETURNING]
    drawn = [*wrong, *(one for one in in_turn if one not in wrong)][:LENGTH]
    return tuple(shuffled(drawn, f"{seed}:order"))


@define
class PracticeQuiz:
    """One quiz: its place among the person's, the course for which it is, and its questions, each in its edition."""

    id: QuizId
    number: int
    course: CourseId
    questions: Mapping[QuestionId, int]
    started: datetime
    finished: datetime | None = None


@define
class Practice:
    """A person's practice quizzes. Of an answer only the last one is kept, and only whether it was right (PQ-6)."""

    person: PersonId
    counted: frozenset[LessonId] = frozenset()
    """The lessons seen, whatever the course, at the last quiz finished or postponed."""
    quizzes: dict[QuizId, PracticeQuiz] = field(factory=dict)
    answered: dict[QuestionId, Answered] = field(factory=dict)

    def under_way(self, course: CourseId) -> PracticeQuiz | None:
        """The quiz that was begun for a course and not finished."""
        return next((quiz for quiz in self.quizzes.values() if quiz.finished is None and quiz.course == course), None)

    def begin(self, quiz: QuizId, course: CourseId, questions: Collection[Askable], at: datetime) -> PracticeQuiz:
        """Draw a quiz; its identifier is the seed. One under way, for a former course, is dropped."""
        self._drop()
        drawn = draw(questions, self.answered, quiz)
        begun = PracticeQuiz(quiz, len(self.quizzes) + 1, course, {one.id: one.edition for one in drawn}, at)
        self.quizzes[quiz] = begun
        return begun

    def finish(
        self,
        quiz: PracticeQuiz,
        shown: Mapping[QuestionId, Shown],
        answers: Sequence[Sequence[int]],
        seen: Collection[LessonId],
        at: datetime,
    ) -> int:
        """Take the answers, in the order of the questions; gives how many are right.

        Raises Refused PQ-6 when it is finished already; Invalid when the answers do not fit the questions.
        """
        if quiz.finished is not None:
            raise Refused("PQ-6", "finished", {})
        asked = [shown[question] for question in quiz.questions]
        must_answer(asked, answers)
        right = [one.wording.is_right(chosen) for one, chosen in zip(asked, answers, strict=True)]
        for question, was_right in zip(quiz.questions, right, strict=True):
            self.answered[question] = Answered(quiz.number, was_right)
        quiz.finished, self.counted = at, frozenset(seen)
        return sum(right)

    def postpone(self, seen: Collection[LessonId]) -> None:
        """Put a due quiz off until the next one falls due: those missed do not add up, one begun is dropped (PQ-4)."""
        self._drop()
        self.counted = frozenset(seen)

    def _drop(self) -> None:
        self.quizzes = {number: quiz for number, quiz in self.quizzes.items() if quiz.finished is not None}
