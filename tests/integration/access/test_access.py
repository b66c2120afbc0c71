"""Why somebody gets in or does not: one verdict for signing in, for learning and for the explanation."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_cli.render import write
from ledr_core import Refused
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.integration.conftest import THURSDAY, Rehearsal, a_member, address, furnished, grounds, refusal

LEA, MAX, NORA, PAUL = address("lea"), address("max"), address("nora"), address("paul")
TODAY = date.fromisoformat(THURSDAY)


def opened(ledr: Rehearsal, person: str) -> dict[str, bool]:
    explained = ledr.school.accounts.explain_access(by="staff", person=person)
    return {space: verdict.open for space, verdict in explained.spaces.items() if space != "organisation"}


# ACC-14


@pytest.mark.rule("ACC-14")
def test_an_explanation_gives_each_check_with_its_rule_and_the_fact_behind_it(stored: Rehearsal) -> None:
    stored.a_session(members="ana lea", package=1, holders="ana", waiting="lea")

    explained = as_json(stored.school.accounts.explain_access(by="staff", person=LEA))

    learner = explained["spaces"]["learner"]
    assert learner["open"] is False
    assert [(reason["rule"], reason["met"]) for reason in learner["reasons"]][-1] == ("ACC-6", False)
    assert all(reason["met"] for reason in learner["reasons"][:-1])
    assert {reason["rule"] for reason in learner["reasons"]} == {"ACC-5", "ACC-6"}
    assert learner["reasons"][-1]["fact"]["position"] == 1
    assert "2026-11-01" in str(learner["reasons"])
    assert "2027-10-31" in str(learner["reasons"])


@pytest.mark.rule("ACC-14")
def test_an_open_space_has_every_check_met(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", holders="lea")

    learner = ledr.school.accounts.explain_access(by="staff", person=LEA).spaces["learner"]

    assert learner.open
    assert all(reason.met for reason in learner.reasons)
    assert learner.reasons


@pytest.mark.rule("ACC-14")
def test_the_first_check_that_fails_is_what_signing_in_tells(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", start="2026-12-01")

    reasons = ledr.school.accounts.explain_access(by="staff", person=LEA).spaces["learner"].reasons
    refused = refusal(lambda: ledr.sign_in("lea"))

    first = next(reason for reason in reasons if not reason.met)
    assert (first.ground, first.fact["start"]) == (refused.reason, refused.facts["start"])


@pytest.mark.rule("ACC-14")
def test_people_read_their_own_explanation_and_pilots_their_companys(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max")
    ledr.a_session("Ailleurs", company="Adecco", members="zoe@adecco.example")
    paul = ledr.a_person("paul", "pilot")
    explain = ledr.school.accounts.explain_access

    assert explain(by=LEA).person == LEA
    assert explain(by=paul, person=LEA).person == LEA
    assert refusal(lambda: explain(by=LEA, person=MAX)).rule == "ROLE-11"
    assert refusal(lambda: explain(by=paul, person="zoe@adecco.example")).rule == "ROLE-6"


@pytest.mark.rule("ACC-14", "ACC-7")
@pytest.mark.parametrize(
    ("own", "company", "told_first", "end"),
    [
        ("2026-12-31", "2027-06-30", "sessions over", date(2027, 6, 30)),
        ("2027-06-30", "2026-12-31", "own end passed", date(2027, 6, 30)),
        (None, "2027-06-30", "sessions over", date(2027, 6, 30)),
    ],
)
def test_a_pilot_whose_access_is_over_is_told_what_kept_it_open_longest_everywhere(
    ledr: Rehearsal, capsys: pytest.CaptureFixture[str], own: str | None, company: str, told_first: str, end: date
) -> None:
    """The headline, the first of the facts under it, and the refusal of signing in."""
    ledr.a_person("paul", "pilot")
    if own is not None:
        ledr.a_session("Arles", kind="licence", members="lea", end=min(own, company))
        ledr.school.sessions.add_members(by="staff", session="Arles", members=[a_member("paul", "pilot")], package=1)
        ledr.school.sessions.change_member_end(by="staff", session="Arles", person=PAUL, end=own)
    ledr.a_session("Paris", end=company)
    ledr.at("2027-07-01")

    explained = ledr.school.accounts.explain_access(by="staff", person=PAUL)
    refused = refusal(lambda: ledr.sign_in("paul"))
    write(explained, "fr", ledr.clock.now())

    first = explained.spaces["pilot"].reasons[0]
    assert (first.ground, first.fact["end"], refused.facts["end"]) == (told_first, end, end)
    headline, fact = capsys.readouterr().out.replace("\u00a0", " ").splitlines()[:2]
    assert "30 juin 2027" in headline and "30 juin 2027" in fact


# ACC-7: the pilot's space


@pytest.mark.rule("ACC-7")
@pytest.mark.parametrize(
    ("day", "open_then"), [("2026-12-31", True), ("2027-01-01", True), ("2027-06-30", True), ("2027-07-01", False)]
)
def test_a_pilots_space_is_open_while_a_session_of_the_company_runs(
    stored: Rehearsal, day: str, open_then: bool
) -> None:
    stored.a_session("Lyon", members="paul:pilot lea", end="2026-12-31")
    stored.a_session("Paris", end="2027-06-30")
    stored.at(day)

    assert opened(stored, PAUL) == {"pilot": open_then}


@pytest.mark.rule("ACC-7")
@pytest.mark.parametrize(("day", "open_then"), [("2027-01-01", True), ("2027-06-30", True), ("2027-07-01", False)])
def test_a_pilots_space_is_open_while_their_own_end_is_not_passed(ledr: Rehearsal, day: str, open_then: bool) -> None:
    ledr.a_session("Lyon", kind="licence", members="paul:pilot lea", end="2026-12-31")
    ledr.school.sessions.change_member_end(by="staff", session="Lyon", person=PAUL, end="2027-06-30")
    ledr.at(day)

    assert opened(ledr, PAUL) == {"pilot": open_then}


@pytest.mark.rule("ACC-7")
def test_another_companys_session_keeps_no_pilots_space_open(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="paul:pilot", end="2026-12-31")
    ledr.a_session("Ailleurs", company="Adecco", end="2028-12-31")
    ledr.at("2027-01-01")

    assert opened(ledr, PAUL) == {"pilot": False}
    assert grounds(refusal(lambda: ledr.sign_in("paul"))) == ("ACC-5", "ended")


@pytest.mark.rule("ACC-7")
def test_a_session_that_has_not_started_has_not_expired(ledr: Rehearsal) -> None:
    paul = ledr.a_person("paul", "pilot")
    ledr.a_session("Lyon", start="2027-03-01", end="2028-02-29")

    assert opened(ledr, paul) == {"pilot": True}


@pytest.mark.rule("ACC-7")
def test_one_space_closing_closes_no_other(stored: Rehearsal) -> None:
    stored.a_session("Lyon", members="paul:learner_pilot", end="2026-12-31", holders="paul")
    stored.a_session("Paris", end="2027-06-30")
    assert stored.sign_in("paul") == ("learner", "pilot")

    stored.at("2027-01-01")

    assert opened(stored, PAUL) == {"learner": False, "pilot": True}
    assert stored.sign_in("paul") == ("pilot",)
    assert refusal(lambda: stored.watch("paul", "l1")).rule == "ACC-5"


@pytest.mark.rule("ACC-7")
def test_a_learner_pilot_without_a_slot_still_has_the_pilots_space(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:learner_pilot")

    assert ledr.sign_in("paul") == ("pilot",)
    assert refusal(lambda: ledr.watch("paul", "l1")).rule == "ACC-6"


# ACC-8: the manager's space


@pytest.mark.rule("ACC-8")
@pytest.mark.parametrize(
    ("day", "open_then"), [("2026-12-31", True), ("2027-01-01", True), ("2027-06-30", True), ("2027-07-01", False)]
)
def test_a_managers_space_is_open_while_a_session_of_the_people_managed_runs(
    stored: Rehearsal, day: str, open_then: bool
) -> None:
    stored.a_session("Lyon", members="nora:manager", end="2026-12-31")
    stored.a_session("Paris", members="lea", end="2027-06-30")
    stored.a_session("Nantes", members="max", end="2028-06-30")
    stored.school.people.set_managed(by="staff", manager=NORA, people=[LEA])
    stored.at(day)

    assert opened(stored, NORA) == {"manager": open_then}


@pytest.mark.rule("ACC-8")
@pytest.mark.parametrize(("day", "open_then"), [("2026-12-31", True), ("2027-01-01", False)])
def test_a_manager_of_nobody_has_their_own_end_only(ledr: Rehearsal, day: str, open_then: bool) -> None:
    ledr.a_session("Lyon", members="nora:manager", end="2026-12-31")
    ledr.a_session("Paris", members="lea", end="2027-06-30")
    ledr.at(day)

    assert opened(ledr, NORA) == {"manager": open_then}


@pytest.mark.rule("ACC-8")
def test_the_managers_space_of_a_learner_manager_outlives_their_course(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", kind="licence", members="nora:learner_manager", end="2026-12-31")
    ledr.a_session("Paris", members="lea", end="2027-06-30")
    ledr.school.people.set_managed(by="staff", manager=NORA, people=[LEA])
    assert ledr.sign_in("nora") == ("learner", "manager")

    ledr.at("2027-01-01")

    assert ledr.sign_in("nora") == ("manager",)


# One engine: whatever the standing, the explanation, signing in and learning agree


@pytest.fixture(scope="module")
def school_of_all() -> Iterator[Rehearsal]:
    """One school for all the standings that are generated: opening it costs more than one of them."""
    clock, mail = FixedClock(f"{THURSDAY}T09:00"), RecordingMail()
    school = open_rehearsal("memory:", clock=clock, mail=mail)
    yield furnished(Rehearsal(school, clock, mail))
    school.close()


numbers = count(1)
near = st.integers(-40, 40)


@pytest.mark.rule("ACC-14", "ACC-5", "ACC-6", "ACC-7", "ACC-8", "ACC-16")
@settings(max_examples=120)
@given(
    role=st.sampled_from(
        ["learner", "manager", "learner_manager", "pilot", "learner_pilot", "student", "admin", "tester"]
    ),
    kind=st.sampled_from(["licence", "slot", None]),
    start=near,
    length=st.integers(0, 40),
    personal=st.none() | st.integers(0, 40),
    slot=st.sampled_from(["holds", "waits", "neither"]),
    other_end=st.none() | near,
    day=st.integers(-3, 60),
)
def test_explanation_sign_in_and_learning_agree(
    school_of_all: Rehearsal,
    role: str,
    kind: str | None,
    start: int,
    length: int,
    personal: int | None,
    slot: str,
    other_end: int | None,
    day: int,
) -> None:
    ledr, number = school_of_all, next(numbers)
    first, end = TODAY + timedelta(start), TODAY + timedelta(start + length)
    person, colleague, company = address(f"p{number}"), address(f"c{number}"), f"Company {number}"
    ledr.clock.set(min(first, TODAY - timedelta(50)))
    ledr.school.companies.create(by="staff", name=company)
    learns = role in ("learner", "learner_manager", "learner_pilot", "student", "admin")
    if kind is None or role == "tester":
        ledr.a_person(person, role, company)
    else:
        ledr.a_session(
            f"s{number}",
            kind=kind,
            company=company,
            members=f"{person}:{role} {colleague}",
            start=first.isoformat(),
            end=end.isoformat(),
        )
        if personal is not None:
            own = min(first + timedelta(personal), end)
            ledr.school.sessions.change_member_end(by="staff", session=f"s{number}", person=person, end=own)
        if kind == "slot" and learns and slot != "neither":
            act = ledr.school.slots.assign if slot == "holds" else ledr.school.rotations.enqueue
            act(by="staff", session=f"s{number}", person=person)
    if other_end is not None:
        other = TODAY + timedelta(other_end)
        ledr.a_session(
            f"o{number}", company=company, start="2026-01-01", end=other.isoformat(), members=f"m{number}@x.example"
        )
        if "manager" in role:
            ledr.school.people.set_managed(by="staff", manager=person, people=[f"m{number}@x.example"])
    ledr.clock.set(TODAY + timedelta(day))

    spaces = ledr.school.accounts.explain_access(by="staff", person=person).spaces
    open_spaces = {space for space, verdict in spaces.items() if verdict.open}
    assert ("organisation" in open_spaces) == bool(open_spaces - {"organisation"})
    open_spaces.discard("organisation")

    try:
        signed_in = set(ledr.sign_in(person))
    except Refused as refused:
        assert refused.rule == "ACC-5"
        signed_in = set()
    assert signed_in == open_spaces
    if role == "tester":
        return
    try:
        ledr.school.learning.watch(by=person, lesson="l1", ended=True)
        learned = True
    except Refused as refused:
        assert refused.rule in ("ACC-5", "ACC-6", "ROLE-11")
        learned = False
    assert learned == ("learner" in open_spaces)
    if role == "admin":
        assert open_spaces == set(spaces) - {"organisation"}
