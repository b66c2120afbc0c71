"""The password in a welcome: made when the letter leaves, once, and in the database only while it is on its way."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import define, evolve, field

from ledr_adapters.passwords import Argon2Passwords
from ledr_adapters.sql import tables as t
from ledr_core import School
from ledr_core.application.access.passwords import MadePassword
from ledr_core.application.messages.first_passwords import AHEAD, carried
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.provider_events import Suppression
from ledr_core.ports.templates import MASK
from tests.integration.conftest import THURSDAY, address
from tests.integration.messages.delivering import Delivering, delivering

pytestmark = pytest.mark.rule("ACC-15")

LEA = address("lea")
LATER = Handover(Outcome.LATER, "greylisted")
REFUSED = Handover(Outcome.REFUSED, "no such user", cause=Cause.UNKNOWN_MAILBOX)
LOST = Handover(Outcome.UNKNOWN, "the line broke")
Step = Callable[[], Any]


@define
class Meanwhile:
    """Cheap real hashes; what is to happen while they are computed happens then, once."""

    happens: list[Step] = field(factory=list)
    batches: list[int] = field(factory=list)
    hashes: Argon2Passwords = field(factory=lambda: Argon2Passwords(time_cost=1, memory_cost=8))

    def hash(self, password: str) -> str:
        return self.hashes.hash(password)

    def hash_all(self, passwords: list[str]) -> list[str]:
        self.batches.append(len(passwords))
        while self.happens:
            self.happens.pop()()
        return self.hashes.hash_all(passwords)

    def verify(self, password: str, hashed: str | None) -> bool:
        return self.hashes.verify(password, hashed)


@pytest.fixture
def passwords() -> Meanwhile:
    return Meanwhile()


@pytest.fixture
def ledr(database_url: str, passwords: Meanwhile) -> Iterator[Delivering]:
    """A school of each kind of database in which Léa's licence has begun, and her welcome is written."""
    with delivering(database_url) as school:
        yield welcomed(school, passwords)


def welcomed(school: Delivering, passwords: Meanwhile, members: str = "lea") -> Delivering:
    """With these hashes, after the daily run of the first day of these people."""
    ledr = evolve(school, school=School.over(evolve(school.school._desk.ports, passwords=passwords)))
    ledr.a_session(kind="licence", members=members)
    ledr.run(THURSDAY)
    return ledr


def kept(ledr: Delivering) -> tuple[list[str], list[object]]:
    """Who has a password, and the passwords that messages hold in clear."""
    engine: sa.Engine = ledr.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        owners = sa.select(t.people.c.email).join(t.passwords, t.passwords.c.person_id == t.people.c.id)
        facts = connection.scalars(sa.select(t.messages.c.facts).order_by(t.messages.c.number)).all()
        clear = [one["password"] for one in facts if one.get("password") not in (None, MASK)]
        return list(connection.scalars(owners)), clear


def told(ledr: Delivering, letter: int = -1) -> str:
    """The password in a letter."""
    (found,) = {word for word in ledr.mail.letters[letter].text.split() if word.count("-") == 2 and word[-1].isalnum()}
    return found


def enter(ledr: Delivering, password: str) -> tuple[str, ...]:
    """The spaces of the role that open."""
    spaces: tuple[str, ...] = ledr.school.accounts.sign_in(by="public", login=LEA, password=password).spaces
    return tuple(space for space in spaces if space != "organisation")


def suppress(ledr: Delivering) -> None:
    """Another letter to her has bounced."""
    with ledr.school._desk.own_work() as work:
        work.unit.suppressions.add(Suppression("email", LEA, Cause.UNKNOWN_MAILBOX, "", work.moment.instant))


def test_it_is_made_when_the_letter_leaves_and_works_when_it_arrives(ledr: Delivering, passwords: Meanwhile) -> None:
    """The daily run makes none, and nothing in clear is left behind."""
    assert (kept(ledr), passwords.batches) == (([], []), [])

    assert ledr.deliver().sent == 1

    assert kept(ledr) == ([LEA], [])
    assert enter(ledr, told(ledr)) == ("learner",)


@pytest.mark.parametrize("answer", [LATER, REFUSED])
def test_one_that_certainly_did_not_leave_is_taken_back(ledr: Delivering, answer: Handover) -> None:
    ledr.mail.will_answer(answer)

    ledr.deliver()

    assert kept(ledr) == ([], [])


def test_a_letter_that_was_put_off_brings_one_that_works(ledr: Delivering) -> None:
    ledr.mail.will_answer(LATER)
    ledr.deliver()
    ledr.at(THURSDAY, "12:00")

    assert ledr.deliver().sent == 1

    assert told(ledr, 0) != told(ledr, 1)
    assert enter(ledr, told(ledr)) == ("learner",)


