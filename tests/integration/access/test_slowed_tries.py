"""Wrong passwords are slowed, at an account, at an address, for both; nobody is locked out for good."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import define, field

from ledr_adapters import open_school
from ledr_adapters.passwords import Argon2Passwords
from ledr_core import Refused
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from ledr_core.wording import because, told
from tests.integration.conftest import THURSDAY, Rehearsal, address, grounds, refusal
from tests.kept_schools import kept

LEA, MAX = address("lea"), address("max")
HOME, OFFICE, CAFE = "203.0.113.7", "198.51.100.20", "192.0.2.1"
FREE, CAREFUL = ("ACC-5", "credentials"), ("ACC-5", "too many tries")


def wrong(ledr: Rehearsal, login: str = LEA, caller: str | None = None) -> tuple[str, str]:
    """The ground on which a wrong password is refused."""
    return grounds(refusal(lambda: enter(ledr, "wrong", login, caller)))


def enter(ledr: Rehearsal, password: str, login: str = LEA, caller: str | None = None) -> Any:
    return ledr.school.accounts.sign_in(by="public", login=login, password=password, address=caller)


def fail(ledr: Rehearsal, times: int, login: str = LEA, caller: str | None = None) -> Counter[str]:
    return Counter(wrong(ledr, login, caller)[1] for _ in range(times))


@pytest.fixture
def lea(stored: Rehearsal) -> Rehearsal:
    return kept(stored, two_learners)


def two_learners(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea max")


@pytest.mark.rule("ACC-5")
def test_after_five_failures_the_next_try_waits_even_with_the_right_password(lea: Rehearsal) -> None:
    password = lea.password("lea")
    fail(lea, 5)

    refused = refusal(lambda: enter(lea, password))

    assert grounds(refused) == CAREFUL
    assert as_json(refused.facts) == {"again_at": f"{THURSDAY}T08:00:30Z", "wait_seconds": 30}
    lea.clock.set(f"{THURSDAY}T09:00:30")
    assert enter(lea, password).person == LEA


@pytest.mark.rule("ACC-5")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_refusal_says_how_long_to_wait(ledr: Rehearsal, language: str) -> None:
    fail(ledr, 5)
    ledr.clock.set(f"{THURSDAY}T09:00:29")

    words = told(refusal(lambda: enter(ledr, "wrong")), language).message

    assert ("dans 1 seconde." if language == "fr" else "in 1 second.") in words


@pytest.mark.rule("ACC-5")
def test_a_login_that_nobody_has_is_slowed_like_any_other(lea: Rehearsal) -> None:
    """So that a pause tells nothing."""
    lea.password("lea")
    for login in (LEA, "nobody@manpower.example", "not an address", ""):
        assert fail(lea, 7, login) == {"credentials": 5, "too many tries": 2}


@pytest.mark.rule("ACC-5")
def test_a_try_during_a_pause_does_not_make_it_longer(lea: Rehearsal) -> None:
    password = lea.password("lea")
    fail(lea, 5)
    for second in range(30):
        lea.clock.set(f"{THURSDAY}T09:00:{second:02}")
        assert wrong(lea) == CAREFUL

    lea.clock.set(f"{THURSDAY}T09:00:30")

    assert enter(lea, password).person == LEA


@pytest.mark.rule("ACC-5")
def test_pauses_double_up_to_fifteen_minutes_and_never_last_longer(lea: Rehearsal) -> None:
    password, waits = lea.password("lea"), []
    fail(lea, 5)
    for _ in range(8):
        facts = refusal(lambda: enter(lea, password)).facts
        waits.append(facts["wait_seconds"])
        lea.clock.set(facts["again_at"])
        assert wrong(lea) == FREE

    lea.clock.set(refusal(lambda: enter(lea, password)).facts["again_at"])

    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
    assert enter(lea, password).person == LEA


@pytest.mark.rule("ACC-5")
def test_signing_in_forgets_the_failures(lea: Rehearsal) -> None:
    password = lea.password("lea")
    fail(lea, 4)
    enter(lea, password)

    assert fail(lea, 6) == {"credentials": 5, "too many tries": 1}


@pytest.mark.rule("ACC-5")
def test_right_credentials_are_no_failure_even_when_access_is_closed(lea: Rehearsal) -> None:
    lea.a_session("Later", kind="licence", members="tom", start="2027-01-01", end="2027-12-31")
    password = lea.password("tom")
    fail(lea, 4, address("tom"))

    for _ in range(8):
        refused = refusal(lambda: enter(lea, password, address("tom")))
        assert grounds(refused) == ("ACC-5", "not started")
    assert fail(lea, 5, address("tom")) == {"credentials": 5}


@pytest.mark.rule("ACC-5")
def test_failures_are_forgotten_after_a_day(lea: Rehearsal) -> None:
    fail(lea, 5)
    lea.at("2026-11-20", "09:00")

    assert fail(lea, 6) == {"credentials": 5, "too many tries": 1}


@pytest.mark.rule("ACC-5")
def test_who_guesses_at_one_address_does_not_keep_the_owner_out_elsewhere(lea: Rehearsal) -> None:
    """Not even by guessing all day long."""
    password = lea.password("lea")
    fail(lea, 5, caller=CAFE)
    for minute in range(0, 60 * 15, 5):
        lea.at(THURSDAY, f"{9 + minute // 60:02}:{minute % 60:02}")
        wrong(lea, caller=CAFE)

    assert wrong(lea, caller=CAFE) == CAREFUL
    assert enter(lea, password, caller=HOME).person == LEA
    assert enter(lea, password).person == LEA


@pytest.mark.rule("ACC-5")
def test_guesses_from_many_addresses_at_one_account_are_slowed_for_a_minute_at_most(lea: Rehearsal) -> None:
    password = lea.password("lea")
    for number in range(20):
        assert fail(lea, 5, caller=f"198.51.100.{number}") == {"credentials": 5}

    refused = refusal(lambda: enter(lea, password, caller=HOME))

    assert grounds(refused) == CAREFUL
    assert refused.facts["wait_seconds"] == 30
    assert wrong(lea, MAX, HOME) == FREE
    lea.clock.set(refused.facts["again_at"])
    assert enter(lea, password, caller=HOME).person == LEA


@pytest.mark.rule("ACC-5")
def test_guesses_at_many_accounts_from_one_address_are_slowed_there_alone(lea: Rehearsal) -> None:
    password = lea.password("lea")
    for number in range(100):
        assert wrong(lea, f"nobody{number}@manpower.example", CAFE) == FREE

    assert wrong(lea, "another@manpower.example", CAFE) == CAREFUL
    assert enter(lea, password, caller=OFFICE).person == LEA
    lea.clock.set(f"{THURSDAY}T09:00:30")
    assert enter(lea, password, caller=CAFE).person == LEA


@pytest.mark.rule("ACC-5")
def test_the_addresses_of_one_subscriber_are_one(lea: Rehearsal) -> None:
    for number in range(5):
        assert wrong(lea, caller=f"2001:db8::{number:x}") == FREE

    assert wrong(lea, caller="2001:db8::ffff") == CAREFUL
    assert wrong(lea, caller="2001:db8:0:1::1") == FREE


@pytest.mark.rule("ACC-5")
def test_settings_say_how_many_tries_are_free_and_the_longest_pause(lea: Rehearsal) -> None:
    lea.school.settings.set(by="staff", name="free_tries", value=2)
    lea.school.settings.set(by="staff", name="longest_pause_minutes", value=1)
    waits = []
    fail(lea, 2)
    for _ in range(4):
        facts = refusal(lambda: enter(lea, "wrong")).facts
        waits.append(facts["wait_seconds"])
        lea.clock.set(facts["again_at"])
        wrong(lea)

    assert waits == [30, 60, 60, 60]


# What is kept although the operation is refused


@pytest.mark.rule("ACC-5")
def test_a_failure_within_a_transaction_is_kept_with_it(lea: Rehearsal) -> None:
    """The refusal undoes its own step alone; what the host writes, and the count, stay."""
    with lea.school.transaction() as inside:
        inside.companies.create(by="staff", name="Randstad")
        for _ in range(5):
            refusal(lambda: inside.accounts.sign_in(by="public", login=LEA, password="wrong"))
        within = refusal(lambda: inside.accounts.sign_in(by="public", login=LEA, password="wrong"))

    assert grounds(within) == CAREFUL
    assert wrong(lea) == CAREFUL
    assert "Randstad" in [company.name for company in lea.school.companies.list(by="staff")]


@pytest.mark.rule("ACC-5")
def test_a_failure_on_the_hosts_connection_is_kept_when_the_host_commits(lea: Rehearsal, database_url: str) -> None:
    engine = sa.create_engine(database_url)
    for commits in (False, True):
        with engine.connect() as connection:
            with lea.school.transaction(connection) as inside:
                for _ in range(5):
                    refusal(lambda inside=inside: inside.accounts.sign_in(by="public", login=LEA, password="wrong"))
            (connection.commit if commits else connection.rollback)()

        assert wrong(lea) == (CAREFUL if commits else FREE)
        lea.school.accounts.reset_password(by="staff", person=LEA)
    engine.dispose()

    assert wrong(lea) == FREE  # staff who give a password forget the failures


@define
class CountingPasswords:
    """Real hashes, which count how often one was checked."""

    checked: list[str] = field(factory=list)
    hashes: Argon2Passwords = field(factory=lambda: Argon2Passwords(time_cost=1, memory_cost=8))

    def hash(self, password: str) -> str:
        return self.hashes.hash(password)

    def hash_all(self, passwords: list[str]) -> list[str]:
        return self.hashes.hash_all(passwords)

    def verify(self, password: str, hashed: str | None) -> bool:
        self.checked.append(password)
        return self.hashes.verify(password, hashed)


@pytest.mark.rule("ACC-5")
def test_of_many_tries_at_once_only_the_free_ones_reach_the_password(database_url: str) -> None:
    passwords = CountingPasswords()
    school = open_school(database_url, clock=FixedClock(f"{THURSDAY}T09:00"), passwords=passwords, mail="folder:/tmp")
    barrier = Barrier(12)

    def guess(number: int) -> str:
        barrier.wait()
        try:
            school.accounts.sign_in(by="public", login=LEA, password=f"guess {number}", address=CAFE)
        except Refused as refused:
            return refused.reason
        return "entered"

    with ThreadPoolExecutor(12) as pool:
        told_each = Counter(pool.map(guess, range(12)))
    school.close()

    assert told_each == {"credentials": 5, "too many tries": 7}
    assert len(passwords.checked) == 5


@pytest.mark.rule("ACC-5")
def test_signing_in_at_once_with_the_right_password_lets_everybody_in(database_url: str, clock: FixedClock) -> None:
    """Many behind one address at nine in the morning, and twice the same person."""
    school = open_school(database_url, clock=clock, passwords=CountingPasswords(), mail="folder:/tmp")
    names = [f"p{number}@manpower.example" for number in range(6)]
    passwords = {}
    for name in names:
        school.people.create(by="staff", email=name, first_name="P", last_name="M", role="admin")
        passwords[name] = school.accounts.reset_password(by="staff", person=name).password

    def one(name: str) -> str:
        entered = school.accounts.sign_in(by="public", login=name, password=passwords[name], address=OFFICE)
        return str(entered.person)

    with ThreadPoolExecutor(12) as pool:
        entered = list(pool.map(one, names * 2))
    school.close()

    assert entered == names * 2


@pytest.mark.rule("ACC-5")
def test_the_daily_run_sweeps_what_has_been_quiet_for_a_day(lea: Rehearsal) -> None:
    fail(lea, 3, caller=CAFE)
    assert _counted(lea) == 3  # the pair, the account, the address

    lea.run("2026-11-20", "08:59")
    assert _counted(lea) == 3
    lea.run("2026-11-20", "09:01")

    assert _counted(lea) == 0


@pytest.mark.rule("ACC-5")
def test_no_login_is_kept_in_the_counts(lea: Rehearsal) -> None:
    """People type passwords into the wrong field."""
    fail(lea, 2, "mon mot de passe", CAFE)

    engine: sa.Engine = lea.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        rows = connection.execute(sa.text("select * from tries")).all()
    assert rows
    assert "mon mot de passe" not in str(rows)


def _counted(ledr: Rehearsal) -> int:
    engine: sa.Engine = ledr.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        return int(connection.scalar(sa.text("select count(*) from tries")) or 0)


@pytest.mark.rule("ACC-17", "ACC-14")
def test_access_is_explained_with_how_long_and_why(lea: Rehearsal) -> None:
    """Instead of "enters"; at which address, when the service tells; and no more when the pause is over."""
    explain = partial(lea.school.accounts.explain_access, by="staff", person=LEA)
    assert explain().pause is None
    fail(lea, 6, caller=CAFE)

    found = explain()

    (reason, *_) = found.spaces["learner"].reasons
    assert (found.spaces["learner"].open, reason.rule, reason.met) == (False, "ACC-17", False)
    facts = as_json(reason.fact)
    assert facts == {"until": f"{THURSDAY}T08:00:30Z", "wait_seconds": 30, "failures": 5, "networks": [CAFE]}
    words = because(reason.rule, reason.ground, reason.fact, "fr").replace("\u00a0", " ")
    assert words == f"trop d'essais à la suite : le prochain est possible dans 30 secondes depuis {CAFE}"
    assert as_json(found.pause) == {"until": f"{THURSDAY}T08:00:30Z", "failures": 5, "networks": [CAFE]}
    fail(lea, 5)
    assert explain().pause.networks == ()
    lea.clock.set(f"{THURSDAY}T09:01")
    assert (explain().pause, explain().spaces["learner"].open) == (None, True)


@pytest.mark.rule("ACC-17")
def test_staff_lift_the_pause_at_every_address(lea: Rehearsal) -> None:
    password = lea.password("lea")
    for caller in (None, CAFE):
        fail(lea, 6, caller=caller)

    assert as_json(lea.school.accounts.lift_pause(by="staff", person=LEA)) == {}

    assert lea.school.accounts.explain_access(by="staff", person=LEA).pause is None
    for caller in (None, CAFE):
        assert enter(lea, password, caller=caller).person == LEA
    assert refusal(lambda: lea.school.accounts.lift_pause(by=LEA, person=LEA)).rule == "ROLE-11"


@pytest.mark.rule("ACC-17")
def test_refusals_advise_to_type_by_hand(lea: Rehearsal) -> None:
    refusals = [refusal(lambda: enter(lea, "wrong")) for _ in range(6)]

    for refused in (refusals[0], refusals[-1]):
        assert "à la main" in told(refused, "fr").help
        assert "by hand" in told(refused, "en").help


@pytest.mark.rule("ACC-17", "ACC-1")
@pytest.mark.parametrize("around", ["\u200b", "\ufeff", "\u200e", "\u200f ", "\u2060\t", "\u00ad", "\u202a\u00a0"])
def test_invisible_signs_around_login_and_password_are_trimmed_like_white_space(lea: Rehearsal, around: str) -> None:
    password = lea.password("lea")

    entered = enter(lea, f"{around}{password}{around}", f"{around}{LEA}{around}")

    assert entered.person == LEA
    fail(lea, 5, f"{LEA}{around}")
    assert wrong(lea) == CAREFUL


@pytest.mark.rule("ACC-5")
def test_many_who_are_right_at_one_address_leave_no_failure_there(lea: Rehearsal) -> None:
    password = lea.password("lea")
    fail(lea, 2, caller=OFFICE)
    for _ in range(150):
        enter(lea, password, caller=OFFICE)

    lea.school.accounts.lift_pause(by="staff", person=LEA)
    assert _counted(lea) == 1
