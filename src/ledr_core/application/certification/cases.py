"""The final case: opening, writing, handing in, correcting. See the rules CASE."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ledr_core.application.access.standings import must_learn
from ledr_core.application.certification.copies import (
    closed_fridays,
    copy_at_hand,
    copy_to_grade,
    copy_to_rework,
    copy_to_write,
    course_of,
    forget_copy,
    graded_copy,
    last_day,
    opening_of,
    public_case,
)
from ledr_core.application.certification.copy_sheets import (
    begun_view,
    case_view,
    copy_view,
    grade_view,
    opening_view,
)
from ledr_core.application.certification.correction_files import corrections_written, read_correction, waiting
from ledr_core.application.operating.files import FileIn, FolderOut, content_of
from ledr_core.application.operating.naming import by_title
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import MANAGER, PILOT, SELF
from ledr_core.application.operating.settling import settle
from ledr_core.application.operating.values import Day, Positive, Sentence, Text
from ledr_core.domain.certification.copies import Copy
from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.certification.grading import graded
from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused
from ledr_core.domain.kernel.identifiers import CopyId
from ledr_core.domain.people.person import Person
from ledr_core.views.cases import (
    BegunView,
    CaseView,
    CopyView,
    GradeView,
    HandedInView,
    OpeningView,
    ReworkView,
    WaitingCopyView,
)
from ledr_core.views.nothing import Nothing


class Cases(Area):
    """The final case: opening, writing, handing in, correcting."""

    name = "cases"

    @operation(may=(PILOT, MANAGER, SELF), reads=True)
    def explain(self, *, by: str, person: str, course: str | None = None) -> OpeningView:
        """Whether somebody can begin the case of a course, by default their own, and all that is missing (CASE-4).

        Example: ledr cases explain lea@manpower.example
        """
        found = self.work.person(person)
        chosen = course_of(self.work, found, course)
        return opening_view(self.work, found, chosen, opening_of(self.work, found, chosen).obstacles)

    @operation(may=SELF, reads=True)
    def show(self, *, by: str, person: str | None = None, course: str | None = None) -> CopyView:
        """A learner's copy: where it stands, what is written, and once graded its marks, comments and final grade.

        Example: ledr cases show --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        copy = copy_at_hand(self.work, found, course)
        if copy is None:
            return CopyView(found.email, found.name, by_title(course_of(self.work, found, course)), "none")
        return copy_view(self.work, found, copy)

    @operation(may=SELF)
    def begin(self, *, by: str, person: str | None = None) -> BegunView:
        """Begin the case of the course that one follows, once it is open (CASE-3).

        Refused with the first thing missing: `cases explain` gives them all.

        Example: ledr --as lea@manpower.example cases begin
        """
        found = self.work.own_subject(person)
        must_learn(self.work, found)
        course = course_of(self.work, found, None)
        opening_of(self.work, found, course).must_be_open()
        case = public_case(self.work, course)
        assert case is not None
        identifier = CopyId(self.work.ports.chance.identifier())
        self.work.unit.copies.add(Copy(identifier, found.id, course.id, case.id, self.work.moment.instant))
        return begun_view(course, case)

    @operation(may=SELF)
    def write(self, *, by: str, question: Positive, text: Text, person: str | None = None) -> Nothing:
        """Write the answer to a question, from 1; it can be written again until the copy is handed in (CASE-2).

        An empty text takes the answer away. Refused CASE-9 once it is handed in.

        Example: ledr --as lea@manpower.example cases write 1 "D'abord, comprendre le besoin."
        """
        copy = copy_to_write(self.work, self.work.own_subject(person))
        copy.write(self.work.unit.catalogue.case(copy.case), question, text, self.work.moment)
        return Nothing()

    @operation(may=SELF)
    def hand_in(self, *, by: str, person: str | None = None, complete: bool = False) -> HandedInView:
        """Hand the copy in; gives the Friday on which it is planned to be corrected (CASE-7). There is no second try.

        With blank answers it is refused, naming them, unless the copy is said to be `complete` as it is (CASE-12).

        Example: ledr --as lea@manpower.example cases hand-in
        """
        copy = copy_to_write(self.work, self.work.own_subject(person))
        if not complete:
            copy.must_be_written(self.work.unit.catalogue.case(copy.case), self.work.today)
        batch = copy.hand_in(self.work.moment, closed_fridays(self.work))
        return HandedInView(by_title(self.work.unit.catalogue.course(copy.course)), batch)

    @operation(may=SELF)
    def request_rework(self, *, by: str, person: str | None = None) -> ReworkView:
        """Open a graded copy once more, with 11 <= grade < 12 only; gives the last day on which it is open (CASE-9).

        It is allowed until one's end date, or 14 days after the grade if that is later.

        Example: ledr --as lea@manpower.example cases request-rework
        """
        found = self.work.own_subject(person)
        copy = copy_to_rework(self.work, found)
        until = copy.ask_to_rework(last_day(self.work, found, copy.course), self.work.moment)
        return ReworkView(by_title(self.work.unit.catalogue.course(copy.course)), until)

    @operation
    def publish(self, *, by: str, case: str) -> CaseView:
        """Have new copies of its course begun on that case, and on no other; copies begun stay on theirs (CASE-6).

        Example: ledr cases publish k2
        """
        found = self._case(case)
        found.publish(self.work.unit.catalogue.cases_of(found.course))
        return case_view(self.work, found)

    @operation
    def reword(self, *, by: str, case: str, question: Positive, text: Text) -> CaseView:
        """Correct the wording of a question in place, for copies begun too; a new subject is a new case (CASE-5).

        Example: ledr cases reword k1 3 "Rédige l'annonce du poste."
        """
        found = self._case(case)
        found.reword(question, text)
        return case_view(self.work, found)

    @operation(reads=True, first=corrections_written)
    def batch(
        self,
        written: tuple[WaitingCopyView, ...] | None,
        /,
        *,
        by: str,
        date: Day | None = None,
        folder: FolderOut | None = None,
    ) -> tuple[WaitingCopyView, ...]:
        """The copies to correct on a Friday, by default the next one, earlier ones still waiting among them (CASE-7).

        A folder named gets a file a copy, to fill in and give back: `ledr cases grade … --file`.

        Example: ledr cases batch --folder corrections
        """
        return tuple(view for _, view in waiting(self.work, date)) if written is None else written

    @operation
    def grade(
        self,
        *,
        by: str,
        person: str,
        marks: Sequence[Decimal] | None = None,
        comments: Sequence[Text] | None = None,
        course: str | None = None,
        file: FileIn | None = None,
    ) -> GradeView:
        """Give a copy its marks, one a question, by 0.25, and comments; or the file that `cases batch` wrote (CASE-8).

        The learner gets grade, correction and attestation by e-mail, and the certificate from 12 on (CERT-1, CERT-2).

        Example: ledr cases grade lea@manpower.example --file corrections/lea@manpower.example-recruter.md
        """
        if (file is None) == (marks is None):
            raise Invalid("marks" if file is None else "file", "marks and a file")
        if file is not None and comments is not None:
            raise Invalid("comments", "comments in the file")
        found = self.work.person(person)
        copy = copy_to_grade(self.work, found, course)
        case = self.work.unit.catalogue.case(copy.case)
        if file is not None:
            marks, comments = read_correction(content_of(file), copy, case)
        copy.give(graded(case.questions, marks or (), comments or (), self.work.moment.instant))
        return self._graded(found, copy)

    @operation
    def amend(
        self,
        *,
        by: str,
        person: str,
        marks: Sequence[Decimal],
        reason: Sentence,
        comments: Sequence[Text] | None = None,
        course: str | None = None,
    ) -> GradeView:
        """Change a correction that was sent, with a reason that is kept; the new one is sent, the level follows.

        Comments left out stay as they were (CASE-11).

        Example: ledr cases amend lea@manpower.example --marks 2 --marks 1.5 --reason "Question 2 mal lue"
        """
        found = self.work.person(person)
        copy = graded_copy(self.work, found, course)
        former = copy.correction
        kept = former.comments if comments is None and former is not None else tuple(comments or ())
        questions = self.work.unit.catalogue.case(copy.case).questions
        correction = graded(questions, marks, kept, self.work.moment.instant)
        copy.amend(correction, self.work.actor.name, reason)
        return self._graded(found, copy)

    @operation(destructive=True)
    def delete_copy(self, *, by: str, person: str, course: str) -> Nothing:
        """Delete a copy, so that its learner can start again once no certificate remains (CASE-10).

        Example: ledr --yes cases delete-copy lea@manpower.example recruter
        """
        found, chosen = self.work.person(person), self.work.course(course)
        copy = self.work.unit.copies.of(found.id, chosen.id)
        if copy is None:
            raise Refused("CASE-10", "no copy", {"person": found.id, "course": chosen.id})
        forget_copy(self.work, copy)
        return Nothing()

    def _case(self, reference: str) -> Case:
        found = self.work.unit.catalogue.cases([reference]).get(reference)
        if found is None:
            raise NotFound("case", reference)
        return found

    def _graded(self, person: Person, copy: Copy) -> GradeView:
        settle(self.work)
        return grade_view(self.work, person, copy)
