"""Which of several copies is meant, when no course is named."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ledr_core.domain.certification.choosing import copy_open_to, copy_to_ask_for, copy_to_see, is_left_behind
from ledr_core.domain.certification.copies import Copy
from ledr_core.domain.certification.grading import Grading
from ledr_core.domain.kernel.identifiers import CaseId, CopyId, CourseId, PersonId
from ledr_core.domain.kernel.moments import Moment

FIRST, SECOND = CourseId("recruter"), CourseId("sourcing")
END = date(2027, 10, 31)


def on(day: int) -> Moment:
    return Moment(datetime(2026, 11, day, 11, tzinfo=UTC))


def begun(course: CourseId, day: int = 2) -> Copy:
    return Copy(CopyId(course), PersonId("lea"), course, CaseId("k1"), on(day).instant, {1: "Avant"})


def graded(course: CourseId, day: int = 2) -> Copy:
    copy = begun(course, day)
    copy.hand_in(on(19), ())
    copy.give(Grading((Decimal("11"),), ("",), on(20).instant))
    return copy


def reworked(course: CourseId) -> Copy:
    copy = graded(course)
    copy.ask_to_rework(END, on(21))
    return copy


@pytest.mark.parametrize(
    ("copies", "followed", "meant"),
    [
        ([begun(FIRST), graded(SECOND, 9)], SECOND, SECOND),
        ([begun(FIRST), graded(SECOND, 9)], None, FIRST),
        ([graded(FIRST), graded(SECOND, 9)], None, SECOND),
    ],
    ids=["the present course's", "the open one", "the last"],
)
def test_the_copy_to_see(copies: list[Copy], followed: CourseId | None, meant: CourseId) -> None:
    found = copy_to_see(copies, followed)

    assert found is not None and found.course == meant
    assert copy_to_see([], followed) is None


@pytest.mark.rule("CASE-9")
def test_a_copy_under_rework_stays_open_in_a_course_that_is_left_and_one_begun_does_not() -> None:
    assert copy_open_to([begun(FIRST)], SECOND) is None
    assert copy_open_to([reworked(FIRST)], SECOND) == reworked(FIRST)
    assert copy_open_to([reworked(FIRST), begun(SECOND)], SECOND) == begun(SECOND)
    assert [is_left_behind(copy, SECOND) for copy in (graded(FIRST), reworked(FIRST), graded(SECOND))] == [1, 0, 0]
    assert not is_left_behind(graded(FIRST), None)


@pytest.mark.rule("CASE-9")
def test_a_rework_is_asked_of_the_present_course_s_copy_first_and_of_one_that_allows_it() -> None:
    copies, ends = [graded(FIRST, 9), graded(SECOND)], {FIRST: END, SECOND: END}

    assert copy_to_ask_for(copies, SECOND, ends, END) == copies[1]
    assert copy_to_ask_for(copies, None, ends, END) == copies[0]
    assert copy_to_ask_for(copies, SECOND, ends | {SECOND: None}, END) == copies[0]
    assert copy_to_ask_for([reworked(FIRST)], FIRST, ends, END) is None
