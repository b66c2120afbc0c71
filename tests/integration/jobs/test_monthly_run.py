"""The monthly run: whose attestations go to whom, and once (JOB-3, ROLE-12)."""

from typing import Any

import pytest
import sqlalchemy as sa

from ledr_core.application.jobs import monthly_run
from tests.integration.conftest import Rehearsal, address
from tests.integration.jobs.test_weekly_run import facts
from tests.kept_schools import kept

LEA, NORA, PAUL = address("lea"), address("nora"), address("paul")


def monthly(ledr: Rehearsal, day: str = "2026-12-01", hour: str = "05:30") -> Any:
    """The monthly run of a day."""
    ledr.at(day, hour)
    return ledr.school.jobs.monthly(by="staff")


def told(ledr: Rehearsal, name: str = "paul") -> list[list[tuple[str, str, bool]]]:
    """Who is in each message to somebody, when they ended, and whether by finishing."""
    return [
        [(one["email"], one["ended_on"], one["finished"]) for one in said["people"]]
        for said in facts(ledr, name, "attestations")
    ]


@pytest.fixture
def school(stored: Rehearsal) -> Rehearsal:
    return kept(stored, a_team)


def a_team(ledr: Rehearsal) -> None:
    """Lea and Max in a session that ends with November; Nora manages Lea, Paul is the company's pilot."""
    ledr.a_session(kind="licence", members="lea max", end="2026-11-30")
    ledr.a_person("paul", "pilot")
    ledr.a_person("nora", "manager")
    ledr.school.people.set_managed(by="staff", manager=NORA, people=[LEA])


def finish(ledr: Rehearsal, name: str, day: str) -> None:
    ledr.at(day)
    ledr.watch(name, "l1 l2")


@pytest.mark.rule("JOB-3")
def test_who_finished_or_reached_the_end_is_attested_to_the_pilot_and_their_manager(school: Rehearsal) -> None:
    finish(school, "lea", "2026-11-25")

    run = monthly(school)

    assert (dict(run.done), run.failures) == ({"attestations": 2, "ended": 2}, ())
    assert told(school) == [[(LEA, "2026-11-25", True), (address("max"), "2026-11-30", False)]]
    assert told(school, "nora") == [[(LEA, "2026-11-25", True)]]
    assert [said["month"] for said in facts(school, "nora", "attestations")] == ["2026-11-01"]


@pytest.mark.rule("JOB-3")
def test_ends_of_several_months_are_told_month_by_month(school: Rehearsal) -> None:
    """The first run of a school tells what ended before; each message says the month in which it did."""
    school.a_session("Paris", kind="licence", members="ana", end="2026-12-31")

    monthly(school, "2027-01-02")

    said = facts(school, "paul", "attestations")
    assert [(one["month"], [each["email"] for each in one["people"]]) for one in said] == [
        ("2026-11-01", [LEA, address("max")]),
        ("2026-12-01", [address("ana")]),
    ]


@pytest.mark.rule("JOB-3", "CERT-9")
def test_the_attestations_are_attached_the_same_as_the_documents_themselves(school: Rehearsal, tmp_path: Any) -> None:
    monthly(school)

    school.school.messages.deliver(by="staff")

    (letter,) = [one for one in school.mail.accepted if one.address == PAUL and one.attachments]
    assert [one.name for one in letter.attachments] == [
        "attestation-de-formation - Lea Martin.pdf",
        "attestation-de-formation - Max Martin.pdf",
    ]
    own = tmp_path / "own.pdf"
    made = school.school.documents.attestation(by="staff", person=LEA, file=str(own))
    assert own.read_bytes() == letter.attachments[0].content
    assert made.code == facts(school, "paul", "attestations")[0]["documents"][0]
    assert school.school.documents.verify(by="public", code=made.code).state == "valid"


@pytest.mark.rule("JOB-3")
def test_the_last_day_of_a_month_is_in_that_month(school: Rehearsal) -> None:
    monthly(school, "2026-11-30")
    assert told(school) == []

    monthly(school, "2026-12-01", "00:01")
    assert [len(people) for people in told(school)] == [2]


