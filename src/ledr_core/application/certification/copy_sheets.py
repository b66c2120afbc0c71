"""Results about final cases and copies."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_core.application.certification.copies import last_day
from ledr_core.application.certification.printing import undrawn
from ledr_core.application.operating.naming import Naming, by_title, with_titles
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course
from ledr_core.domain.certification.copies import Copy, State
from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.certification.opening import Obstacle
from ledr_core.domain.people.person import Person
from ledr_core.views.cases import (
    BegunView,
    CaseQuestionView,
    CaseView,
    CopyAnswerView,
    CopyView,
    GradeView,
    ObstacleView,
    OpeningView,
    WaitingCopyView,
)


def opening_view(work: Work, person: Person, course: Course, obstacles: Sequence[Obstacle]) -> OpeningView:
    """Whether a case is open, and what is missing."""
    missing = tuple(
        ObstacleView(one.rule, one.what, one.ground, with_titles(work.unit, one.facts)) for one in obstacles
    )
    return OpeningView(person.email, person.name, by_title(course), not missing, missing)


def begun_view(course: Course, case: Case) -> BegunView:
    """A case that has been begun; rubrics are not for learners before the correction."""
    questions = (CaseQuestionView(number, one.text, one.maximum) for number, one in enumerate(case.questions, 1))
    return BegunView(by_title(course), case.reference, case.edition, tuple(questions))


def copy_view(work: Work, person: Person, copy: Copy) -> CopyView:
    """A copy as its learner sees it."""
    case = work.unit.catalogue.case(copy.case)
    end = last_day(work, person, copy.course)
    rework = copy.rework if copy.state is State.REWORKING else None
    return CopyView(
        person=person.email,
        name=person.name,
        course=by_title(work.unit.catalogue.course(copy.course)),
        state=copy.state.value,
        case=case.reference,
        version=case.edition,
        batch=copy.planned,
        answers=answers_of(copy, case),
        grade=copy.grade,
        level=copy.level.value if copy.level else None,
        rework_allowed=copy.rework_allowed(end, work.today),
        rework_until=rework.lasts_until(end) if rework else None,
    )


def answers_of(copy: Copy, case: Case) -> tuple[CopyAnswerView, ...]:
    """Each question with what is written now, and the mark and comment of the correction that counts."""
    correction = copy.correction
    return tuple(
        CopyAnswerView(
            question=number,
            subject=one.text,
            maximum=one.maximum,
            text=copy.answers.get(number, ""),
            mark=correction.marks[number - 1] if correction else None,
            comment=correction.comments[number - 1] if correction else None,
        )
        for number, one in enumerate(case.questions, 1)
    )


def waiting_views(work: Work, copies: Sequence[Copy]) -> tuple[WaitingCopyView, ...]:
    """Copies that wait for their grade."""
    naming = Naming(work.unit)
    cards = work.unit.people.cards(copy.person for copy in copies)
    cases = {identifier: work.unit.catalogue.case(identifier) for identifier in {copy.case for copy in copies}}
    return tuple(
        WaitingCopyView(
            person=cards[copy.person].email,
            name=cards[copy.person].name,
            course=str(naming.words(copy.course)),
            case=cases[copy.case].reference,
            version=cases[copy.case].edition,
            batch=copy.planned or work.today,
            handed_in=copy.sent,
            round=copy.round,
            answers=answers_of(copy, cases[copy.case]),
            undrawn=undrawn(work.ports.documents, cards[copy.person].name),
        )
        for copy in copies
    )


def case_view(work: Work, case: Case) -> CaseView:
    """A case, and how many copies were begun on it."""
    course = work.unit.catalogue.course(case.course).reference
    return CaseView(case.reference, course, case.public, case.edition, work.unit.copies.count_of(case.id))


def grade_view(work: Work, person: Person, copy: Copy) -> GradeView:
    """The grade that a copy has now."""
    assert copy.grade is not None
    employer = work.unit.companies.get(person.company) if person.company else None
    return GradeView(
        person=person.email,
        course=by_title(work.unit.catalogue.course(copy.course)),
        grade=copy.grade,
        level=copy.level.value if copy.level else None,
        rework_allowed=copy.rework_allowed(last_day(work, person, copy.course), work.today),
        undrawn=undrawn(work.ports.documents, person.name, employer.name if employer else None),
    )
