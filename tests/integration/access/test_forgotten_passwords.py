"""Forgotten passwords: a link that works once and for an hour, and never tells whether an account exists."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from ledr_adapters import open_rehearsal
from ledr_core import Invalid, Refused, School
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.integration.conftest import THURSDAY, Rehearsal, address, grounds, refusal

LEA, MAX = address("lea"), address("max")
PHRASE, OTHER = "une phrase de passe", "une autre phrase"


def ask(ledr: Rehearsal, email: str = LEA, **given: Any) -> Any:
    return ledr.school.accounts.forgot_password(by="public", email=email, **given)


def tokens(ledr: Rehearsal, name: str = "lea") -> list[str]:
    """The tokens that were sent to somebody, oldest first."""
    sheets = (
        ledr.school.messages.show(by="staff", message=one.message) for one in ledr.messages(name, "reset_password")
    )
    return [sheet.tokens["token"] for sheet in sheets]


def choose(ledr: Rehearsal, token: str, password: str = PHRASE, **given: Any) -> Any:
    return ledr.school.accounts.choose_password(by="public", token=token, password=password, **given)


def enter(ledr: Rehearsal, password: str, login: str = LEA, **given: Any) -> Any:
    return ledr.school.accounts.sign_in(by="public", login=login, password=password, **given)


@pytest.fixture
def lea(stored: Rehearsal) -> Rehearsal:
    """Léa learns, and has a password."""
    stored.a_session(kind="licence", members="lea")
    stored.password("lea")
    return stored


# The link


@pytest.mark.rule("ACC-3")
def test_a_link_lets_its_owner_choose_a_password(lea: Rehearsal) -> None:
    assert as_json(ask(lea, f"  {LEA.upper()} ")) == {"sent": True}
    (token,) = tokens(lea)

    assert as_json(choose(lea, f" {token}\n", f"  {PHRASE} ")) == {}

    assert enter(lea, PHRASE).person == LEA
    (message,) = lea.messages("lea", "reset_password")
    shown = lea.school.messages.show(by="staff", message=message.message)
    assert f"https://leparcours.co/password?token={token}" in shown.links
    assert token in shown.text


@pytest.mark.rule("ACC-3")
def test_asking_changes_no_password(lea: Rehearsal) -> None:
    former = lea.password("lea")

    ask(lea)

    assert enter(lea, former).person == LEA


@pytest.mark.rule("ACC-3")
@pytest.mark.parametrize("email", ["nobody@manpower.example", "not an address", "", " ", "x" * 300])
def test_the_answer_is_the_same_for_nobodys_address_and_nothing_is_written(lea: Rehearsal, email: str) -> None:
    assert ask(lea, email) == ask(lea)

    assert [message.person for message in lea.messages(kind="reset_password")] == [LEA]


@pytest.mark.rule("ACC-3")
def test_a_link_works_once(lea: Rehearsal) -> None:
    ask(lea)
    (token,) = tokens(lea)
    choose(lea, token)

    refused = refusal(lambda: choose(lea, token, OTHER))

    assert grounds(refused) == ("ACC-3", "used")
    assert enter(lea, PHRASE).person == LEA


@pytest.mark.rule("ACC-3")
@pytest.mark.parametrize(("hour", "good"), [("09:59", True), ("10:00", False), ("11:00", False)])
def test_a_link_is_good_for_an_hour(lea: Rehearsal, hour: str, good: bool) -> None:
    ask(lea)
    (token,) = tokens(lea)
    lea.at(THURSDAY, hour)

    if good:
        choose(lea, token)
    else:
        assert grounds(refusal(lambda: choose(lea, token))) == ("ACC-3", "expired")


@pytest.mark.rule("ACC-3")
def test_a_setting_says_how_long_a_link_is_good(ledr: Rehearsal) -> None:
    ledr.a_person("lea")
    ledr.school.settings.set(by="staff", name="reset_link_minutes", value=10)
    ask(ledr)
    (token,) = tokens(ledr)
    ledr.at(THURSDAY, "09:10")

    assert grounds(refusal(lambda: choose(ledr, token))) == ("ACC-3", "expired")


@pytest.mark.rule("ACC-3")
def test_a_newer_link_ends_the_older_ones(lea: Rehearsal) -> None:
    for _ in range(3):
        ask(lea)
    first, second, third = tokens(lea)

    assert [grounds(refusal(lambda old=old: choose(lea, old))) for old in (first, second)] == [("ACC-3", "expired")] * 2
    choose(lea, third)


@pytest.mark.rule("ACC-3")
@pytest.mark.parametrize("token", ["", "0" * 40, "é", "lea@manpower.example", "x" * 1_000])
def test_a_token_that_nobody_was_given_is_unknown(lea: Rehearsal, token: str) -> None:
    ask(lea)

    assert grounds(refusal(lambda: choose(lea, token))) == ("ACC-3", "unknown")


@pytest.mark.rule("ACC-3")
def test_no_refusal_tells_whose_a_link_is(lea: Rehearsal) -> None:
    ask(lea)
    ask(lea)
    expired, good = tokens(lea)
    choose(lea, good)

    for token in (expired, good, "unknown"):
        assert refusal(lambda token=token: choose(lea, token)).facts == {}


@pytest.mark.rule("ACC-3", "ACC-4")
@pytest.mark.parametrize("change", ["another password", "another address"])
def test_a_password_or_an_address_that_changes_ends_the_links(lea: Rehearsal, change: str) -> None:
    ask(lea)
    (token,) = tokens(lea)

    if change == "another password":
        lea.password("lea")
    else:
        lea.school.people.change_email(by=LEA, person=LEA, email=address("lea.martin"))

    assert grounds(refusal(lambda: choose(lea, token))) == ("ACC-3", "expired")


@pytest.mark.rule("ACC-3")
def test_of_two_uses_at_once_one_wins(lea: Rehearsal) -> None:
    """And the password is the winner's."""
    ask(lea)
    (token,) = tokens(lea)
    barrier = Barrier(6)

    def use(number: int) -> str | None:
        barrier.wait()
        try:
            choose(lea, token, f"{PHRASE} {number}")
        except Refused as refused:
            assert grounds(refused) == ("ACC-3", "used")
            return None
        return f"{PHRASE} {number}"

    with ThreadPoolExecutor(6) as pool:
        winners = [password for password in pool.map(use, range(6)) if password]

    assert len(winners) == 1
    assert enter(lea, winners[0]).person == LEA


