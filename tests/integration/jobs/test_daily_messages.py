"""What the daily run writes to people, on which day and once: welcomes, reminders of the end and of silence."""

import gc
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core import Invalid, Refused
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.testing import FixedClock
from tests.integration.conftest import THURSDAY, Rehearsal, a_member, address, furnished, refusal

LEA, MAX, NORA, PAUL = address("lea"), address("max"), address("nora"), address("paul")


def runs(ledr: Rehearsal, first: str, last: str) -> None:
    """A daily run on each day."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        ledr.run(day.isoformat())
        day += timedelta(1)


def tokens(ledr: Rehearsal, name: str) -> list[str | None]:
    """The password in each welcome to somebody."""
    welcomes = ledr.messages(name, "welcome")
    return [ledr.school.messages.show(by="staff", message=one.message).tokens.get("password") for one in welcomes]


# ACC-2, ACC-15: access codes on the first day


@pytest.mark.rule("ACC-2", "ACC-15", "JOB-1")
def test_a_licences_codes_leave_on_the_start_date_never_before(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea", start="2026-12-01")

    runs(stored, "2026-11-19", "2026-11-30")
    assert stored.messages("lea") == []

    stored.run("2026-12-01", "04:30")
    (welcome,) = stored.messages("lea")
    assert (welcome.kind, welcome.due.isoformat()) == ("welcome", "2026-12-01T03:30:00+00:00")

    runs(stored, "2026-12-02", "2026-12-05")
    assert stored.days("lea", "welcome") == ["2026-12-01"]


@pytest.mark.rule("ACC-2", "ACC-15")
def test_the_codes_in_the_welcome_open_the_door(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.run(THURSDAY)

    (password,) = tokens(ledr, "lea")

    assert password is not None
    assert ledr.school.accounts.sign_in(by="public", login=LEA, password=password).landing == "learner"
    (welcome,) = ledr.messages("lea", "welcome")
    text = ledr.school.messages.show(by="staff", message=welcome.message).text
    assert LEA in text
    assert password in text


@pytest.mark.rule("ACC-15")
def test_somebody_enrolled_after_the_start_is_welcomed_the_day_they_are_enrolled(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="max", start="2026-11-16")
    ledr.run("2026-11-18")
    ledr.at(THURSDAY, "00:10")
    ledr.school.sessions.add_members(by="staff", session="Lyon", members=[a_member("lea")], package=2)

    ledr.run(THURSDAY)

    assert ledr.days("lea", "welcome") == [THURSDAY]


def over(ledr: Rehearsal) -> None:
    """Today's run is over: it is nine."""
    ledr.run(THURSDAY)
    ledr.at(THURSDAY, "09:00")


def welcomed_now(ledr: Rehearsal) -> set[str]:
    """Who has just been welcomed; nobody is, once more or later, by the runs that follow."""
    now = {message.person for message in ledr.messages(kind="welcome")}
    assert {message.due.isoformat() for message in ledr.messages(kind="welcome")} <= {"2026-11-19T08:00:00+00:00"}
    count = len(ledr.messages(kind="welcome"))
    ledr.run(THURSDAY, "10:00")
    ledr.run("2026-11-20")
    assert len(ledr.messages(kind="welcome")) == count
    return now


@pytest.mark.rule("ACC-15")
def test_where_the_days_run_is_over_a_licences_welcome_leaves_at_once(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="max", start="2026-11-16")
    over(stored)

    stored.school.sessions.add_members(by="staff", session="Lyon", members=[a_member("lea")], package=2)

    assert stored.messages("lea", "welcome")[0].due.isoformat() == "2026-11-19T08:00:00+00:00"
    assert stored.sign_in("lea") == ("learner",)


@pytest.mark.rule("ACC-15")
def test_a_session_that_is_made_after_the_run_and_starts_today_welcomes_at_once(stored: Rehearsal) -> None:
    over(stored)

    stored.a_session(kind="licence", members="lea max paul:pilot", start=THURSDAY)

    assert welcomed_now(stored) == {LEA, MAX, PAUL}