@pytest.mark.rule("JOB-3")
@pytest.mark.parametrize(
    ("instant", "run", "on"),
    [
        ("2026-10-31T23:59", "2026-11-01", "2026-10-31"),
        ("2027-03-31T23:59", "2027-04-01", "2027-03-31"),  # 21:59 in UTC, in summer
        ("2026-11-01T00:00", "2026-12-01", "2026-11-01"),  # 31 October in UTC
    ],
)
def test_a_month_is_that_of_the_schools_clock(ledr: Rehearsal, instant: str, run: str, on: str) -> None:
    ledr.clock.set("2026-10-01T09:00")
    ledr.a_session(kind="licence", members="lea", start="2026-10-01", end="2027-09-30")
    ledr.a_person("paul", "pilot")
    ledr.clock.set(instant)
    ledr.watch("lea", "l1 l2")

    monthly(ledr, run)

    assert told(ledr) == [[(LEA, on, True)]]


@pytest.mark.rule("JOB-3", "JOB-4")
def test_each_end_is_told_once_whatever_comes_after(school: Rehearsal) -> None:
    """Finished in one month, the end date in the next, the session extended, the run repeated."""
    finish(school, "lea", "2026-11-25")
    monthly(school)
    assert dict(monthly(school).done) == {}
    school.at("2026-12-02")
    school.school.sessions.change_dates(by="staff", session="Lyon", end="2026-12-31")
    finish(school, "max", "2026-12-15")

    for day in ("2027-01-01", "2027-02-01"):
        assert dict(monthly(school, day).done) == {}

    assert len(told(school)) == 1


@pytest.mark.rule("JOB-3")
def test_an_end_that_was_put_off_before_the_run_is_told_when_it_comes(school: Rehearsal) -> None:
    school.at("2026-12-01", "00:30")
    school.school.sessions.change_dates(by="staff", session="Lyon", end="2026-12-31")

    monthly(school)
    assert told(school) == []
    monthly(school, "2027-01-01")
    assert [[one[1] for one in people] for people in told(school)] == [["2026-12-31", "2026-12-31"]]


@pytest.mark.rule("JOB-3")
def test_a_month_that_was_missed_is_told_by_the_next_run(school: Rehearsal) -> None:
    finish(school, "lea", "2026-11-25")

    monthly(school, "2027-02-10")

    assert told(school) == [[(LEA, "2026-11-25", True), (address("max"), "2026-11-30", False)]]


@pytest.mark.rule("JOB-3")
def test_who_ended_more_than_a_year_ago_is_not_told_of(school: Rehearsal) -> None:
    run = monthly(school, "2027-12-01")

    assert dict(run.done) == {}


@pytest.mark.rule("JOB-3")
def test_who_left_before_the_end_has_not_ended_and_who_left_after_it_has(school: Rehearsal) -> None:
    school.at("2026-11-25")
    school.school.sessions.remove_member(by="staff", session="Lyon", person=LEA, package=1)
    school.at("2026-12-01", "00:30")
    school.school.sessions.remove_member(by="staff", session="Lyon", person=address("max"), package=0)

    monthly(school)

    assert told(school) == [[(address("max"), "2026-11-30", False)]]


@pytest.mark.rule("ROLE-12", "JOB-3")
def test_of_somebody_at_another_company_by_now_those_of_the_former_one_are_told(school: Rehearsal) -> None:
    """Its pilots and managers of that day; neither those of the new one, nor a manager who has gone there too."""
    school.a_person("rita", "manager")
    school.school.people.set_managers(by="staff", person=LEA, managers=[NORA, address("rita")])
    school.a_person("yves@adecco.example", "pilot", "Adecco")
    school.at("2026-12-01", "00:30")
    for name in ("lea", "rita"):
        person = [{"email": address(name)}]
        school.school.sessions.create(
            by="staff", reference=f"Nantes {name}", company="Adecco", course="recruter", kind="slot",
            start="2026-12-01", package=1, members=person,
        )  # fmt: skip

    monthly(school)

    assert told(school) == [[(LEA, "2026-11-30", False), (address("max"), "2026-11-30", False)]]
    assert told(school, "nora") == [[(LEA, "2026-11-30", False)]]
    assert told(school, "rita") == []
    assert told(school, "yves@adecco.example") == []
    with school.school._desk.own_work(reads=True) as work:
        issued = work.unit.documents.with_code(facts(school, "nora", "attestations")[0]["documents"][0])
    assert issued is not None
    assert issued.company == "Manpower"