@pytest.mark.rule("ACC-3")
def test_a_token_is_kept_as_a_hash_and_wiped_once_it_is_sent(tmp_path: Path) -> None:
    school = open_rehearsal(f"sqlite:///{tmp_path / 'ecole.db'}", clock=FixedClock(f"{THURSDAY}T09:00"))
    school.people.create(by="staff", email=LEA, first_name="Léa", last_name="Martin", role="student")
    school.accounts.forgot_password(by="public", email=LEA)
    (message,) = school.messages.list(by="staff", kind="reset_password")
    token = school.messages.show(by="staff", message=message.message).tokens["token"]

    school.messages.deliver(by="staff")

    shown = school.messages.show(by="staff", message=message.message)
    school.close()
    assert token not in str(as_json(shown))
    vacuumed = _vacuumed(tmp_path / "ecole.db")
    assert LEA.encode() in vacuumed
    assert token.encode() not in vacuumed


def _vacuumed(file: Path) -> bytes:
    """A database without the pages that are free."""
    import sqlite3

    with sqlite3.connect(file) as connection:
        connection.execute("vacuum")
    connection.close()
    return file.read_bytes()


# The password


@pytest.mark.rule("ACC-3")
@pytest.mark.parametrize("password", ["", "       ", "courte1", "  courte1  ", "x" * 201])
def test_a_password_of_another_length_is_invalid_and_leaves_the_link_good(lea: Rehearsal, password: str) -> None:
    ask(lea)
    (token,) = tokens(lea)

    with pytest.raises(Invalid) as invalid:
        choose(lea, token, password)

    assert (invalid.value.field, invalid.value.allowed) == ("password", "8 to 200 characters")
    assert not password.strip() or password.strip() not in str(invalid.value)
    choose(lea, token)