@pytest.mark.rule("ACC-15", "ACC-10")
def test_a_start_brought_to_today_after_the_run_welcomes_at_once(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea", start="2026-12-01")
    over(stored)
    assert stored.messages("lea") == []

    stored.school.sessions.change_dates(by="staff", session="Lyon", start=THURSDAY, extend_to_members=True)

    assert welcomed_now(stored) == {LEA}


@pytest.mark.rule("ACC-15")
@pytest.mark.parametrize("role", ["manager", "pilot", "admin"])
def test_an_account_without_membership_made_after_the_run_is_welcomed_at_once(stored: Rehearsal, role: str) -> None:
    over(stored)

    stored.a_person("nora", role)

    assert welcomed_now(stored) == {NORA}


@pytest.mark.rule("ACC-15")
def test_a_role_with_a_space_given_after_the_run_is_welcomed_at_once(stored: Rehearsal) -> None:
    stored.a_person("paul", "tester")
    over(stored)
    assert stored.messages("paul") == []

    stored.school.people.change_role(by="staff", person=PAUL, role="admin")

    assert welcomed_now(stored) == {PAUL}


@pytest.mark.rule("ACC-15", "ACC-2")
def test_before_the_days_run_and_before_the_first_day_nobody_is_welcomed_by_an_operation(stored: Rehearsal) -> None:
    stored.at(THURSDAY, "03:00")
    stored.a_session(kind="licence", members="lea", start=THURSDAY)
    stored.a_person("nora", "admin")
    assert stored.messages() == []
    over(stored)

    stored.a_session("Nice", kind="licence", members="max", start="2026-11-20")

    assert stored.messages("max") == []


@pytest.mark.rule("ACC-15")
def test_a_slot_member_is_welcomed_on_the_first_day_they_hold_one(stored: Rehearsal) -> None:
    stored.a_session(members="lea max")
    runs(stored, THURSDAY, "2026-11-22")
    assert stored.messages() == []
    stored.at("2026-11-23", "03:00")
    stored.school.slots.assign(by="staff", session="Lyon", person=LEA)
    assert stored.messages("lea", "welcome") == []

    runs(stored, "2026-11-23", "2026-11-25")

    assert stored.days("lea", "welcome") == ["2026-11-23"]
    assert stored.messages("max") == []


@pytest.mark.rule("ACC-15")
def test_where_the_days_run_is_over_a_slot_members_welcome_leaves_at_once(stored: Rehearsal) -> None:
    stored.a_session(members="lea")
    stored.run(THURSDAY)
    stored.at(THURSDAY, "15:00")

    stored.school.slots.assign(by="staff", session="Lyon", person=LEA)

    (welcome,) = stored.messages("lea", "welcome")
    assert welcome.due.isoformat() == "2026-11-19T14:00:00+00:00"
    runs(stored, "2026-11-20", "2026-11-21")
    assert len(stored.messages("lea", "welcome")) == 1


@pytest.mark.rule("ACC-2", "ACC-15")
def test_a_slot_held_before_the_start_brings_the_welcome_on_the_start_date(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", start="2026-12-01", holders="lea")

    runs(ledr, THURSDAY, "2026-12-02")

    assert ledr.days("lea", "welcome") == ["2026-12-01"]


@pytest.mark.rule("ACC-15", "ROT-12")
def test_a_slot_given_by_the_run_brings_the_welcome_in_that_run(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max", package=1, holders="lea", waiting="max")
    ledr.school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=2)

    runs(ledr, "2026-11-20", "2026-11-24")

    assert ledr.days("max", "slot_given") == ["2026-11-23"]
    assert ledr.days("max", "welcome") == ["2026-11-23"]


@pytest.mark.rule("ACC-15")
def test_a_second_turn_brings_no_second_welcome(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", holders="lea")
    ledr.run(THURSDAY)
    ledr.at(THURSDAY, "10:00")
    ledr.school.slots.release(by="staff", session="Lyon", person=LEA)
    ledr.at("2026-11-25")
    ledr.school.slots.assign(by="staff", session="Lyon", person=LEA)

    runs(ledr, "2026-11-26", "2026-11-27")

    assert ledr.days("lea", "welcome") == [THURSDAY]


@pytest.mark.rule("ACC-15")
@pytest.mark.parametrize("role", ["manager", "pilot", "learner_manager", "learner_pilot", "admin"])
@pytest.mark.parametrize("kind", ["licence", "slot"])
def test_a_role_with_an_organisation_space_is_welcomed_on_the_enrolment_day(
    ledr: Rehearsal, role: str, kind: str
) -> None:
    ledr.at(THURSDAY, "00:30")
    ledr.a_session(kind=kind, members=f"nora:{role} lea", start="2027-01-04")

    runs(ledr, THURSDAY, "2026-11-21")

    assert ledr.days("nora", "welcome") == [THURSDAY]
    assert ledr.messages("lea") == []


@pytest.mark.rule("ACC-15")
@pytest.mark.parametrize("role", ["manager", "pilot", "admin"])
def test_an_account_without_membership_is_welcomed_on_its_first_day(stored: Rehearsal, role: str) -> None:
    stored.a_person("nora", role)

    runs(stored, THURSDAY, "2026-11-21")

    assert stored.days("nora", "welcome") == [THURSDAY]
    assert tokens(stored, "nora")[0] is not None


@pytest.mark.rule("ACC-15")
def test_a_student_is_welcomed_like_a_learner(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea:student", start="2026-12-01")

    runs(ledr, THURSDAY, "2026-12-02")

    assert ledr.days("lea", "welcome") == ["2026-12-01"]


@pytest.mark.rule("ACC-15")
def test_each_membership_has_one_welcome_and_the_first_alone_a_password(stored: Rehearsal) -> None:
    stored.a_session("Lyon", kind="licence", members="lea max", end="2026-12-31")
    stored.a_session("Paris", kind="licence", members="zoe", start="2027-01-01")
    stored.run(THURSDAY)
    (password,) = tokens(stored, "lea")
    stored.school.sessions.add_members(by="staff", session="Paris", members=[a_member("lea")], package=2)

    runs(stored, "2026-12-30", "2027-01-03")

    assert stored.days("lea", "welcome") == [THURSDAY, "2027-01-01"]
    assert tokens(stored, "lea") == [password, None]
    assert password is not None
    assert stored.school.accounts.sign_in(by="public", login=LEA, password=password).person == LEA


@pytest.mark.rule("ACC-15")
def test_somebody_who_has_a_password_gets_no_other_one(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    password = ledr.password("lea")

    ledr.run(THURSDAY)

    assert tokens(ledr, "lea") == [None]
    assert ledr.school.accounts.sign_in(by="public", login=LEA, password=password).person == LEA


@pytest.mark.rule("ACC-15")
def test_a_pilot_who_joins_a_session_later_has_one_password(ledr: Rehearsal) -> None:
    ledr.a_person("paul", "pilot")
    ledr.run(THURSDAY)
    ledr.a_session(members="paul:pilot")

    runs(ledr, "2026-11-20", "2026-11-22")

    assert [token is not None for token in tokens(ledr, "paul")] == [True, False]


@pytest.mark.rule("ACC-15")
def test_a_move_begins_another_membership(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", kind="licence", members="lea max")
    ledr.a_session("Paris", kind="licence", members="zoe", start="2026-11-10")
    ledr.run(THURSDAY)
    ledr.school.sessions.move_member(by="staff", person=LEA, session="Paris", package=2, former_package=1)

    runs(ledr, "2026-11-20", "2026-11-22")

    assert ledr.days("lea", "welcome") == [THURSDAY, THURSDAY]
    assert tokens(ledr, "lea")[1] is None


@pytest.mark.rule("ACC-2")
def test_somebody_who_left_before_the_first_day_gets_no_codes(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea max", start="2026-12-01")
    ledr.school.sessions.remove_member(by="staff", session="Lyon", person=LEA, package=1)

    runs(ledr, "2026-11-30", "2026-12-02")

    assert ledr.messages("lea") == []
    assert ledr.days("max", "welcome") == ["2026-12-01"]


@pytest.mark.rule("ACC-2", "ACC-10")
def test_a_start_that_moves_takes_the_codes_along(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-12-01")
    ledr.school.sessions.change_dates(by="staff", session="Lyon", start="2026-12-10", extend_to_members=True)

    runs(ledr, "2026-11-30", "2026-12-11")

    assert ledr.days("lea", "welcome") == ["2026-12-10"]


@pytest.mark.rule("ACC-2", "JOB-4")
def test_codes_that_a_missed_run_owed_leave_at_the_next_one(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-12-01")
    ledr.run("2026-11-30")

    ledr.run("2026-12-04")

    assert ledr.days("lea", "welcome") == ["2026-12-04"]


@pytest.mark.rule("ACC-2")
def test_a_password_is_readable_until_the_provider_has_the_message_and_no_longer(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.run(THURSDAY)
    (password,) = tokens(ledr, "lea")
    assert password is not None

    ledr.school.messages.deliver(by="staff")

    (welcome,) = ledr.messages("lea", "welcome")
    sheet = ledr.school.messages.show(by="staff", message=welcome.message)
    assert password in ledr.mail.letters[0].text
    assert (dict(sheet.tokens), password in sheet.text, password in sheet.html) == ({}, False, False)


# JOB-5: the end is near


def a_licence(ledr: Rehearsal, end: str = "2027-01-31") -> Rehearsal:
    """Léa has a licence until that day; the run of 20 December has been."""
    ledr.a_session(kind="licence", members="lea max", end=end)
    ledr.run("2026-12-20")
    return ledr


@pytest.mark.rule("JOB-5", "JOB-1")
def test_the_end_is_recalled_30_and_7_days_before(stored: Rehearsal) -> None:
    a_licence(stored)

    runs(stored, "2026-12-30", "2027-02-02")

    assert stored.days("lea", "end_reminder") == ["2027-01-01", "2027-01-24"]


@pytest.mark.rule("JOB-5")
@pytest.mark.parametrize(
    ("days", "reminded"),
    [
        (["2027-01-01", "2027-01-24"], ["2027-01-01", "2027-01-24"]),
        (["2027-01-04", "2027-01-05"], ["2027-01-04"]),
        (["2027-01-04", "2027-01-25", "2027-01-26"], ["2027-01-04", "2027-01-25"]),
        (["2027-01-26", "2027-01-27"], ["2027-01-26"]),
        (["2027-01-31"], ["2027-01-31"]),
        (["2027-02-01"], []),
        (["2026-12-31"], []),
    ],
)
def test_a_reminder_missed_leaves_at_the_next_run_only_the_nearest_one(
    ledr: Rehearsal, days: list[str], reminded: list[str]
) -> None:
    a_licence(ledr)

    for day in days:
        ledr.run(day)

    assert ledr.days("lea", "end_reminder") == reminded


@pytest.mark.rule("JOB-5")
def test_an_extension_starts_the_reminders_again(stored: Rehearsal) -> None:
    a_licence(stored)
    runs(stored, "2026-12-31", "2027-01-10")
    stored.at("2027-01-10")

    stored.school.sessions.change_dates(by="staff", session="Lyon", end="2027-02-28")
    runs(stored, "2027-01-11", "2027-03-01")

    assert stored.days("lea", "end_reminder") == ["2027-01-01", "2027-01-29", "2027-02-21"]


@pytest.mark.rule("JOB-5", "ACC-11")
def test_a_personal_end_is_recalled_by_its_own_date(ledr: Rehearsal) -> None:
    a_licence(ledr)
    ledr.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end="2027-01-20")

    runs(ledr, "2026-12-20", "2027-02-01")

    assert ledr.days("lea", "end_reminder") == ["2026-12-21", "2027-01-13"]
    assert ledr.days("max", "end_reminder") == ["2027-01-01", "2027-01-24"]


@pytest.mark.rule("JOB-5")
def test_an_end_brought_nearer_is_recalled_at_the_next_run(ledr: Rehearsal) -> None:
    a_licence(ledr)
    ledr.at("2026-12-20")
    ledr.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end="2026-12-31")

    runs(ledr, "2026-12-21", "2027-01-02")

    assert ledr.days("lea", "end_reminder") == ["2026-12-21", "2026-12-24"]


@pytest.mark.rule("JOB-5")
def test_an_operator_chooses_the_days(ledr: Rehearsal) -> None:
    ledr.school.settings.set(by="staff", name="end_reminder_days", value=[10])
    a_licence(ledr)

    runs(ledr, "2026-12-21", "2027-02-01")

    assert ledr.days("lea", "end_reminder") == ["2027-01-21"]


@pytest.mark.rule("JOB-5", "LEARN-10")
def test_a_manager_who_does_not_learn_is_not_reminded_of_an_end(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="nora:manager lea", end="2027-01-31")

    runs(ledr, "2026-12-30", "2027-01-02")

    assert ledr.messages("nora", "end_reminder") == []
    assert ledr.days("lea", "end_reminder") == ["2027-01-01"]


# TRACK-6, JOB-5: silence


@pytest.mark.rule("TRACK-6", "JOB-5", "JOB-1")
def test_somebody_silent_is_reminded_at_21_days_and_every_21_days(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea", start="2026-11-20")

    runs(stored, "2026-12-09", "2027-01-23")

    assert stored.days("lea", "inactivity") == ["2026-12-11", "2027-01-01", "2027-01-22"]


@pytest.mark.rule("TRACK-6")
def test_silence_counts_from_the_last_connection(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea max", start="2026-11-16")
    stored.clock.set("2026-11-25T23:30")
    stored.sign_in("lea")
    stored.clock.set("2026-11-30T12:00")
    stored.watch("max", "l1")

    runs(stored, "2026-12-06", "2026-12-22")

    assert stored.days("lea", "inactivity") == ["2026-12-16"]
    assert stored.days("max", "inactivity") == ["2026-12-21"]


@pytest.mark.rule("TRACK-6")
def test_a_connection_between_two_reminders_starts_the_count_again(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-11-20")
    runs(ledr, "2026-12-10", "2026-12-12")
    ledr.at("2026-12-15")
    ledr.sign_in("lea")

    runs(ledr, "2026-12-16", "2027-01-31")

    assert ledr.days("lea", "inactivity") == ["2026-12-11", "2027-01-05", "2027-01-26"]


@pytest.mark.rule("TRACK-6")
def test_silence_counts_from_the_slot_where_that_is_later(stored: Rehearsal) -> None:
    stored.a_session(members="lea max", start="2026-11-01")
    stored.school.slots.assign(by="staff", session="Lyon", person=LEA)

    runs(stored, "2026-12-08", "2026-12-12")

    assert stored.days("lea", "inactivity") == ["2026-12-10"]


@pytest.mark.rule("TRACK-6")
def test_who_holds_no_slot_is_not_reminded(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max ana", package=1, holders="ana", waiting="max")
    ledr.at("2026-11-25")
    ledr.school.slots.release(by="staff", session="Lyon", person=address("ana"))

    runs(ledr, "2026-12-05", "2027-01-10")

    assert ledr.messages(kind="inactivity") == []


@pytest.mark.rule("TRACK-6")
def test_who_has_finished_is_not_reminded(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea max")
    ledr.watch("lea", "l1 l2")
    ledr.watch("max", "l1")

    runs(ledr, "2026-12-08", "2026-12-12")

    assert (ledr.days("lea", "inactivity"), ledr.days("max", "inactivity")) == ([], ["2026-12-10"])


@pytest.mark.rule("TRACK-6")
@pytest.mark.parametrize(("end", "reminded"), [("2026-12-09", []), ("2026-12-10", ["2026-12-10"])])
def test_the_end_date_must_not_be_passed(ledr: Rehearsal, end: str, reminded: list[str]) -> None:
    ledr.a_session(kind="licence", members="lea", start=THURSDAY, end=end)

    runs(ledr, "2026-12-08", "2026-12-31")

    assert ledr.days("lea", "inactivity") == reminded


@pytest.mark.rule("TRACK-6")
def test_nobody_is_silent_before_their_start(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-12-20")

    runs(ledr, "2026-12-08", "2027-01-11")

    assert ledr.days("lea", "inactivity") == ["2027-01-10"]


@pytest.mark.rule("TRACK-6")
def test_managers_and_pilots_are_not_learners_gone_silent(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="nora:manager paul:pilot lea", start=THURSDAY)

    runs(ledr, "2026-12-09", "2026-12-11")

    assert {message.person for message in ledr.messages(kind="inactivity")} == {LEA}


@pytest.mark.rule("JOB-5")
def test_reminders_of_silence_missed_leave_once_at_the_next_run(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-11-20")

    for day in ("2027-01-05", "2027-01-06"):
        ledr.run(day)
    assert ledr.days("lea", "inactivity") == ["2027-01-05"]

    runs(ledr, "2027-01-20", "2027-01-23")
    assert ledr.days("lea", "inactivity") == ["2027-01-05", "2027-01-22"]


@pytest.mark.rule("TRACK-6", "JOB-5")
def test_an_operator_chooses_after_how_many_days(ledr: Rehearsal) -> None:
    ledr.school.settings.set(by="staff", name="inactivity_days", value=10)
    ledr.a_session(kind="licence", members="lea", start="2026-11-20")

    runs(ledr, "2026-11-28", "2026-12-11")

    assert ledr.days("lea", "inactivity") == ["2026-11-30", "2026-12-10"]


@pytest.mark.rule("TRACK-6", "JOB-5")
def test_days_chosen_later_hold_for_sessions_that_run_already(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea", start="2026-11-20", end="2027-03-31")
    runs(stored, "2026-11-20", "2026-11-22")
    choose = stored.school.settings.set

    choose(by="staff", name="inactivity_days", value=30)
    choose(by="staff", name="inactivity_days", value=10, since="2026-12-10")
    choose(by="staff", name="end_reminder_days", value=[60], since="2026-12-05")
    runs(stored, "2026-11-23", "2027-02-01")

    assert stored.days("lea", "inactivity") == [
        "2026-12-10",
        "2026-12-20",
        "2026-12-30",
        "2027-01-09",
        "2027-01-19",
        "2027-01-29",
    ]
    assert stored.days("lea", "end_reminder") == ["2027-01-30"]


@pytest.mark.rule("JOB-5")
def test_more_days_chosen_later_put_no_more_than_so_many_between_two_reminders(ledr: Rehearsal) -> None:
    ledr.school.settings.set(by="staff", name="inactivity_days", value=10)
    ledr.school.settings.set(by="staff", name="inactivity_days", value=40, since="2026-12-05")
    ledr.a_session(kind="licence", members="lea", start="2026-11-20")

    runs(ledr, "2026-11-20", "2027-02-28")

    days = [date.fromisoformat(day) for day in ledr.days("lea", "inactivity")]
    assert days[0] == date(2026, 11, 30)
    assert len(days) >= 3
    assert all(after - before <= timedelta(40) for before, after in pairwise(days))


@pytest.mark.rule("TRACK-6")
def test_days_of_silence_are_calendar_days_through_the_change_of_hour(ledr: Rehearsal) -> None:
    ledr.at("2027-03-20", "23:30")
    ledr.a_session(kind="licence", members="lea", start="2027-03-15", end="2027-12-31")
    ledr.sign_in("lea")

    runs(ledr, "2027-04-08", "2027-04-12")

    assert ledr.days("lea", "inactivity") == ["2027-04-10"]


# JOB-4, CAMP-7: once


@pytest.mark.rule("JOB-4", "CAMP-7")
def test_a_run_repeated_writes_and_changes_nothing(stored: Rehearsal) -> None:
    stored.a_session("Lyon", members="lea max nora:manager", package=1, holders="lea", waiting="max")
    stored.school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=1)
    stored.a_session("Licences", kind="licence", members="ana", end="2026-12-20")
    stored.run("2026-11-20")
    written = stored.messages()
    ledger = stored.school.slots.ledger(by="staff", session="Lyon")

    for hour in ("05:00", "05:01", "23:59"):
        stored.run("2026-11-20", hour)

    assert stored.messages() == written
    assert stored.school.slots.ledger(by="staff", session="Lyon") == ledger
    assert {message.kind for message in written} >= {"welcome", "slot_given", "slot_taken", "end_reminder"}


@pytest.mark.rule("JOB-4")
def test_a_run_that_was_stopped_goes_on_where_it_stopped(stored: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledr_core.application.jobs.daily_run.SESSIONS_AT_ONCE", 1)
    for reference in ("Lyon", "Paris", "Nantes"):
        stored.a_session(
            reference,
            package=1,
            members=f"a-{reference} b-{reference}",
            holders=f"a-{reference}",
            waiting=f"b-{reference}",
        )
        stored.school.rotations.set_policy(by="staff", session=reference, policy="paced", every=1)
    stored.a_person("paul", "pilot")
    at_once = {message.message for message in stored.messages()}

    def stop(done: int, total: int, label: str) -> None:
        raise InterruptedError(done)

    stored.school.progress = stop
    with pytest.raises(InterruptedError):
        stored.run("2026-11-20")
    stored.school.progress = None
    assert len(stored.messages(kind="slot_taken")) == 1
    assert stored.messages("paul") == []
    assert at_once < {message.message for message in stored.messages()}

    stored.run("2026-11-20", "06:00")
    stored.run("2026-11-20", "07:00")

    taken = sorted(message.person for message in stored.messages(kind="slot_taken"))
    assert taken == [address(f"a-{reference}") for reference in ("Lyon", "Nantes", "Paris")]
    assert len(stored.messages("paul", "welcome")) == 1
    assert all(
        len([row for row in stored.school.slots.ledger(by="staff", session=reference) if row.until is None]) == 1
        for reference in ("Lyon", "Paris", "Nantes")
    )


@pytest.mark.rule("CAMP-7", "JOB-4")
def test_the_database_itself_keeps_one_message_a_person_and_occurrence(database_url: str) -> None:
    clock = FixedClock(f"{THURSDAY}T05:00")
    school = open_rehearsal(database_url, clock=clock, mail=RecordingMail())
    furnished(Rehearsal(school, clock, RecordingMail())).a_session(kind="licence", members="lea")
    school.jobs.daily(by="staff")
    school.close()
    engine = sa.create_engine(database_url)
    table = sa.Table("messages", sa.MetaData(), autoload_with=engine)

    with engine.begin() as connection:
        row = dict(connection.execute(sa.select(table)).mappings().one())
    try:
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
            connection.execute(sa.insert(table), row | {"number": 99, "id": "another"})
    finally:
        engine.dispose()


@pytest.mark.rule("JOB-1", "JOB-4")
def test_the_log_tells_the_runs_in_order(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea max")
    first = stored.run(THURSDAY)
    stored.run("2026-11-21")

    logged = stored.school.jobs.log(by="staff")

    assert [(run.job, run.date.isoformat(), run.failures) for run in logged] == [
        ("daily", THURSDAY, ()),
        ("daily", "2026-11-21", ()),
    ]
    assert first.done["welcome"] == 2
    assert logged[0].done == first.done
    assert logged[0].finished is not None
    assert [run.date.isoformat() for run in stored.school.jobs.log(by="staff", since="2026-11-20")] == ["2026-11-21"]


@pytest.mark.rule("JOB-4")
def test_runs_at_one_instant_share_a_line_of_the_log_that_loses_nothing(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea max")
    ledr.at(THURSDAY)
    first, again = ledr.school.jobs.daily(by="staff"), ledr.school.jobs.daily(by="staff")

    (line,) = ledr.school.jobs.log(by="staff")

    assert (first.done["welcome"], again.done.get("welcome")) == (2, None)
    assert line.done["welcome"] == 2


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-19", "2026-11-31", "today"])
def test_a_run_is_neither_for_a_future_date_nor_for_one_before_the_last(ledr: Rehearsal, day: str) -> None:
    ledr.run("2026-11-20")
    ledr.at("2026-11-21")

    with pytest.raises(Invalid) as error:
        ledr.school.jobs.daily(by="staff", date=day)

    assert error.value.field == "date"


# JOB-6: one failure stops no other


@pytest.mark.rule("JOB-6")
def test_a_session_that_fails_is_listed_and_stops_no_other(tmp_path: Path) -> None:
    clock, mail = FixedClock(f"{THURSDAY}T04:00"), RecordingMail()
    url = f"sqlite:///{tmp_path / 'ecole.db'}"
    school = open_rehearsal(url, clock=clock, mail=mail)
    ledr = furnished(Rehearsal(school, clock, mail))
    for reference in ("Avant", "Cassée", "Zénith"):
        ledr.a_session(reference, kind="licence", members=f"p-{ord(reference[0])}")
    ledr.a_person("paul", "pilot")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("update sessions set policy = 'bogus' where reference = 'Cassée'"))

    run = ledr.run(THURSDAY)

    assert [failure.what for failure in run.failures] == ["Cassée"]
    assert run.failures[0].why
    assert run.failures[0].error is not None
    assert run.failures[0].error.ground == "damaged row"
    assert {message.person for message in ledr.messages(kind="welcome")} == {
        address(f"p-{ord('A')}"),
        address(f"p-{ord('Z')}"),
        PAUL,
    }
    assert ledr.school.jobs.log(by="staff")[0].failures == run.failures
    with engine.begin() as connection:
        connection.execute(sa.text("update sessions set policy = 'manual' where reference = 'Cassée'"))
    engine.dispose()
    assert ledr.run(THURSDAY, "06:00").failures == ()
    assert ledr.days(f"p-{ord('C')}", "welcome") == [THURSDAY]
    school.close()


@pytest.mark.rule("JOB-6", "JOB-4")
def test_a_message_that_is_refused_is_listed_and_stops_no_other(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea max ana")
    stored.run(THURSDAY)
    stored.mail.will_answer(Handover(Outcome.REFUSED, "no such box"))

    done = stored.school.messages.deliver(by="staff")

    assert (done.sent, done.failed, done.later) == (2, 1, 0)
    (failure,) = done.failures
    assert (failure.what, failure.why) == (stored.mail.letters[0].address, "no such box")
    assert stored.school.messages.deliver(by="staff").sent == 0
    assert len(stored.mail.letters) == 3


@pytest.mark.rule("JOB-4", "CAMP-7")
def test_a_message_whose_answer_was_lost_is_never_sent_twice(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.run(THURSDAY)
    ledr.mail.will_answer(Handover(Outcome.UNKNOWN, "the line broke"))

    ledr.school.messages.deliver(by="staff")
    ledr.at("2026-12-30")
    ledr.school.messages.deliver(by="staff")

    assert len(ledr.mail.letters) == 1


@pytest.mark.rule("JOB-4")
def test_a_message_put_off_is_tried_later_and_taken_once(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.run(THURSDAY)
    ledr.mail.will_answer(Handover(Outcome.LATER, "busy", retry_after=timedelta(minutes=10)))

    assert ledr.school.messages.deliver(by="staff").later == 1
    assert ledr.school.messages.deliver(by="staff").sent == 0
    ledr.at(THURSDAY, "05:10")
    assert ledr.school.messages.deliver(by="staff").sent == 1
    assert ledr.school.messages.deliver(by="staff").sent == 0
    assert len(ledr.mail.accepted) == 1


@pytest.mark.rule("JOB-4")
def test_deliver_sends_each_message_once_up_to_a_limit(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea max ana")
    stored.run(THURSDAY)

    counts = [stored.school.messages.deliver(by="staff", limit=2).sent for _ in range(3)]

    assert counts == [2, 1, 0]
    assert sorted(letter.address for letter in stored.mail.letters) == [address("ana"), LEA, MAX]
    assert {message.state for message in stored.messages()} == {"accepted"}


def test_jobs_and_deliver_are_staffs(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:pilot lea")

    for by in (PAUL, LEA, "public"):
        for call in (ledr.school.jobs.daily, ledr.school.messages.deliver, ledr.school.jobs.log):
            with pytest.raises(Refused) as refused:
                call(by=by)
            assert refused.value.rule == "ROLE-11"
    assert refusal(lambda: ledr.school.messages.list(by=LEA, person=LEA)).rule == "ROLE-11"


# What a run leaves alone


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_a_run_leaves_the_search_for_cycles_as_it_was(ledr: Rehearsal, on: bool) -> None:
    """It is put off during a chunk, in the process of whoever embeds the school."""
    ledr.a_session(members="lea", holders="lea")
    (gc.enable if on else gc.disable)()
    try:
        ledr.run("2026-11-19")
        assert gc.isenabled() is on
    finally:
        gc.enable()
