"""When jobs fall due, on the school's clock."""

from datetime import date, datetime, time
from typing import Any

import pytest

from ledr_core.domain.jobs.schedule import JOBS, Timetable
from ledr_core.domain.kernel.moments import SCHOOL_ZONE, Moment

USUAL = Timetable(time(5), time(11))


def last(**runs: str) -> dict[str, date]:
    return {job: date.fromisoformat(day) for job, day in runs.items()}


def all_done(day: str) -> dict[str, date]:
    return dict.fromkeys(JOBS, date.fromisoformat(day))


def of_that_week(daily: str) -> dict[str, date]:
    return last(daily=daily, weekly="2026-11-17", monthly="2026-11-01")


def due(now: str, runs: dict[str, date], timetable: Timetable = USUAL) -> list[str]:
    return timetable.due(runs, Moment.at(now))


def following(now: str, runs: dict[str, date], timetable: Timetable = USUAL) -> str:
    """The instant at which the next job falls due, on the school's clock."""
    found: datetime = timetable.next(runs, Moment.at(now))
    return found.astimezone(SCHOOL_ZONE).isoformat()


@pytest.mark.rule("JOB-1")
@pytest.mark.parametrize(
    ("now", "run", "wanted"),
    [
        ("2026-11-20T04:59", "2026-11-19", []),
        ("2026-11-20T05:00", "2026-11-19", ["daily"]),
        ("2026-11-20T23:59", "2026-11-19", ["daily"]),
        ("2026-11-20T23:59", "2026-11-20", []),
        ("2026-11-21T00:00", "2026-11-20", []),
    ],
)
def test_the_daily_run_is_due_once_a_day_from_its_time_on(now: str, run: str, wanted: list[str]) -> None:
    assert due(now, all_done("2026-11-20") | last(daily=run)) == wanted


@pytest.mark.rule("JOB-2")
@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        ("2026-11-23T12:00", False),  # Monday: tomorrow's would follow at once
        ("2026-11-24T10:59", False),
        ("2026-11-24T11:00", True),
        ("2026-11-25T06:00", True),
        ("2026-11-29T23:59", True),  # Sunday
        ("2026-11-30T12:00", False),
    ],
)
def test_the_weekly_run_is_due_on_tuesday_and_caught_up_until_sunday(now: str, is_due: bool) -> None:
    runs = last(daily=now[:10], weekly="2026-11-17", monthly="2026-11-01")

    assert due(now, runs) == (["weekly"] if is_due else [])


@pytest.mark.rule("JOB-2")
@pytest.mark.parametrize(("run", "is_due"), [("2026-11-23", True), ("2026-11-24", False), ("2026-11-26", False)])
def test_a_run_of_that_week_is_enough(run: str, is_due: bool) -> None:
    """One before the Tuesday was that of the week before."""
    runs = all_done("2026-11-26") | last(weekly=run)

    assert due("2026-11-26T12:00", runs) == (["weekly"] if is_due else [])


@pytest.mark.rule("JOB-3")
@pytest.mark.parametrize(
    ("now", "run", "is_due"),
    [
        ("2026-12-01T04:59", "2026-11-01", False),
        ("2026-12-01T05:00", "2026-11-01", True),
        ("2026-12-31T23:00", "2026-11-30", True),
        ("2026-12-31T23:00", "2026-12-01", False),
        ("2027-03-01T05:00", "2027-02-28", True),
    ],
)
def test_the_monthly_run_is_due_from_the_first_day_of_the_month(now: str, run: str, is_due: bool) -> None:
    runs = last(daily=now[:10], weekly=now[:10], monthly=run)

    assert due(now, runs) == (["monthly"] if is_due else [])


def test_several_are_due_in_order() -> None:
    assert due("2026-12-01T11:00", all_done("2026-11-23")) == ["daily", "weekly", "monthly"]
    assert due("2026-12-01T11:00", {}) == ["daily", "weekly", "monthly"]


@pytest.mark.rule("JOB-8")
@pytest.mark.parametrize(
    ("day", "runs", "wanted"),
    [
        ("2026-12-01", all_done("2026-11-30"), ["05:00 daily", "05:00 monthly", "11:00 weekly"]),
        ("2026-12-01", {}, ["05:00 daily", "05:00 monthly", "11:00 weekly"]),
        ("2026-11-26", of_that_week("2026-11-25"), ["05:00 daily", "11:00 weekly"]),  # caught up
        ("2026-11-30", of_that_week("2026-11-29"), ["05:00 daily"]),  # on Monday the next one is near
        ("2026-11-24", all_done("2026-11-24"), []),
        ("2026-10-25", all_done("2026-10-24"), ["05:00 daily"]),  # winter time
    ],
)  # fmt: skip
def test_the_jobs_of_a_day_with_their_times(day: str, runs: dict[str, date], wanted: list[str]) -> None:
    found = USUAL.on(date.fromisoformat(day), runs)

    assert [f"{at.astimezone(SCHOOL_ZONE):%H:%M} {job}" for at, job in found] == wanted


@pytest.mark.parametrize(
    ("now", "runs", "wanted"),
    [
        ("2026-11-20T05:10", all_done("2026-11-20"), "2026-11-21T05:00:00+01:00"),
        ("2026-11-20T00:10", of_that_week("2026-11-19"), "2026-11-20T05:00:00+01:00"),
        ("2026-11-24T05:10", of_that_week("2026-11-24"), "2026-11-24T11:00:00+01:00"),
        ("2027-03-27T05:10", all_done("2027-03-27"), "2027-03-28T05:00:00+02:00"),  # summer time
        ("2026-10-24T05:10", all_done("2026-10-24"), "2026-10-25T05:00:00+01:00"),  # winter time
    ],
)  # fmt: skip
def test_the_next_job_is_told_on_the_schools_clock(now: str, runs: dict[str, date], wanted: str) -> None:
    assert following(now, runs) == wanted


@pytest.mark.parametrize(
    ("day", "at", "wanted"),
    [
        ("2027-03-28", time(2, 30), "2027-03-28T03:30:00+02:00"),  # left out by the clock: an hour later
        ("2026-10-25", time(2, 30), "2026-10-25T02:30:00+02:00"),  # there twice: the first
    ],
)
def test_a_time_that_the_clock_leaves_out_or_has_twice_is_due_once(day: str, at: time, wanted: str) -> None:
    timetable = Timetable(at, time(11))
    runs: dict[str, Any] = all_done(day) | last(daily="2026-10-24")

    assert following(f"{day}T00:10", runs, timetable) == wanted
    assert due(wanted, runs, timetable) == ["daily"]
    assert due(f"{day}T06:00", all_done(day), timetable) == []
