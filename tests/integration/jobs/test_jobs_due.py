"""`jobs.due`: whatever is due, in order, once (JOB-1 to JOB-4)."""

from typing import Any

import pytest

from ledr_core import Invalid
from ledr_core.ports.settings import SettingValue
from tests.integration.conftest import THURSDAY, Rehearsal, refusal


def due(ledr: Rehearsal, day: str, hour: str) -> list[str]:
    """The jobs that a call at that time runs."""
    ledr.at(day, hour)
    return [run.job for run in ledr.school.jobs.due(by="staff").runs]


@pytest.mark.rule("JOB-1", "JOB-2", "JOB-3", "JOB-4")
def test_called_every_now_and_then_each_job_runs_when_it_is_due_and_once(stored: Rehearsal) -> None:
    for day in ("2026-11-29", "2026-11-30"):
        due(stored, day, "06:00")

    calls = [
        (hour, due(stored, "2026-12-01", hour))
        for hour in ("00:05", "04:55", "05:00", "05:05", "10:55", "11:00", "11:05")
    ]

    assert [(hour, jobs) for hour, jobs in calls if jobs] == [("05:00", ["daily", "monthly"]), ("11:00", ["weekly"])]
    logged = [(run.job, run.date.isoformat()) for run in stored.school.jobs.log(by="staff", since="2026-12-01")]
    assert logged == [("daily", "2026-12-01"), ("monthly", "2026-12-01"), ("weekly", "2026-12-01")]


@pytest.mark.rule("JOB-4")
def test_the_log_is_read_run_by_run_whatever_started_at_one_instant(stored: Rehearsal) -> None:
    """Days that were missed and are caught up by hand start at one instant of a clock that stands still."""
    stored.at("2026-11-19", "09:00")
    days = ["2026-11-17", "2026-11-18", "2026-11-19"]
    for day in days:
        stored.school.jobs.daily(by="staff", date=day)

    whole = stored.school.jobs.log(by="staff")
    read = [run for name in ["", *(run.run for run in whole)] for run in page(stored, name)]

    assert [run.date.isoformat() for run in whole] == days
    assert read == list(whole)
    assert page(stored, f"daily {whole[0].started.isoformat()}") == []


def page(ledr: Rehearsal, after: str) -> list[Any]:
    """The run of the log that comes after the one so named."""
    return list(ledr.school.jobs.log(by="staff", limit=1, after=after or None))


@pytest.mark.rule("JOB-2")
def test_a_machine_that_was_off_on_tuesday_catches_up_and_the_next_report_comes_on_tuesday(ledr: Rehearsal) -> None:
    due(ledr, "2026-11-23", "12:00")

    days = ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"]
    assert [day for day in days if "weekly" in due(ledr, day, "12:00")] == ["2026-11-26", "2026-12-01"]


def test_the_times_are_settings(ledr: Rehearsal) -> None:
    due(ledr, THURSDAY, "12:00")
    ledr.school.settings.set(by="staff", name="daily_at", value="6:30")
    ledr.school.settings.set(by="staff", name="weekly_at", value="14:00")

    assert due(ledr, "2026-11-24", "06:29") == []
    assert due(ledr, "2026-11-24", "06:30") == ["daily"]
    assert due(ledr, "2026-11-24", "13:59") == []
    assert due(ledr, "2026-11-24", "14:00") == ["weekly"]
    for wrong in ("24:00", "5", "noon", "05:60", ""):
        with pytest.raises(Invalid) as invalid:
            ledr.school.settings.set(by="staff", name="daily_at", value=wrong)
        assert invalid.value.field == "value"


@pytest.mark.rule("JOB-9")
def test_a_time_that_a_call_every_few_minutes_may_miss_is_refused(ledr: Rehearsal) -> None:
    for late in ("23:01", "23:59"):
        with pytest.raises(Invalid) as invalid:
            ledr.school.settings.set(by="staff", name="daily_at", value=late)
        assert (invalid.value.field, invalid.value.allowed) == ("value", "23:00 at the latest")

    ledr.school.settings.set(by="staff", name="daily_at", value="23:00")
    due(ledr, THURSDAY, "22:59")
    assert "daily" in due(ledr, "2026-11-20", "23:55")


@pytest.mark.rule("JOB-9")
def test_such_a_time_of_an_older_release_leaves_no_day_without_its_run(ledr: Rehearsal) -> None:
    due(ledr, THURSDAY, "23:30")
    with ledr.school._desk.own_work() as work:
        work.unit.settings.put(SettingValue("daily_at", "23:59", None))

    hours = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 55)]
    days = ("2026-11-20", "2026-11-21")
    ran = {day: sum("daily" in due(ledr, day, hour) for hour in hours) for day in days}

    assert ran == dict.fromkeys(days, 1)


def test_it_says_when_the_next_job_falls_due(ledr: Rehearsal) -> None:
    ledr.at(THURSDAY, "12:00")

    found = ledr.school.jobs.due(by="staff")

    assert [run.job for run in found.runs] == ["daily", "weekly", "monthly"]
    assert found.next.isoformat() == "2026-11-20T04:00:00+00:00"
    assert ledr.school.jobs.due(by="staff").runs == ()


def test_another_instant_may_be_named_and_none_to_come(ledr: Rehearsal) -> None:
    due(ledr, "2026-11-22", "12:00")
    ledr.at("2026-11-24", "12:00")

    found = ledr.school.jobs.due(by="staff", now="2026-11-23T05:00")

    assert [(run.job, run.date.isoformat()) for run in found.runs] == [("daily", "2026-11-23")]
    with pytest.raises(Invalid) as invalid:
        ledr.school.jobs.due(by="staff", now="2026-11-24T12:01")
    assert invalid.value.field == "now"


@pytest.mark.rule("JOB-6")
def test_what_fails_in_a_run_is_among_the_failures_and_the_others_run(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    engine: Any = ledr.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.exec_driver_sql("update memberships set role = 'nonsense'")

    found = ledr.school.jobs.due(by="staff")

    assert [run.job for run in found.runs] == ["daily", "weekly", "monthly"]
    assert [one.what for one in found.failures] == [one.what for run in found.runs for one in run.failures]
    assert found.failures


@pytest.mark.rule("ROLE-11")
@pytest.mark.parametrize("job", ["weekly", "monthly", "due"])
def test_jobs_are_the_operators(ledr: Rehearsal, job: str) -> None:
    pilot = ledr.a_person("paul", "pilot")

    assert refusal(lambda: getattr(ledr.school.jobs, job)(by=pilot)).rule == "ROLE-11"
    with ledr.school.transaction() as inside, pytest.raises(Invalid) as invalid:
        getattr(inside.jobs, job)(by="staff")
    assert invalid.value.field == "transaction"
