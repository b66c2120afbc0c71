"""Signing in, passwords and addresses: who gets in, when, and what somebody who does not is told."""

from pathlib import Path

import pytest

from ledr_adapters import open_rehearsal
from ledr_core import Invalid
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.integration.conftest import THURSDAY, Rehearsal, address, grounds, refusal

LEA, MAX, PAUL = address("lea"), address("max"), address("paul")
NO_BREAK_SPACE, IDEOGRAPHIC_SPACE = "\u00a0", "\u3000"


# ACC-1: login and password


@pytest.mark.rule("ACC-1")
@pytest.mark.parametrize(
    "login",
    [
        LEA,
        f"  {LEA} ",
        f"\t{LEA}\n",
        f"{NO_BREAK_SPACE}{LEA}{IDEOGRAPHIC_SPACE}",
        LEA.upper(),
        "Lea@Manpower.Example",
        f" {LEA.title()}\r\n",
    ],
)
def test_the_login_is_the_address_whatever_its_case_and_the_space_around_it(ledr: Rehearsal, login: str) -> None:
    ledr.a_session(kind="licence", members="lea")
    password = ledr.password("lea")

    signed_in = ledr.school.accounts.sign_in(by="public", login=login, password=password)

    assert (signed_in.person, signed_in.landing) == (LEA, "learner")


@pytest.mark.rule("ACC-1")
@pytest.mark.parametrize(
    ("before", "after"), [("", " "), (" ", ""), ("\n", "\r\n"), ("\t ", "  "), (NO_BREAK_SPACE, IDEOGRAPHIC_SPACE)]
)
def test_white_space_around_a_password_does_not_matter(ledr: Rehearsal, before: str, after: str) -> None:
    ledr.a_session(kind="licence", members="lea")
    password = ledr.password("lea")

    assert ledr.school.accounts.sign_in(by="public", login=LEA, password=f"{before}{password}{after}").person == LEA


