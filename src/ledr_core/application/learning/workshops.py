"""Workshops: their steps, and what people answer to their questions. See the rules WORK."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from ledr_core.application.access.standings import enrolled, learning_seat, must_learn
from ledr_core.application.learning.reviewing import review_everywhere
from ledr_core.application.operating.naming import by_title
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import NOBODY_ELSE, SELF
from ledr_core.application.operating.values import Count, LastSeen, Limit, Text
from ledr_core.domain.catalogue.outline import Outline, WorkshopOutline
from ledr_core.domain.kernel.errors import Invalid, NotFound
from ledr_core.domain.kernel.identifiers import WorkshopId
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.learning.progress import Record
from ledr_core.domain.learning.workshops import (
    LATEST,
    Answer,
    Step,
    StepName,
    WorkshopWork,
    chosen_answers,
    must_be_answered,
    must_have_answered,
    must_have_question,
    others_answers,
    question_of,
)
from ledr_core.domain.people.person import Person
from ledr_core.ports.paging import Page
from ledr_core.views.nothing import Nothing
from ledr_core.views.workshops import AnswerItem, AnswerView, StepView, WorkshopItem, WorkshopsView


class Workshops(Area):
    """The workshops of a course: steps, and answers to their questions."""

    name = "workshops"
    may = SELF

    @operation(reads=True)
    def list(self, *, by: str, person: str | None = None) -> WorkshopsView:
        """The workshops of one's course, how many it requires, and which modules lock one (WORK-2, WORK-4).

        Example: ledr workshops list --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        outline = self.work.outline(learning_seat(self.work, found).course_id)
        record = self.work.record(found.id)
        done, items = record.workshops_done(outline), workshop_items(record, outline)
        return WorkshopsView(outline.workshops_required, done, items)

    @operation
    def step(
        self,
        *,
        by: str,
        workshop: str,
        step: Step | StepName,
        question: Count | None = None,
        answer: Text | None = None,
        person: str | None = None,
    ) -> StepView:
        """Take note of a step of a workshop, which counts when all before it are done (WORK-1).

        Taken too early, it counts by itself once they are: `first` names the one that comes first, else it is null.
        A main question and a correction name their `question`, from 1, unless the workshop has but one; main questions
        may be taken in any order, corrections as well. The introduction question and a main question take an `answer`,
        kept as typed; answering again replaces it. A workshop without an introduction
        question has that step without an answer, and goes on without it. What a step does not take is ignored. Refused
        WORK-3 while the workshop is locked.

        Example: ledr workshops step w1 main_question --question 1 --answer "Je cherche" --person lea@manpower.example
        """
        step = Step(step)
        if step is Step.MAIN_QUESTION:
            must_be_answered(answer)
        found = self.work.own_subject(person)
        standing = must_learn(self.work, found)
        outline = self.work.outline(enrolled(self.work, found, standing).course_id)
        taken = self._of_course(outline, workshop, found)
        number = question_of(step, taken, question)
        text = must_be_answered(answer) if step.is_answered_in(taken) else None
        record = self.work.record(found.id)
        percent, first = record.take_step(outline, taken, step, number, self.work.moment)
        if text is not None:
            self._keep(taken, number, found, text)
        if found is self.work.actor.person:
            self.work.unit.accounts.active(found.id, self.work.moment.instant)
        review_everywhere(self.work, standing, record, known=outline)
        return StepView(by_title(taken), percent, first)

    def _keep(self, workshop: WorkshopOutline, question: int, person: Person, text: str) -> None:
        """Keep an answer; the same text again stays the answer that it was."""
        answers = self.work.unit.answers
        former = answers.of(workshop.id, question, person.id)
        if former is None or former.text != text:
            number = self.work.ports.chance.identifier()
            answers.put(Answer(number, workshop.id, question, person.id, text, self.work.moment.instant))

    @operation(reads=True)
    def answers(self, *, by: str, workshop: str, question: Count, person: str | None = None) -> tuple[AnswerView, ...]:
        """What others answered to a question, once one has: what staff chose, else the 3 most recent (WORK-5).

        Questions are numbered from 1; 0 is the introduction question. Nobody is named.

        Example: ledr workshops answers w1 1 --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        outline = self.work.outline(learning_seat(self.work, found).course_id)
        asked = self._of_course(outline, workshop, found)
        must_have_question(asked, question)
        answers = self.work.unit.answers
        must_have_answered(asked, question, answers.of(asked.id, question, found.id))
        chosen = answers.chosen(asked.id, question)
        latest = () if chosen else answers.latest(asked.id, question, found.id, Page(limit=LATEST))
        shown = others_answers(chosen, latest, found.id)
        return tuple(AnswerView(answer.text, answer.chosen is not None) for answer in shown)

    @operation(may=NOBODY_ELSE, reads=True)
    def all_answers(
        self,
        *,
        by: str,
        workshop: str,
        question: Count,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("answer")] | None = None,
    ) -> tuple[AnswerItem, ...]:
        """All the answers to a question, most recent first, with what `choose_answers` calls them (WORK-6).

        Example: ledr workshops all-answers w1 1
        """
        found = self._workshop(workshop, question)
        answers = self._latest(found, question, Page(after, limit))
        cards = self.work.unit.people.cards([answer.person for answer in answers])
        return tuple(
            AnswerItem(
                answer.id,
                cards[answer.person].email,
                cards[answer.person].name,
                answer.text,
                answer.answered,
                answer.chosen,
            )
            for answer in answers
        )

    @operation(may=NOBODY_ELSE)
    def choose_answers(self, *, by: str, workshop: str, question: Count, answers: Sequence[str]) -> Nothing:
        """Choose the answers to a question that learners see, in that order; none: the 3 most recent (WORK-5, WORK-6).

        Each is named as `all_answers` does, or by the e-mail of the person who gave it.

        Example: ledr workshops choose-answers w1 1 --answers 5f3c --answers 9a1e
        """
        found = self._workshop(workshop, question)
        kept = self.work.unit.answers
        kept.choosing(found)
        given = kept.latest(found, question)
        cards = self.work.unit.people.cards([answer.person for answer in given])
        names = {address_key(cards[answer.person].email): answer.id for answer in given}
        kept.choose(found, question, chosen_answers(given, answers, names))
        return Nothing()

    def _latest(self, workshop: WorkshopId, question: int, page: Page[str]) -> Sequence[Answer]:
        """The answers on a page. Raises Invalid (after) for one to go on after that is no more."""
        try:
            return self.work.unit.answers.latest(workshop, question, page=page)
        except LookupError:
            raise Invalid("after", "not an answer to it", {"value": page.after}) from None

    def _workshop(self, reference: str, question: int) -> WorkshopId:
        """The workshop of that reference, which must have that question."""
        found = self.work.unit.catalogue.workshops([reference]).get(reference)
        if found is None:
            raise NotFound("workshop", reference)
        asks_first = bool(found.introduction_question)
        must_have_question(WorkshopOutline(found.id, reference, "", len(found.questions), asks_first), question)
        return found.id

    def _of_course(self, outline: Outline, reference: str, person: Person) -> WorkshopOutline:
        """The workshop of a course. Raises NotFound, and Refused ROLE-3 when only another course has it."""
        own = any(one.reference == reference for one in outline.workshops)
        if not own and not self.work.unit.catalogue.workshops([reference]):
            raise NotFound("workshop", reference)
        return outline.own_workshop(reference, person.id)


def workshop_items(record: Record, outline: Outline) -> tuple[WorkshopItem, ...]:
    """How far a person is with each workshop of a course, and the modules that lock it."""
    return tuple(_item(record, outline, workshop) for workshop in outline.workshops)


def _item(record: Record, outline: Outline, workshop: WorkshopOutline) -> WorkshopItem:
    lacking = record.missing_modules(outline, workshop)
    missing = tuple(map(by_title, lacking))
    percent = record.workshops.get(workshop.id, WorkshopWork()).percent(workshop)
    return WorkshopItem(workshop.reference, workshop.title, percent, bool(missing), missing)