@pytest.mark.rule("JOB-4")
def test_a_letter_of_unknown_fate_leaves_again_with_the_same_password(ledr: Delivering) -> None:
    """So that it works whichever of the two arrives."""
    ledr.mail.will_answer(LOST)
    ledr.deliver()
    assert kept(ledr) == ([LEA], [told(ledr)])
    for hour in ("06:10", "07:20", "08:30"):
        ledr.at(THURSDAY, hour)
        ledr.deliver()

    assert told(ledr, 0) == told(ledr, 1)
    assert kept(ledr) == ([LEA], [])
    assert enter(ledr, told(ledr)) == ("learner",)


@pytest.mark.rule("JOB-4")
def test_a_sender_killed_before_the_letter_was_handed_over_leaves_the_same_password_to_the_next(
    ledr: Delivering, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: Any, __: Any) -> Any:
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(type(ledr.mail), "send_all", killed)
        ledr.deliver()
    owners, (password,) = kept(ledr)
    for hour in ("06:00", "07:10", "08:20"):
        ledr.at(THURSDAY, hour)
        ledr.deliver()

    assert owners == [LEA]
    assert told(ledr) == password
    assert enter(ledr, told(ledr)) == ("learner",)


def test_a_sender_interrupted_while_it_hashes_gives_the_letter_back(ledr: Delivering, passwords: Meanwhile) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    passwords.happens.append(interrupted)
    with pytest.raises(KeyboardInterrupt):
        ledr.deliver()

    assert (ledr.states("lea"), kept(ledr)) == ([("welcome", "pending")], ([], []))
    assert ledr.deliver().sent == 1
    assert enter(ledr, told(ledr)) == ("learner",)


@pytest.mark.rule("ACC-4")
def test_somebody_who_gets_a_password_meanwhile_keeps_that_one(ledr: Delivering, passwords: Meanwhile) -> None:
    given: list[str] = []
    passwords.happens.append(lambda: given.append(ledr.password("lea")))

    assert ledr.deliver().sent == 1

    assert "celui que tu as déjà" in ledr.mail.letters[-1].text
    assert kept(ledr) == ([LEA], [])
    assert enter(ledr, given[0]) == ("learner",)


def test_of_two_senders_with_two_letters_to_a_person_one_brings_the_password(
    ledr: Delivering, passwords: Meanwhile
) -> None:
    """The other is handed over while this one hashes."""
    ledr.write("lea", "welcome")
    passwords.happens.append(lambda: ledr.deliver(limit=1))

    ledr.deliver(limit=1)

    assert ledr.states("lea") == [("welcome", "accepted")] * 2
    assert kept(ledr) == ([LEA], [])
    assert enter(ledr, told(ledr, 0)) == ("learner",)
    assert "celui que tu as déjà" in ledr.mail.letters[1].text


@pytest.mark.rule("ACC-2", "ACC-4")
def test_staff_who_read_a_welcome_that_waits_see_the_password_that_it_brings(ledr: Delivering) -> None:
    shown = ledr.shown("lea", "welcome").tokens["password"]

    assert ledr.shown("lea", "welcome").tokens == {"password": shown}
    assert enter(ledr, shown) == ("learner",)
    ledr.deliver()
    assert told(ledr) == shown
    assert kept(ledr) == ([LEA], [])


@pytest.mark.rule("ACC-2", "ACC-4")
def test_staff_who_look_while_a_sender_takes_the_letter_are_shown_nothing_that_it_does_not_bring(
    ledr: Delivering, passwords: Meanwhile
) -> None:
    """The sender takes it while the password for staff is hashed, and hashes its own until they are answered."""
    taken, answered = Event(), Event()

    def wait_for_the_answer() -> None:
        taken.set()
        assert answered.wait(60)

    def a_sender_takes_it() -> None:
        passwords.happens.append(wait_for_the_answer)
        sending.append(pool.submit(ledr.deliver))
        assert taken.wait(60)

    sending: list[Future[Any]] = []
    passwords.happens.append(a_sender_takes_it)
    with ThreadPoolExecutor(1) as pool:
        try:
            sheet = ledr.shown("lea", "welcome")
        finally:
            answered.set()
    assert sending[0].result().sent == 1

    assert (sheet.state, sheet.tokens, kept(ledr)) == ("sending", {}, ([LEA], []))
    assert enter(ledr, told(ledr)) == ("learner",)


@pytest.mark.rule("ACC-2", "ACC-4")
def test_of_staff_who_look_and_a_sender_who_both_hash_the_letter_brings_the_one_password(
    ledr: Delivering, passwords: Meanwhile
) -> None:
    """A sender takes the letter; what was made for staff comes first."""
    given = MadePassword("bleu-vert-gris", passwords.hash("bleu-vert-gris"))

    def staff_are_shown_it() -> None:
        with ledr.school._desk.own_work() as work:
            (waiting,) = work.unit.outbox.list(work.person(LEA).id, "welcome")
            carried(work, [waiting], [given])

    passwords.happens.append(staff_are_shown_it)

    assert ledr.deliver().sent == 1

    assert told(ledr) == given.password
    assert kept(ledr) == ([LEA], [])
    assert enter(ledr, told(ledr)) == ("learner",)