@pytest.mark.rule("ACC-1", "ACC-3")
@pytest.mark.parametrize("password", ["huit 8 c", "\u00a0huit 8 c\u3000", "x" * 200, "Ünïçødé 🐦🐦"])
def test_white_space_around_a_chosen_password_is_not_part_of_it(lea: Rehearsal, password: str) -> None:
    ask(lea)
    choose(lea, tokens(lea)[0], password)

    for typed in (password, password.strip(), f" {password}\t"):
        assert enter(lea, typed).person == LEA


# Requests in a row


@pytest.mark.rule("ACC-3")
def test_requests_in_a_row_are_answered_the_same_and_write_nothing_for_a_while(lea: Rehearsal) -> None:
    for _ in range(9):
        assert as_json(ask(lea)) == {"sent": True}
    assert len(tokens(lea)) == 5

    lea.clock.set(f"{THURSDAY}T09:00:29")
    ask(lea)
    assert len(tokens(lea)) == 5
    lea.clock.set(f"{THURSDAY}T09:00:30")
    ask(lea)
    ask(lea)

    assert len(tokens(lea)) == 6
    choose(lea, tokens(lea)[-1])


@pytest.mark.rule("ACC-3")
def test_requests_do_not_slow_signing_in_nor_wrong_passwords_requests(lea: Rehearsal) -> None:
    password = lea.password("lea")
    for _ in range(9):
        ask(lea)
    assert enter(lea, password).person == LEA

    for _ in range(9):
        refusal(lambda: enter(lea, "wrong", MAX))
    lea.a_person("max")
    ask(lea, MAX)
    assert len(tokens(lea, "max")) == 1


@pytest.mark.rule("ACC-3", "ACC-5")
def test_a_chosen_password_opens_at_once_after_failed_tries(lea: Rehearsal) -> None:
    """At every address, and so does a link that staff need not wait for."""
    for caller in ("203.0.113.7", "203.0.113.8", None):
        for _ in range(6):
            refusal(lambda caller=caller: enter(lea, "wrong", address=caller))
    ask(lea)

    choose(lea, tokens(lea)[0])

    for caller in ("203.0.113.7", "203.0.113.8", None):
        assert enter(lea, PHRASE, address=caller).person == LEA


@pytest.mark.rule("ACC-3")
def test_wrong_tokens_are_slowed_where_they_come_from(lea: Rehearsal) -> None:
    """Elsewhere the owner of a link is not kept waiting."""
    lea.school.settings.set(by="staff", name="free_tries", value=1)
    ask(lea)
    (token,) = tokens(lea)

    for _ in range(20):
        assert refusal(lambda: choose(lea, "wrong", address="203.0.113.7")).reason == "unknown"
    refused = refusal(lambda: choose(lea, token, address="203.0.113.7"))

    assert grounds(refused) == ("ACC-3", "too many tries")
    assert refused.facts["wait_seconds"] == 30
    choose(lea, token, address="203.0.113.8")


@pytest.mark.parametrize("operation", ["sign_in", "forgot_password", "choose_password"])
def test_an_address_that_is_none_is_invalid(ledr: Rehearsal, operation: str) -> None:
    given = {
        "sign_in": {"login": LEA, "password": "x"},
        "forgot_password": {"email": LEA},
        "choose_password": {"token": "x", "password": PHRASE},
    }[operation]

    with pytest.raises(Invalid) as invalid:
        ledr.school.perform(f"accounts.{operation}", "public", {**given, "address": "at home"})

    assert invalid.value.field == "address"


@pytest.mark.rule("ACC-3")
def test_a_link_is_written_within_a_transaction_of_the_host(lea: Rehearsal) -> None:
    """And gone with it."""

    class Undone(Exception):
        pass

    def within(school: School, *, undone: bool) -> None:
        with school.transaction() as inside:
            inside.accounts.forgot_password(by="public", email=LEA)
            if undone:
                raise Undone

    with pytest.raises(Undone):
        within(lea.school, undone=True)
    assert tokens(lea) == []
    within(lea.school, undone=False)
    choose(lea, tokens(lea)[0])
