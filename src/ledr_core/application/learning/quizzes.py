"""Practice quizzes: 10 questions on lessons seen, for memory only. See the rules PQ."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_core.application.access.standings import must_learn, own_outline, own_seat
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import SELF
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.catalogue.questions import Shown
from ledr_core.domain.kernel.errors import NotFound
from ledr_core.domain.kernel.identifiers import QuestionId, QuizId
from ledr_core.domain.learning.practice_quiz import LENGTH, Offer, Practice, PracticeQuiz, is_ahead, offer
from ledr_core.domain.learning.progress import Record
from ledr_core.domain.people.person import Person
from ledr_core.views.nothing import Nothing
from ledr_core.views.quizzes import CorrectionView, QuizDueView, QuizQuestion, QuizResultView, QuizView


def is_quiz_due(work: Work, record: Record, outline: Outline) -> bool:
    """Whether a practice quiz is due in a course (PQ-4): one statement, and a second when enough lessons are seen."""
    seen = list(record.seen.intersection(outline.lessons))
    ahead = is_ahead(seen, work.unit.quizzes.counted(record.person))
    return ahead and work.unit.questions.practice_reaches(LENGTH, seen)


class Quizzes(Area):
    """Practice quizzes: 10 questions on lessons seen, for memory only."""

    name = "quizzes"
    may = SELF

    @operation(reads=True)
    def due(self, *, by: str, person: str | None = None) -> QuizDueView:
        """Whether a practice quiz is due, how many lessons of the course are seen, and at how many the next one comes.

        One is due every 5 lessons seen, from 10 questions on (PQ-2 to PQ-4); `next_at` takes the others in course
        order, and is null when the course has no more.

        Example: ledr quizzes due --person lea@manpower.example
        """
        found = self._learner(person)
        offered = self._offer(found, own_outline(self.work, found))
        return QuizDueView(offered.due, offered.seen, offered.next_at)

    @operation
    def start(self, *, by: str, person: str | None = None) -> QuizView:
        """Begin the practice quiz that is due; one that was begun and not finished is given again, the same.

        Refused PQ-4 when none is due, PQ-3 while there are fewer than 10 questions on lessons seen. After a change of
        course, one begun for the former course is dropped.

        Example: ledr quizzes start --person lea@manpower.example
        """
        found = self._learner(person)
        outline, practice = own_outline(self.work, found), self.work.unit.quizzes.of(found.id)
        self._offer(found, outline).must_be_due()
        quiz = practice.under_way(outline.course) or self._begun(practice, outline)
        shown = self._shown(quiz)
        asked = (shown[question] for question in quiz.questions)
        return QuizView(
            quiz.id, tuple(QuizQuestion(one.reference, one.wording.text, one.wording.choices) for one in asked)
        )

    @operation
    def finish(
        self, *, by: str, quiz: str, answers: Sequence[Sequence[int]], person: str | None = None
    ) -> QuizResultView:
        """Answer a quiz, and see how it went, this once: there is no way to read it again (PQ-6).

        `answers` has, for each question in its order, the numbers of the choices taken; none leaves it out.

        Example: ledr --as lea@manpower.example quizzes finish 3f2a81c09b "[[0],[2],[1,3],[],[1],[2],[0],[3],[0],[1]]"
        """
        found = self._learner(person)
        practice = self.work.unit.quizzes.of(found.id)
        taken = practice.quizzes.get(QuizId(quiz))
        if taken is None or self._is_of_a_former_course(taken, found):
            raise NotFound("quiz", quiz)
        shown = self._shown(taken)
        seen = self.work.record(found.id).seen
        right = practice.finish(taken, shown, answers, seen, self.work.moment.instant)
        asked = [shown[question] for question in taken.questions]
        corrections = (_correction(one, tuple(chosen)) for one, chosen in zip(asked, answers, strict=True))
        return QuizResultView(right, len(asked), tuple(corrections))

    @operation
    def postpone(self, *, by: str, person: str | None = None) -> Nothing:
        """Put the quiz that is due off to the next one; those missed do not add up (PQ-4). One begun is dropped.

        Example: ledr quizzes postpone --person lea@manpower.example
        """
        found = self._learner(person)
        practice = self.work.unit.quizzes.of(found.id)
        self._offer(found, own_outline(self.work, found)).must_be_due()
        practice.postpone(self.work.record(found.id).seen)
        return Nothing()

    def _learner(self, person: str | None) -> Person:
        found = self.work.own_subject(person)
        must_learn(self.work, found)
        return found

    def _offer(self, person: Person, outline: Outline) -> Offer:
        seen = self.work.record(person.id).seen
        questions = self.work.unit.questions.practice_counts(outline.lessons)
        return offer(outline.lessons, seen, self.work.unit.quizzes.counted(person.id), questions)

    def _is_of_a_former_course(self, quiz: PracticeQuiz, person: Person) -> bool:
        return quiz.finished is None and quiz.course != own_seat(self.work, person).course_id

    def _begun(self, practice: Practice, outline: Outline) -> PracticeQuiz:
        seen = self.work.record(practice.person).seen.intersection(outline.lessons)
        questions, number = self.work.unit.questions.practice(seen), QuizId(self.work.ports.chance.identifier())
        return practice.begin(number, outline.course, questions, self.work.moment.instant)

    def _shown(self, quiz: PracticeQuiz) -> dict[QuestionId, Shown]:
        return self.work.unit.questions.shown(quiz.questions)


def _correction(asked: Shown, chosen: tuple[int, ...]) -> CorrectionView:
    wording = asked.wording
    return CorrectionView(
        reference=asked.reference,
        text=wording.text,
        choices=wording.choices,
        right=wording.right,
        chosen=chosen,
        correct=wording.is_right(chosen),
        explanation=wording.explanation,
    )