@pytest.mark.rule("ACC-2")
@pytest.mark.parametrize("ended", ["failed", "suppressed"])
def test_a_letter_of_unknown_fate_that_leaves_no_more_keeps_no_password(ledr: Delivering, ended: str) -> None:
    """What may have arrived works: only its clear form goes."""
    ledr.mail.will_answer(LOST)
    ledr.deliver()
    message = ledr.messages("lea", "welcome")[0].message
    if ended == "failed":
        ledr.mail.will_answer(REFUSED)
    else:
        suppress(ledr)
    ledr.school.messages.settle(by="staff", message=message, sent=False)

    ledr.deliver()

    assert (ledr.states("lea"), kept(ledr)) == ([("welcome", ended)], ([LEA], []))
    assert enter(ledr, told(ledr, 0)) == ("learner",)


@pytest.mark.rule("ACC-2")
def test_a_letter_that_is_refused_keeps_none_that_staff_were_shown(ledr: Delivering) -> None:
    shown = ledr.shown("lea", "welcome").tokens["password"]
    ledr.mail.will_answer(REFUSED)

    ledr.deliver()

    assert kept(ledr) == ([LEA], [])
    assert enter(ledr, shown) == ("learner",)


@pytest.mark.rule("ACC-2")
def test_a_letter_to_a_suppressed_address_is_read_without_a_password(ledr: Delivering) -> None:
    """It may wait for ever; once its address is sent to again, it brings one."""
    suppress(ledr)
    ledr.deliver()

    sheet = ledr.shown("lea", "welcome")
    assert (sheet.state, sheet.tokens, kept(ledr)) == ("suppressed", {}, ([], []))
    ledr.school.messages.unsuppress(by="staff", email=LEA)
    ledr.deliver()
    assert enter(ledr, told(ledr)) == ("learner",)


@pytest.mark.rule("ACC-4")
def test_a_password_that_was_replaced_leaves_in_no_letter(ledr: Delivering) -> None:
    former = ledr.shown("lea", "welcome").tokens["password"]
    password = ledr.password("lea")
    assert kept(ledr) == ([LEA], [])

    ledr.deliver()

    assert former not in ledr.mail.letters[-1].text
    assert enter(ledr, password) == ("learner",)


@pytest.mark.parametrize("at_once", [1, 50])
def test_hashes_are_made_many_at_a_time_and_few_in_vain(passwords: Meanwhile, at_once: int) -> None:
    """Also where letters leave one by one, so that all cores have something to do."""
    with delivering("memory:") as school:
        ledr = welcomed(school, passwords, " ".join(f"p{number}" for number in range(60)))
        ledr.mail.at_once = at_once

        assert ledr.deliver().sent == 60

    assert sum(passwords.batches) < 60 + AHEAD
    assert len(passwords.batches) < 10


# In the files


def in_files(folder: Path, secret: str) -> list[str]:
    """The files of a database in which a secret can be read."""
    return [one.name for one in sorted(folder.glob("ecole.db*")) if secret.encode() in one.read_bytes()]


@pytest.mark.rule("ACC-2", "ACC-3")
def test_secrets_that_were_wiped_are_gone_from_the_files(
    sqlite_school_url: str, tmp_path: Path, passwords: Meanwhile
) -> None:
    """From the database and from its log, while the school goes on."""
    with delivering(sqlite_school_url) as school:
        ledr = welcomed(school, passwords, "lea max")
        password = ledr.shown("lea", "welcome").tokens["password"]
        ledr.school.accounts.forgot_password(by="public", email=LEA)
        token = ledr.shown("lea", "reset_password").tokens["token"]
        assert in_files(tmp_path, password) and in_files(tmp_path, token)

        ledr.deliver()

        for secret in (password, token, told(ledr)):
            assert in_files(tmp_path, secret) == []
        assert in_files(tmp_path, LEA) == ["ecole.db"]


@pytest.mark.rule("ACC-2", "ACC-4")
@pytest.mark.parametrize("together", [False, True])
def test_a_password_that_was_replaced_is_gone_from_the_files_at_once(
    sqlite_school_url: str, tmp_path: Path, passwords: Meanwhile, together: bool
) -> None:
    """Alone, or when the transaction that it is part of is committed."""
    with delivering(sqlite_school_url) as school:
        ledr = welcomed(school, passwords)
        former = ledr.shown("lea", "welcome").tokens["password"]
        assert in_files(tmp_path, former)

        with ledr.school.transaction() if together else nullcontext(ledr.school) as inside:
            inside.accounts.reset_password(by="staff", person=LEA)

        assert in_files(tmp_path, former) == []
