"""Periods that figures are told of, and those before them (TEAM-4)."""

from datetime import date

import pytest

from ledr_core import Invalid
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.organisation.periods import BEGINNING, Period, past_week, period_asked

TODAY = date(2026, 11, 19)


@pytest.mark.rule("TEAM-4")
@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-11-10", "2026-11-19", ("2026-10-31", "2026-11-09")),
        ("2026-11-19", "2026-11-19", ("2026-11-18", "2026-11-18")),
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31")),
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("2026-03-01", "2026-03-30", ("2026-01-30", "2026-02-28")),
        ("2026-03-02", "2026-03-31", ("2026-01-31", "2026-03-01")),
    ],
)
def test_as_many_days_before_or_as_many_months(first: str, last: str, before: tuple[str, str]) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last))

    assert period.before == Period(*map(date.fromisoformat, before))


@pytest.mark.rule("TEAM-4")
def test_nothing_is_before_the_beginning() -> None:
    assert period_asked(None, None, TODAY) == Period(BEGINNING, TODAY)
    assert Period(BEGINNING, TODAY).before is None


@pytest.mark.rule("TEAM-4")
def test_a_period_is_over_at_midnight_on_the_schools_clock() -> None:
    """25 October 2026 has 25 hours."""
    period = Period(date(2026, 10, 25), date(2026, 10, 25))

    assert (period.begins, period.over) == (Moment.at("2026-10-25").instant, Moment.at("2026-10-26").instant)
    assert (period.over - period.begins).total_seconds() == 25 * 3600


@pytest.mark.rule("TEAM-4")
def test_what_is_asked_may_end_later_but_not_begin_later() -> None:
    month = period_asked(date(2026, 11, 1), date(2026, 11, 30), TODAY)

    assert (month.so_far(TODAY), month.before) == (
        Period(date(2026, 11, 1), TODAY),
        Period(date(2026, 10, 1), date(2026, 10, 31)),
    )
    for first, last in ((date(2026, 11, 20), None), (date(2026, 11, 2), date(2026, 11, 1))):
        with pytest.raises(Invalid):
            period_asked(first, last, TODAY)


@pytest.mark.rule("TEAM-8")
@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 22)])
def test_the_week_that_is_over_ends_on_sunday(day: date) -> None:
    assert past_week(day) == Period(date(2026, 11, 9), date(2026, 11, 15))