@pytest.mark.rule("ACC-1")
def test_white_space_within_and_case_of_a_password_matter(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    password = ledr.password("lea")

    for wrong in (f"{password[:4]} {password[4:]}", password.upper(), password[:-1], ""):
        refused = refusal(lambda wrong=wrong: ledr.school.accounts.sign_in(by="public", login=LEA, password=wrong))
        assert refused.rule == "ACC-5"


@pytest.mark.rule("ACC-1")
def test_addresses_are_compared_without_case_everywhere(stored: Rehearsal) -> None:
    stored.a_session(members="lea")
    stored.school.people.change_email(by="staff", person=LEA, email="Lea.MARTIN@Manpower.Example")

    stored.school.slots.assign(by="staff", session="Lyon", person=" lea.martin@manpower.example ")

    shown = stored.school.people.show(by="LEA.MARTIN@manpower.example")
    assert (shown.email, shown.slot) == ("Lea.MARTIN@Manpower.Example", 1)


# ACC-4: a password that staff reset


@pytest.mark.rule("ACC-4")
def test_a_new_password_replaces_the_former_one(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea")
    former = stored.password("lea")

    password = stored.school.accounts.reset_password(by="staff", person=LEA).password

    assert stored.school.accounts.sign_in(by="public", login=LEA, password=password).person == LEA
    refused = refusal(lambda: stored.school.accounts.sign_in(by="public", login=LEA, password=former))
    assert refused.rule == "ACC-5"
    assert password != former


@pytest.mark.rule("ACC-4")
def test_a_reset_password_cannot_be_read_again(tmp_path: Path) -> None:
    clock = FixedClock(f"{THURSDAY}T09:00")
    school = open_rehearsal(f"sqlite:///{tmp_path / 'ecole.db'}", clock=clock)
    school.people.create(by="staff", email=LEA, first_name="Léa", last_name="Martin", role="student")

    password = school.accounts.reset_password(by="staff", person=LEA).password
    shown = [as_json(school.people.show(by="staff", person=LEA)), as_json(school.messages.list(by="staff"))]
    school.close()

    assert password not in str(shown)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"lea@manpower.example" in stored
    assert password.encode() not in stored
    assert b"$argon2id$" in stored


@pytest.mark.rule("ACC-4")
def test_only_staff_reset_passwords(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:pilot nora:manager lea")

    for by in (PAUL, LEA, address("nora"), "public"):
        refused = refusal(lambda by=by: ledr.school.accounts.reset_password(by=by, person=LEA))
        assert refused.reason == "role"


# ACC-5: the first reason that holds


@pytest.mark.rule("ACC-5")
def test_an_unknown_login_and_a_wrong_password_are_refused_the_same_way(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-11-01", end="2027-10-31")
    ledr.a_session("Future", kind="licence", members="max", start="2027-01-01", end="2027-12-31")
    ledr.a_person("paul", "pilot")
    ledr.password("lea")
    ledr.password("max")

    refused = [
        refusal(lambda login=login: ledr.school.accounts.sign_in(by="public", login=login, password="wrong"))
        for login in (LEA, MAX, PAUL, "nobody@manpower.example", "not an address", "")
    ]

    assert {grounds(one) for one in refused} == {grounds(refused[0])}
    assert refused[0].rule == "ACC-5"
    assert all(one.facts == refused[0].facts for one in refused)
    assert LEA not in str(refused[0].facts)


@pytest.mark.rule("ACC-5")
@pytest.mark.parametrize(
    ("day", "reason", "fact"),
    [
        ("2026-11-30", "not started", ("start", "2026-12-01")),
        ("2027-02-01", "ended", ("end", "2027-01-31")),
        ("2028-02-01", "ended", ("end", "2027-01-31")),
    ],
)
def test_outside_the_dates_the_refusal_gives_the_date(
    ledr: Rehearsal, day: str, reason: str, fact: tuple[str, str]
) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-12-01", end="2027-01-31")
    ledr.at(day)

    refused = refusal(lambda: ledr.sign_in("lea"))

    assert grounds(refused) == ("ACC-5", reason)
    assert as_json(refused.facts)[fact[0]] == fact[1]


@pytest.mark.rule("ACC-5")
@pytest.mark.parametrize("instant", ["2026-12-01T00:00", "2026-12-01T00:30", "2027-01-31T23:59"])
def test_the_dates_are_inclusive_days_of_the_schools_clock(ledr: Rehearsal, instant: str) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-12-01", end="2027-01-31")
    ledr.clock.set(instant)

    assert ledr.sign_in("lea") == ("learner",)


@pytest.mark.rule("ACC-5")
@pytest.mark.parametrize("instant", ["2026-11-30T23:59", "2027-02-01T00:00", "2027-01-31T23:30:00Z"])
def test_outside_them_nobody_enters(ledr: Rehearsal, instant: str) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-12-01", end="2027-01-31")
    ledr.clock.set(instant)

    assert refusal(lambda: ledr.sign_in("lea")).rule == "ACC-5"


@pytest.mark.rule("ACC-5")
def test_a_learner_in_no_session_is_not_enrolled(ledr: Rehearsal) -> None:
    ledr.a_person("lea", "learner")

    assert grounds(refusal(lambda: ledr.sign_in("lea"))) == ("ACC-5", "not enrolled")


@pytest.mark.rule("ACC-5")
def test_a_learner_who_left_is_not_enrolled(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", holders="lea")
    ledr.school.sessions.remove_member(by="staff", session="Lyon", person=LEA)

    assert grounds(refusal(lambda: ledr.sign_in("lea"))) == ("ACC-5", "not enrolled")


@pytest.mark.rule("ACC-5", "ACC-6")
def test_without_a_slot_signing_in_tells_the_place_in_the_list_and_the_expected_date(stored: Rehearsal) -> None:
    stored.a_session(members="ana max lea", package=1, holders="ana", waiting="max lea")
    stored.school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=2)

    refused = refusal(lambda: stored.sign_in("lea"))

    assert grounds(refused) == ("ACC-5", "no slot")
    facts = as_json(refused.facts)
    # Ana's turn counts from Thursday 19: Friday 1, Monday 2; Max's from Monday 23: Wednesday 25.
    assert (facts["position"], facts["expected"]) == (2, "2026-11-25")


@pytest.mark.rule("ACC-5", "ACC-6")
def test_without_a_slot_and_outside_the_list_there_is_neither_place_nor_date(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea")

    refused = refusal(lambda: ledr.sign_in("lea"))

    assert grounds(refused) == ("ACC-5", "no slot")
    assert (refused.facts["position"], refused.facts["expected"]) == (None, None)


@pytest.mark.rule("ACC-5")
@pytest.mark.parametrize(("day", "reason"), [("2026-11-30", "not started"), ("2027-02-01", "ended")])
def test_the_dates_come_before_the_slot(ledr: Rehearsal, day: str, reason: str) -> None:
    ledr.a_session(members="ana lea", package=1, start="2026-12-01", end="2027-01-31", waiting="lea")
    ledr.at(day)

    assert grounds(refusal(lambda: ledr.sign_in("lea"))) == ("ACC-5", reason)


@pytest.mark.rule("ACC-5")
def test_without_credentials_none_of_this_is_told(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", waiting="lea")
    ledr.password("lea")

    refused = refusal(lambda: ledr.school.accounts.sign_in(by="public", login=LEA, password="wrong"))

    assert "position" not in refused.facts
    assert refused.reason != "no slot"


@pytest.mark.rule("ACC-5")
def test_somebody_without_a_password_is_refused_like_a_stranger(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")

    for password in ("", " ", "nobody has this password"):
        mine, strangers = (
            refusal(
                lambda login=login, password=password: ledr.school.accounts.sign_in(
                    by="public", login=login, password=password
                )
            )
            for login in (LEA, "nobody@manpower.example")
        )
        assert (grounds(mine), mine.facts) == (grounds(strangers), strangers.facts)


@pytest.mark.rule("ACC-5")
def test_who_signs_in_does_not_depend_on_who_asks(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    password = ledr.password("lea")

    for by in ("public", "staff", LEA):
        assert ledr.school.accounts.sign_in(by=by, login=LEA, password=password).person == LEA


# ACC-6: a slot at that instant


@pytest.mark.rule("ACC-6")
def test_learning_in_a_slot_session_needs_a_slot_at_that_instant(stored: Rehearsal) -> None:
    stored.a_session(members="lea")
    assert refusal(lambda: stored.watch("lea", "l1")).rule == "ACC-6"

    stored.school.slots.assign(by="staff", session="Lyon", person=LEA)
    stored.watch("lea", "l1")
    assert stored.sign_in("lea") == ("learner",)

    stored.school.slots.release(by="staff", session="Lyon", person=LEA)
    assert refusal(lambda: stored.watch("lea", "l2")).rule == "ACC-6"
    assert stored.school.learning.progress(by="staff", person=LEA).lessons_seen == 1


@pytest.mark.rule("ACC-6")
def test_a_slot_held_before_the_start_opens_on_the_start_day(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", start="2026-12-01", holders="lea")
    assert refusal(lambda: ledr.watch("lea", "l1")).rule == "ACC-5"

    ledr.at("2026-12-01", "00:00")

    ledr.watch("lea", "l1")


@pytest.mark.rule("ACC-6", "SLOT-10")
def test_a_slot_still_held_past_ones_end_lets_nobody_in(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", holders="lea")
    ledr.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end=THURSDAY)
    ledr.watch("lea", "l1")

    ledr.at("2026-11-20", "00:00")

    assert ledr.school.sessions.show(by="staff", session="Lyon").free == 1
    assert refusal(lambda: ledr.watch("lea", "l2")).rule == "ACC-5"


# ACC-10 and ACC-11: dates of sessions and of members


def dates(ledr: Rehearsal, session: str = "Lyon") -> list[tuple[str, str]]:
    sheet = ledr.school.sessions.show(by="staff", session=session)
    return [(member.start.isoformat(), member.end.isoformat()) for member in sheet.members]


@pytest.mark.rule("ACC-10")
def test_a_members_start_follows_the_session(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", start="2026-12-01", end="2027-11-30")
    ledr.school.sessions.add_members(
        by="staff", session="Lyon", members=[{"email": MAX, "first_name": "M", "last_name": "M"}]
    )

    assert dates(ledr) == [("2026-12-01", "2027-11-30")] * 2


@pytest.mark.rule("ACC-10")
def test_moving_the_start_alone_leaves_the_members_where_they_were(stored: Rehearsal) -> None:
    stored.a_session(members="lea max", start="2026-12-01", end="2027-11-30")

    sheet = stored.school.sessions.change_dates(by="staff", session="Lyon", start="2026-12-15")

    assert sheet.start.isoformat() == "2026-12-15"
    assert dates(stored) == [("2026-12-01", "2027-11-30")] * 2


@pytest.mark.rule("ACC-10")
def test_extending_the_start_to_the_members_changes_all_of_them(stored: Rehearsal) -> None:
    stored.a_session(members="lea", start="2026-12-01", end="2027-11-30")
    stored.school.sessions.change_dates(by="staff", session="Lyon", start="2026-12-15")
    stored.school.sessions.add_members(
        by="staff", session="Lyon", members=[{"email": MAX, "first_name": "M", "last_name": "M"}]
    )
    assert [start for start, _ in dates(stored)] == ["2026-12-01", "2026-12-15"]

    stored.school.sessions.change_dates(by="staff", session="Lyon", start="2026-12-20", extend_to_members=True)

    assert [start for start, _ in dates(stored)] == ["2026-12-20", "2026-12-20"]


@pytest.mark.rule("ACC-11")
def test_moving_the_end_moves_that_of_all_members_and_replaces_personal_ones(stored: Rehearsal) -> None:
    stored.a_session(members="lea max", start="2026-12-01", end="2027-11-30")
    stored.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end="2027-06-30")
    assert [end for _, end in dates(stored)] == ["2027-06-30", "2027-11-30"]

    stored.school.sessions.change_dates(by="staff", session="Lyon", end="2027-12-31")

    assert [end for _, end in dates(stored)] == ["2027-12-31", "2027-12-31"]


@pytest.mark.rule("ACC-11")
def test_in_a_slot_session_a_personal_end_is_within_the_sessions(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max", start="2026-12-01", end="2027-11-30")
    change = ledr.school.sessions.change_member_end

    assert refusal(lambda: change(by="staff", session="Lyon", person=LEA, end="2027-12-01")).rule == "ACC-11"
    change(by="staff", session="Lyon", person=LEA, end="2027-11-30")
    change(by="staff", session="Lyon", person=LEA, end="2026-12-01")

    assert [end for _, end in dates(ledr)] == ["2026-12-01", "2027-11-30"]


@pytest.mark.rule("ACC-11")
def test_in_a_licence_session_a_personal_end_may_be_later(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea max", start="2026-12-01", end="2027-11-30")

    ledr.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end="2028-01-31")

    ledr.at("2028-01-31")
    assert ledr.sign_in("lea") == ("learner",)
    assert grounds(refusal(lambda: ledr.sign_in("max"))) == ("ACC-5", "ended")


@pytest.mark.rule("ACC-11")
def test_a_personal_end_before_the_start_is_invalid(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", start="2026-12-01", end="2027-11-30")

    with pytest.raises(Invalid) as error:
        ledr.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end="2026-11-30")

    assert error.value.field == "end"


# ACC-12: another address


@pytest.mark.rule("ACC-12")
def test_a_new_address_is_the_new_login(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea")
    password = stored.password("lea")

    stored.school.people.change_email(by=LEA, person=LEA, email="lea.roux@home.example")

    sign_in = stored.school.accounts.sign_in
    assert sign_in(by="public", login="LEA.ROUX@home.example", password=password).person == "lea.roux@home.example"
    assert refusal(lambda: sign_in(by="public", login=LEA, password=password)).rule == "ACC-5"


@pytest.mark.rule("ACC-12")
@pytest.mark.parametrize("email", [MAX, MAX.upper(), f" {MAX} "])
def test_an_address_that_another_account_has_is_refused(stored: Rehearsal, email: str) -> None:
    stored.a_session(members="lea max")

    for by in ("staff", LEA):
        refused = refusal(lambda by=by: stored.school.people.change_email(by=by, person=LEA, email=email))
        assert refused.rule == "ACC-12"
    assert stored.school.people.show(by=LEA).email == LEA


@pytest.mark.rule("ACC-12")
def test_ones_own_address_may_change_its_case(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea")

    ledr.school.people.change_email(by=LEA, person=LEA, email="Lea@Manpower.example")

    assert ledr.school.people.show(by="staff", person=LEA).email == "Lea@Manpower.example"


@pytest.mark.rule("ACC-12")
def test_an_address_that_was_given_up_is_free_again(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max")
    ledr.school.people.change_email(by="staff", person=LEA, email="lea@home.example")

    ledr.school.people.change_email(by="staff", person=MAX, email=LEA)

    assert ledr.school.people.show(by="staff", person=LEA).first_name == "Max"


@pytest.mark.rule("ACC-12")
@pytest.mark.parametrize("email", ["", "lea", "lea@", "@manpower.example", "lea martin@manpower.example", None, 3])
def test_what_is_no_address_is_invalid(ledr: Rehearsal, email: object) -> None:
    ledr.a_session(members="lea")

    with pytest.raises(Invalid) as error:
        ledr.school.people.change_email(by=LEA, person=LEA, email=email)

    assert error.value.field == "email"


@pytest.mark.rule("ACC-12")
def test_what_is_written_but_not_sent_goes_to_the_new_address(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.run("2026-11-20")

    ledr.school.people.change_email(by="staff", person=LEA, email="lea@home.example")
    ledr.school.messages.deliver(by="staff")

    assert [letter.address for letter in ledr.mail.letters] == ["lea@home.example"]
    assert "lea@home.example" in ledr.mail.letters[0].text


# ACC-16: what stays open


@pytest.mark.rule("ACC-16")
def test_account_and_own_data_stay_open_past_the_end(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", end="2026-12-31")
    ledr.at("2027-03-01")

    ledr.school.people.update(by=LEA, phone="0612345678")
    ledr.school.people.change_email(by=LEA, person=LEA, email="lea@home.example")

    assert ledr.school.people.show(by="lea@home.example").phone == "+33612345678"
    assert not ledr.school.accounts.explain_access(by="lea@home.example").spaces["learner"].open


@pytest.mark.rule("ACC-16")
def test_signing_in_with_no_space_open_says_what_stays_open(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", end="2026-12-31")
    ledr.at("2027-03-01")

    refused = refusal(lambda: ledr.sign_in("lea"))

    assert refused.rule == "ACC-5"
    assert {"account", "documents"} <= set(refused.facts["stays_open"])


@pytest.mark.rule("ACC-16")
@pytest.mark.parametrize("operation", ["watch", "home"])
def test_learning_is_what_access_gates(ledr: Rehearsal, operation: str) -> None:
    ledr.a_session(kind="licence", members="lea", end="2026-12-31")
    asked = {"watch": lambda: ledr.watch("lea", "l1"), "home": lambda: ledr.school.learning.home(by=LEA)}[operation]
    asked()

    ledr.at("2027-01-01")

    assert refusal(asked).rule == "ACC-5"


@pytest.mark.rule("ACC-16")
def test_staff_are_never_gated(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea alex:admin", end="2026-12-31")
    ledr.at("2027-01-01")

    ledr.watch("alex", "l1")
    ledr.school.learning.watch(by="staff", person=LEA, lesson="l1", ended=True)
    ledr.school.learning.watch(by=address("alex"), person=LEA, lesson="l2", ended=True)

    assert set(ledr.sign_in("alex")) == {"learner", "staff"}
    assert ledr.school.learning.progress(by="staff", person=LEA).lessons_seen == 2
