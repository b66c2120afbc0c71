"""Copies by themselves: where each day and each round begins and ends."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ledr_core import Refused
from ledr_core.domain.certification.copies import Copy, Rework, State
from ledr_core.domain.certification.grading import Grading
from ledr_core.domain.kernel.identifiers import CaseId, CopyId, CourseId, PersonId
from ledr_core.domain.kernel.moments import Moment

END = date(2027, 10, 31)


def noon(year: int, month: int, day: int) -> Moment:
    return Moment(datetime(year, month, day, 11, tzinfo=UTC))


def a_graded_copy(grade: str = "11") -> Copy:
    """A copy that was handed in on Thursday 19 November 2026 and graded the day after."""
    copy = Copy(
        CopyId("c"), PersonId("lea"), CourseId("recruter"), CaseId("k1"), noon(2026, 11, 2).instant, {1: "Avant"}
    )
    copy.hand_in(noon(2026, 11, 19), ())
    copy.give(Grading((Decimal(grade),), ("",), noon(2026, 11, 20).instant))
    return copy


def a_reworked_copy(asked: Moment, end: date | None) -> tuple[Copy, Rework]:
    copy = a_graded_copy()
    copy.ask_to_rework(end, asked)
    assert copy.rework is not None
    return copy, copy.rework


@pytest.mark.rule("CASE-9")
def test_a_rework_ends_the_day_after_its_last_day_and_once() -> None:
    copy, rework = a_reworked_copy(noon(2026, 11, 21), None)
    copy.answers[1] = "Après"

    assert rework.until == date(2026, 12, 5)
    assert not copy.lapse(noon(2026, 12, 5))
    assert (copy.lapse(noon(2026, 12, 6)), copy.lapse(noon(2026, 12, 7))) == (True, False)
    assert (copy.state, copy.grade, copy.answers) == (State.GRADED, 11, {1: "Avant"})


@pytest.mark.rule("NOTE-6")
@pytest.mark.parametrize("handed_in", [False, True])
def test_a_second_round_without_a_grade_is_given_up_once_and_the_first_one_stands(handed_in: bool) -> None:
    copy, _ = a_reworked_copy(noon(2026, 11, 21), None)
    copy.answers[1] = "Après"
    if handed_in:
        copy.hand_in(noon(2026, 11, 22), ())

    assert (copy.give_up_rework(noon(2026, 11, 23)), copy.give_up_rework(noon(2026, 11, 23))) == (True, False)
    assert (copy.state, copy.grade, copy.answers) == (State.GRADED, 11, {1: "Avant"})
    assert not a_graded_copy().give_up_rework(noon(2026, 11, 23))


@pytest.mark.rule("CASE-9")
def test_a_rework_lasts_until_the_end_date_as_it_is_now_and_14_days_at_least() -> None:
    copy, rework = a_reworked_copy(noon(2026, 11, 21), END)
    assert rework.until == END

    for end, last in ((date(2027, 1, 31), date(2027, 1, 31)), (date(2026, 11, 30), date(2026, 12, 5)), (None, None)):
        copy.stays_open(end)
        assert rework.until == (last or date(2026, 12, 5))


@pytest.mark.rule("CASE-9")
@pytest.mark.parametrize(
    ("end", "last"), [(END, END), (date(2026, 11, 25), date(2026, 12, 4)), (None, date(2026, 12, 4))]
)
def test_the_last_day_to_ask_is_the_end_date_or_14_days_after_the_grade(end: date | None, last: date) -> None:
    copy, late = a_graded_copy(), date.fromordinal(last.toordinal() + 1)

    assert (copy.rework_allowed(end, last), copy.rework_allowed(end, late)) == (True, False)
    with pytest.raises(Refused) as refused:
        copy.ask_to_rework(end, noon(late.year, late.month, late.day))
    assert (refused.value.reason, refused.value.facts["until"]) == ("asked too late", last)
    copy.ask_to_rework(end, noon(last.year, last.month, last.day))


@pytest.mark.rule("CASE-7")
def test_a_copy_that_waits_is_planned_again_and_one_that_is_graded_is_not() -> None:
    copy = a_graded_copy()
    copy.plan_again([date(2026, 11, 20)])
    assert copy.planned == date(2026, 11, 20)
    copy.ask_to_rework(END, noon(2026, 11, 21))
    copy.plan_again([date(2026, 11, 20)])
    copy.hand_in(noon(2026, 11, 24), ())

    copy.plan_again([date(2026, 11, 27)])

    assert (copy.planned, copy.batch) == (date(2026, 12, 4), date(2026, 11, 20))
    copy.plan_again([])
    assert copy.planned == date(2026, 11, 27)
