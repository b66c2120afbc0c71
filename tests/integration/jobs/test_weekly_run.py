"""The weekly run: who is written to, what a report says, and since when (JOB-2, F118)."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_core import Invalid
from ledr_core.domain.kernel.identifiers import PersonId
from tests.integration.conftest import Rehearsal, address
from tests.statements import statements_of

MONDAY, TUESDAY, NEXT = "2026-11-23", "2026-11-24", "2026-12-01"
NORA, LEA = address("nora"), address("lea")


def weekly(ledr: Rehearsal, day: str = TUESDAY, hour: str = "11:00") -> Any:
    """The weekly run of a day."""
    ledr.at(day, hour)
    return ledr.school.jobs.weekly(by="staff")


def facts(ledr: Rehearsal, name: str, kind: str = "team_report") -> list[Any]:
    """The facts of the messages of a kind to somebody, or to an address."""
    with ledr.school._desk.own_work(reads=True) as work:
        person = work.unit.people.with_email(address(name))
        found = work.unit.outbox.list(person.id if person else None, kind, address=None if person else address(name))
    return [one.facts for one in found]


def a_team(ledr: Rehearsal, learners: str = "lea", manager: str = "nora", session: str = "Lyon") -> None:
    """A licence session whose learners have a manager."""
    ledr.a_session(session, kind="licence", members=learners)
    ledr.a_person(manager, "manager")
    people = [address(name) for name in learners.split()]
    ledr.school.people.set_managed(by="staff", manager=address(manager), people=people)


# Who is written to


@pytest.mark.rule("JOB-2")
def test_a_manager_with_somebody_learning_is_told_who_moved_and_who_stands_still(stored: Rehearsal) -> None:
    a_team(stored, "lea max")
    stored.at("2026-11-20")
    stored.watch("lea", "l1")

    run = weekly(stored)

    assert (run.done, run.failures) == ({"team_report": 1}, ())
    (said,) = facts(stored, "nora")
    assert said["week_of"] == TUESDAY
    assert said["totals"] == {"learning": 2, "moved": 1, "still": 1, "finished": 0}
    assert said["learners"] == [
        {
            "name": "Lea Martin", "email": LEA, "course": "recruter", "percent": 50, "lessons": 1,
            "since_last": {"lessons": 1, "percent": 50}, "state": "moved", "finished": False, "inactive_days": None,
            "certification": None, "end": "2027-10-31",
        },
        {
            "name": "Max Martin", "email": address("max"), "course": "recruter", "percent": 0, "lessons": 0,
            "since_last": {"lessons": 0, "percent": 0}, "state": "still", "finished": False, "inactive_days": 23,
            "certification": None, "end": "2027-10-31",
        },
    ]  # fmt: skip
    assert [message.due for message in stored.messages("nora", "team_report")] == [
        datetime(2026, 11, 24, 10, tzinfo=UTC)
    ]


@pytest.mark.rule("JOB-2")
@pytest.mark.parametrize(
    ("case", "told"),
    [("learning", True), ("nobody", False), ("not begun", False), ("ended", False), ("long ago", False)],
)
def test_only_a_manager_with_somebody_learning_now_is_written_to(ledr: Rehearsal, case: str, told: bool) -> None:
    a_team(ledr)
    if case == "nobody":
        ledr.school.people.set_managed(by="staff", manager=NORA, people=[])
    if case == "not begun":
        ledr.school.sessions.change_dates(by="staff", session="Lyon", start="2026-11-25", extend_to_members=True)
    if case == "ended":
        ledr.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end=MONDAY)
    if case == "long ago":
        ledr.at("2026-11-05")
        ledr.watch("lea", "l1 l2")

    run = weekly(ledr)

    assert bool(ledr.messages("nora")) == told
    assert run.skipped.get("nobody_learning", 0) == (0 if told else 1)


@pytest.mark.rule("JOB-2")
def test_who_waits_for_a_slot_does_not_learn_now(stored: Rehearsal) -> None:
    stored.a_session(members="lea max", package=1, holders="lea", waiting="max")
    for name, learner in (("nora", "lea"), ("paul", "max")):
        stored.a_person(name, "manager")
        stored.school.people.set_managed(by="staff", manager=address(name), people=[address(learner)])

    weekly(stored)

    assert len(stored.messages("nora", "team_report")) == 1
    assert stored.messages("paul") == []


@pytest.mark.rule("JOB-2")
def test_who_has_finished_since_the_last_report_is_told_once_even_without_a_slot(stored: Rehearsal) -> None:
    stored.a_session(members="lea max", package=1, holders="lea", waiting="max")
    stored.school.rotations.set_policy(by="staff", session="Lyon", policy="natural")
    stored.a_person("nora", "manager")
    stored.school.people.set_managed(by="staff", manager=NORA, people=[LEA])
    weekly(stored)
    stored.at("2026-11-26")
    stored.watch("lea", "l1 l2")
    stored.run("2026-11-27")

    weekly(stored, NEXT)
    weekly(stored, "2026-12-08")

    first, second = facts(stored, "nora")
    assert [one["state"] for one in first["learners"]] == ["still"]
    assert [(one["state"], one["percent"], one["since_last"]) for one in second["learners"]] == [
        ("finished", 100, {"lessons": 2, "percent": 100})
    ]
    assert second["totals"] == {"learning": 0, "moved": 0, "still": 0, "finished": 1}


@pytest.mark.rule("JOB-2", "ROLE-5")
def test_a_manager_who_learns_has_a_report_and_is_in_anothers(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea karim:learner_manager")
    ledr.a_person("nora", "manager")
    ledr.school.people.set_managed(by="staff", manager=NORA, people=[address("karim")])
    ledr.school.people.set_managed(by="staff", manager=address("karim"), people=[LEA])

    weekly(ledr)

    assert [one["email"] for one in facts(ledr, "nora")[0]["learners"]] == [address("karim")]
    assert [one["email"] for one in facts(ledr, "karim")[0]["learners"]] == [LEA]


@pytest.mark.rule("JOB-2", "ROLE-12")
def test_a_manager_who_went_to_another_company_is_told_of_its_people_alone(ledr: Rehearsal) -> None:
    a_team(ledr, "lea max")
    ledr.a_session("Nantes", kind="licence", members="zoe@adecco.example", company="Adecco")
    ledr.school.sessions.create(
        by="staff", reference="Cadres", company="Adecco", course="recruter", kind="slot", start="2026-11-01",
        package=1, members=[{"email": NORA}],
    )  # fmt: skip
    ledr.school.people.set_managed(by="staff", manager=NORA, people=["zoe@adecco.example"])

    weekly(ledr)

    assert [one["email"] for one in facts(ledr, "nora")[0]["learners"]] == ["zoe@adecco.example"]


@pytest.mark.rule("ROLE-4", "NOTE-8")
@pytest.mark.parametrize(("left", "state"), [("max", "accepted"), ("", "withdrawn")])
def test_a_report_leaves_while_the_manager_follows_one_of_those_it_tells_of(
    ledr: Rehearsal, left: str, state: str
) -> None:
    a_team(ledr, "lea max")
    ledr.a_session("Paris", kind="licence", members="zoe")
    weekly(ledr)
    followed = [address(name) for name in left.split()]
    ledr.school.people.set_managed(by="staff", manager=NORA, people=[*followed, address("zoe")])

    ledr.school.messages.deliver(by="staff")

    assert [one.state for one in ledr.messages("nora", "team_report")] == [state]


# Since when


@pytest.mark.rule("JOB-2")
def test_a_report_counts_from_the_last_one_even_after_a_missed_week(stored: Rehearsal) -> None:
    a_team(stored)
    weekly(stored)
    stored.at("2026-11-25")
    stored.watch("lea", "l1")

    weekly(stored, "2026-12-08")

    assert facts(stored, "nora")[1]["learners"][0]["since_last"] == {"lessons": 1, "percent": 50}


@pytest.mark.rule("JOB-2")
def test_what_comes_after_a_report_is_for_the_next_one(ledr: Rehearsal) -> None:
    a_team(ledr)
    weekly(ledr)
    ledr.at(TUESDAY, "11:01")
    ledr.watch("lea", "l1 l2")

    weekly(ledr, NEXT)

    assert [one["state"] for said in facts(ledr, "nora") for one in said["learners"]] == ["still", "finished"]


@pytest.mark.rule("JOB-2")
def test_a_badge_or_a_lesson_counts_and_what_was_there_before_does_not(ledr: Rehearsal) -> None:
    a_team(ledr)
    ledr.at("2026-11-12")
    ledr.watch("lea", "l1")

    weekly(ledr)

    (learner,) = facts(ledr, "nora")[0]["learners"]
    assert (learner["state"], learner["lessons"], learner["since_last"]) == ("still", 1, {"lessons": 0, "percent": 0})


@pytest.mark.rule("JOB-2")
@pytest.mark.parametrize(
    ("day", "week"), [("2027-03-30", "2027-03-30"), ("2027-03-28", "2027-03-23"), ("2026-11-30", TUESDAY)]
)
def test_the_report_is_that_of_the_tuesday_before_it(ledr: Rehearsal, day: str, week: str) -> None:
    """The Tuesday after the clocks change, the Sunday on which they do, the Monday that ends a week of reports."""
    a_team(ledr)

    weekly(ledr, day)

    assert [said["week_of"] for said in facts(ledr, "nora")] == [week]


@pytest.mark.rule("JOB-2")
def test_a_week_in_which_the_clocks_change_is_seven_days_of_the_school(ledr: Rehearsal) -> None:
    """28 March 2027 has 23 hours: what was done on the Tuesday evening before it is in the next report."""
    a_team(ledr)
    weekly(ledr, "2027-03-23")
    ledr.at("2027-03-23", "23:59")
    ledr.watch("lea", "l1")

    weekly(ledr, "2027-03-30")

    assert facts(ledr, "nora")[1]["learners"][0]["since_last"]["lessons"] == 1


# Again and again


@pytest.mark.rule("JOB-2", "JOB-4")
def test_a_report_is_written_once_a_week(stored: Rehearsal) -> None:
    a_team(stored)
    weekly(stored)

    for day, hour in ((TUESDAY, "11:00"), (TUESDAY, "18:00"), ("2026-11-26", "09:00"), ("2026-11-30", "09:00")):
        assert dict(weekly(stored, day, hour).skipped)["reported_already"] == 1
    weekly(stored, NEXT)

    assert [said["week_of"] for said in facts(stored, "nora")] == [TUESDAY, NEXT]


@pytest.mark.rule("JOB-4")
def test_a_date_in_the_future_or_before_the_last_run_is_invalid(ledr: Rehearsal) -> None:
    weekly(ledr)

    for job in (ledr.school.jobs.weekly, ledr.school.jobs.monthly):
        with pytest.raises(Invalid) as future:
            job(by="staff", date="2026-11-25")
        assert future.value.field == "date"
    with pytest.raises(Invalid) as past:
        ledr.school.jobs.weekly(by="staff", date=MONDAY)
    assert (past.value.field, past.value.allowed) == ("date", f"{TUESDAY} at the earliest")


@pytest.mark.rule("JOB-6")
def test_a_team_that_cannot_be_read_stops_no_other_and_is_told_by_the_next_run(stored: Rehearsal) -> None:
    a_team(stored)
    a_team(stored, "max", "paul", "Nantes")
    stored.at("2026-11-20")
    stored.watch("lea", "l1")
    engine: sa.Engine = stored.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.exec_driver_sql("update people set role = 'nonsense' where email_key = 'lea@manpower.example'")

    run = weekly(stored)

    assert dict(run.done) == {"team_report": 1}
    assert [(one.what, "(column role)" in one.why) for one in run.failures] == [(NORA, True)]
    assert len(stored.messages("paul", "team_report")) == 1
    with engine.begin() as connection:
        connection.exec_driver_sql("update people set role = 'learner' where email_key = 'lea@manpower.example'")
    again = weekly(stored)
    assert (dict(again.done), again.failures) == ({"team_report": 1}, ())
    assert len(stored.messages("nora", "team_report")) == len(stored.messages("paul", "team_report")) == 1
    assert facts(stored, "nora")[0]["learners"][0]["since_last"]["lessons"] == 1  # the week, not what came since noon


def test_the_statements_are_as_many_whatever_the_number_of_managers(stored: Rehearsal) -> None:
    """Of one chunk."""
    a_team(stored, "lea max")
    statements(stored)  # after that the outline of the course is remembered
    few = statements(stored)
    stored.a_session("Nantes", kind="licence", members=" ".join(f"p{number}" for number in range(60)))
    for number in range(20):
        stored.a_person(f"m{number}", "manager")
        team = [address(f"p{3 * number + place}") for place in range(3)]
        stored.school.people.set_managed(by="staff", manager=address(f"m{number}"), people=team)

    many = statements(stored)

    assert many == few


def statements(ledr: Rehearsal) -> int:
    """How many it takes to gather the reports of all managers, twenty at once and more."""
    from ledr_core.application.jobs.team_reports import team_reports
    from ledr_core.domain.jobs.team_report import report_day

    with statements_of(ledr.school) as counted, ledr.school._desk.own_work(reads=True) as work:
        managers: list[PersonId] = work.unit.team_reports.managers(None, 100)
        found = team_reports(work, managers, report_day(work.today), work.moment.instant)
    assert all(report.facts for report in found)
    assert len(found) == len(managers)
    return len(counted)