@pytest.mark.rule("ROLE-4", "ROLE-6", "NOTE-8")
def test_attestations_that_are_not_theirs_any_more_do_not_leave(school: Rehearsal) -> None:
    """Those to a pilot who went to another company, and to a manager who manages nobody in them any more."""
    monthly(school)
    school.school.people.set_managed(by="staff", manager=NORA, people=[address("max")])
    school.school.sessions.create(
        by="staff", reference="Pilotes", company="Adecco", course="recruter", kind="slot", start="2026-12-01",
        package=1, members=[{"email": address("paul")}],
    )  # fmt: skip

    school.school.messages.deliver(by="staff")

    states = {one.person: one.state for one in school.messages(kind="attestations")}
    assert states == {
        address("paul"): "withdrawn",
        NORA: "withdrawn",
    }


@pytest.mark.rule("JOB-3", "ROLE-5")
def test_a_manager_who_learns_is_told_of_their_team_and_is_told_of_to_their_own(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea karim:learner_manager", end="2026-11-30")
    ledr.a_person("nora", "manager")
    ledr.school.people.set_managed(by="staff", manager=NORA, people=[address("karim")])
    ledr.school.people.set_managed(by="staff", manager=address("karim"), people=[LEA])

    monthly(ledr)

    assert [[one[0] for one in people] for people in told(ledr, "nora")] == [[address("karim")]]
    assert [[one[0] for one in people] for people in told(ledr, "karim")] == [[LEA]]


@pytest.mark.rule("JOB-3", "OFFER-3")
def test_where_there_is_nobody_to_tell_the_log_says_so_once(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", end="2026-11-30")
    ledr.a_session("Privée", kind="licence", members="zoe@home.example", end="2026-11-30", company=None)

    runs = [monthly(ledr), monthly(ledr)]

    assert [dict(run.skipped) for run in runs] == [{"nobody_to_tell": 2}, {}]
    assert ledr.messages() == []


@pytest.mark.rule("JOB-3")
def test_more_than_fit_in_a_mail_go_in_several(ledr: Rehearsal) -> None:
    names = [f"p{number:02}" for number in range(45)]
    ledr.a_session(kind="licence", members=" ".join(names), end="2026-11-30")
    ledr.a_person("paul", "pilot")

    monthly(ledr)

    assert [len(people) for people in told(ledr)] == [20, 20, 5]
    assert sorted(one[0] for people in told(ledr) for one in people) == [address(name) for name in names]


@pytest.mark.rule("JOB-6")
def test_an_attestation_that_cannot_be_made_stops_no_other_and_is_sent_by_the_next_run(school: Rehearsal) -> None:
    engine: sa.Engine = school.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.exec_driver_sql("update people set role = 'nonsense' where email_key = 'lea@manpower.example'")

    run = monthly(school)

    assert [(one.what, "damaged (column role)" in one.why) for one in run.failures] == [(LEA, True)]
    assert told(school) == [[(address("max"), "2026-11-30", False)]]
    with engine.begin() as connection:
        connection.exec_driver_sql("update people set role = 'learner' where email_key = 'lea@manpower.example'")
    assert monthly(school).failures == ()
    assert told(school)[1] == [(LEA, "2026-11-30", False)]
    assert told(school, "nora") == [[(LEA, "2026-11-30", False)]]


def test_the_run_says_how_far_it_is(school: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monthly_run, "DOCUMENTS_AT_ONCE", 1)
    seen: list[tuple[int, int, str]] = []
    school.school.progress = lambda *told: seen.append(told)

    monthly(school)

    assert seen == [(1, 2, "monthly"), (2, 2, "monthly")]
