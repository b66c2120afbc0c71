"""`messages.deliver`: what leaves, what waits, what is kept back, and what is found out of messages of unknown fate."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import evolve

from ledr_core import Invalid, NotFound, School, Unavailable
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.testing.chance import SeededChance
from tests.integration.conftest import THURSDAY, address
from tests.integration.messages.delivering import Delivering, delivering

LOST = Handover(Outcome.UNKNOWN, "the line broke")
BUSY = Handover(Outcome.LATER, "450 busy")
DOWN = Handover(Outcome.LATER, "connection refused", cause=Cause.PROVIDER)
NOBODY = Handover(Outcome.REFUSED, "550 no such user", cause=Cause.UNKNOWN_MAILBOX)
MANY = " ".join(f"p{number}" for number in range(12))


@pytest.fixture
def ledr() -> Iterator[Delivering]:
    """A school in memory."""
    with delivering("memory:") as school:
        yield school


@pytest.fixture
def stored(database_url: str) -> Iterator[Delivering]:
    """The same in a database of each kind."""
    with delivering(database_url) as school:
        yield school


def welcomed(ledr: Delivering, members: str = "lea max ana") -> None:
    """A licence session whose members are welcomed today."""
    ledr.a_session(kind="licence", members=members)
    ledr.run(THURSDAY)


# Once, together, and each for itself


@pytest.mark.rule("JOB-4")
def test_a_chunk_takes_as_many_statements_for_fifty_messages_as_for_five(stored: Delivering) -> None:
    """Welcomes, reminders of the end and of inactivity: they are read, written and settled together."""
    counts = []
    for first, last in ((0, 5), (5, 55)):
        people = " ".join(f"p{number}" for number in range(first, last))
        stored.at(THURSDAY, "04:00")
        stored.a_session(f"S{first}", kind="licence", members=people, end="2026-12-10")
        stored.run(THURSDAY)
        with counted() as statements:
            done = stored.deliver(limit=last - first)
        assert done.sent == last - first
        assert done.failures == ()
        counts.append(len(statements))
        stored.clock.set(f"{THURSDAY}T05:00")
        assert stored.deliver().sent == last - first

    assert counts[0] == counts[1] > 0


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.rule("JOB-6")
@pytest.mark.parametrize("refused", range(3))
def test_one_bad_address_blocks_nobody(ledr: Delivering, refused: int) -> None:
    ledr.mail.at_once = 1
    welcomed(ledr)
    ledr.mail.will_answer(*[Handover(Outcome.ACCEPTED)] * refused, NOBODY)

    done = ledr.deliver()

    assert (done.sent, done.failed, done.later) == (2, 1, 0)
    assert [failure.why for failure in done.failures] == ["550 no such user"]


@pytest.mark.rule("JOB-6")
def test_addresses_that_are_always_put_off_hold_up_nobody_for_long(ledr: Delivering) -> None:
    """Ten greylisted addresses in front: the run gives up on the provider, but they come less and less often."""
    ledr.mail.at_once = 1
    bad = [f"p{number}" for number in range(10)]
    welcomed(ledr, " ".join([*bad, "last"]))
    ledr.mail.at.update({address(name): BUSY for name in bad})

    assert (ledr.deliver().sent, len(ledr.mail.letters)) == (0, 5)
    start = ledr.clock.now()
    for minute in range(5, 31, 5):
        ledr.clock.set(start + timedelta(minutes=minute))
        ledr.deliver()

    assert [letter.address for letter in ledr.mail.accepted] == [address("last")]


def test_an_adapter_that_raises_leaves_the_fate_of_its_letters_unknown(ledr: Delivering) -> None:
    """It promises not to; its letters may have been taken."""
    welcomed(ledr)

    def broken(_: object) -> Any:
        raise RuntimeError("bug")

    school = School.over(evolve(ledr.school._desk.ports, mail=Broken(broken)))
    done = school.messages.deliver(by="staff")

    assert (done.unknown, done.failures[0].why) == (3, "RuntimeError: bug")
    assert {state for _, state in ledr.states()} == {"unknown"}


class Broken:
    """A mail whose `send_all` is what a test wants."""

    name, at_once = "broken", 50

    def __init__(self, send_all: Any) -> None:
        self.send_all = send_all

    def look_up(self, message: str) -> Handover:
        return LOST


def test_an_adapter_that_answers_too_little_leaves_the_rest_unknown(ledr: Delivering) -> None:
    welcomed(ledr)
    school = School.over(evolve(ledr.school._desk.ports, mail=Broken(lambda letters: (Handover(Outcome.ACCEPTED),))))

    done = school.messages.deliver(by="staff")

    assert (done.sent, done.unknown) == (1, 2)


@pytest.mark.rule("JOB-4", "JOB-6")
@pytest.mark.parametrize("fault", [Unavailable("database", "no driver"), KeyboardInterrupt()])
def test_what_was_claimed_and_not_written_is_given_back(stored: Delivering, fault: BaseException) -> None:
    """The database goes, or somebody interrupts, before anything has left: nothing is failed, or of unknown fate."""
    welcomed(stored)

    class Faulty:
        def render(self, *_: object) -> Any:
            raise fault

    school = School.over(evolve(stored.school._desk.ports, templates=Faulty()))
    with pytest.raises(type(fault)):
        school.messages.deliver(by="staff")

    assert {state for _, state in stored.states()} == {"pending"}
    assert stored.mail.letters == []
    assert stored.deliver().sent == 3


# A provider out of service


@pytest.mark.rule("JOB-4", "JOB-6")
def test_a_provider_out_of_service_for_an_hour_delays_and_loses_nothing(stored: Delivering) -> None:
    """One letter a run knocks at the door, at growing pauses; the others wait; then each leaves once."""
    stored.mail.at_once = 1
    welcomed(stored, MANY)
    stored.mail.usual = DOWN
    start = stored.clock.now()
    knocks: list[timedelta] = []

    for minute in range(60):
        stored.clock.set(start + timedelta(minutes=minute))
        before = len(stored.mail.letters)
        done = stored.deliver()
        if len(stored.mail.letters) > before:
            assert len(stored.mail.letters) == before + 1
            assert (done.later, done.sent, done.failed, done.unknown) == (12, 0, 0, 0)
            (stopped,) = done.stopped
            assert (stopped.channel, stopped.provider, stopped.reason) == ("email", "recording", "connection refused")
            assert start < stopped.until
            knocks.append(timedelta(minutes=minute))
    assert 3 <= len(knocks) <= 12
    assert {state for _, state in stored.states()} == {"pending"}

    stored.mail.usual = Handover(Outcome.ACCEPTED)
    stored.clock.set(start + timedelta(minutes=90))
    done = stored.deliver()

    assert (done.sent, done.stopped) == (12, ())
    assert sorted(letter.address for letter in stored.mail.accepted) == sorted(map(address, MANY.split()))


@pytest.mark.rule("JOB-4")
def test_the_pauses_of_an_outage_grow_and_end_with_it(ledr: Delivering) -> None:
    """Up to 2, 5, 10, 20, 30 minutes; after a letter is taken, from the beginning."""
    welcomed(ledr)
    ledr.mail.usual = DOWN
    pauses = [knock(ledr) for _ in range(60)]
    most = [timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]

    assert all(pause <= longest for pause, longest in zip(pauses, most, strict=False))
    assert max(pauses) <= timedelta(minutes=30)
    assert max(pauses[4:]) > timedelta(minutes=25)
    assert min(pauses[4:]) < timedelta(minutes=5)

    ledr.mail.usual = Handover(Outcome.ACCEPTED)
    assert ledr.deliver().sent == 3
    ledr.mail.usual = DOWN
    ledr.write("lea", "placement_result", token="t", day=THURSDAY)
    assert knock(ledr) <= timedelta(minutes=2)


def knock(ledr: Delivering) -> timedelta:
    """A run that finds the provider out of service; it is then as late as it is tried again. Gives the pause."""
    now = ledr.clock.now()
    (stopped,) = ledr.deliver().stopped
    ledr.clock.set(stopped.until)
    return timedelta(seconds=(stopped.until - now).total_seconds())


def test_the_same_seed_gives_the_same_pauses() -> None:
    draws = [[SeededChance(seed).fraction() for _ in range(1)] + [SeededChance(seed).identifier()] for seed in "aab"]

    assert draws[0] == draws[1] != draws[2]


@pytest.mark.rule("JOB-4")
def test_what_the_provider_asks_to_wait_is_waited(ledr: Delivering) -> None:
    """Not a second less, for none of its messages, by no sender."""
    ledr.mail.at_once = 1
    welcomed(ledr)
    ledr.mail.will_answer(Handover(Outcome.LATER, "429", retry_after=timedelta(minutes=40)))

    (stopped,) = ledr.deliver().stopped
    assert stopped.until == ledr.clock.now() + timedelta(minutes=40)
    ledr.clock.set(stopped.until - timedelta(seconds=1))
    ledr.write("lea", "placement_result", token="t", day=THURSDAY)
    waiting = ledr.deliver()
    assert (waiting.sent, waiting.later, len(waiting.stopped)) == (0, 1, 1)
    ledr.clock.set(stopped.until)

    assert ledr.deliver().sent == 4
    assert len(ledr.mail.letters) == 5


@pytest.mark.rule("JOB-4")
def test_a_provider_that_does_not_answer_is_not_given_everything(ledr: Delivering) -> None:
    """Each letter without an answer may have been taken: after five of them the others wait."""
    ledr.mail.at_once = 1
    welcomed(ledr, MANY)
    ledr.mail.usual = LOST

    done = ledr.deliver()

    assert (done.unknown, done.later, len(ledr.mail.letters)) == (5, 7, 5)
    assert done.stopped[0].reason == "the line broke"


@pytest.mark.rule("JOB-6")
def test_an_outage_of_mail_holds_up_no_sms(ledr: Delivering) -> None:
    welcomed(ledr, "lea")
    ledr.change("lea", phone="+33612345678", sms=True)
    ledr.write("lea", "campaign", channel="sms", title="T", text="Ton atelier commence", link=None)
    ledr.mail.usual = DOWN

    done = ledr.deliver()

    assert (done.sent, done.later) == (1, 1)
    (text,) = ledr.sms.texts
    assert (text.number, text.text) == ("+33612345678", "Ton atelier commence")


# Of unknown fate


@pytest.mark.rule("JOB-4")
def test_a_message_found_at_the_provider_was_sent(stored: Delivering) -> None:
    """Its answer was lost, not the letter: its secrets are wiped, and nothing leaves twice."""
    welcomed(stored, "lea")
    (message,) = stored.messages("lea")
    stored.mail.lost.add(message.message)
    assert stored.deliver().unknown == 1
    assert stored.shown("lea", "welcome").tokens != {}

    stored.mail.lost.clear()
    done = stored.deliver()

    assert (done.sent, done.settled) == (0, 1)
    assert stored.states("lea") == [("welcome", "accepted")]
    assert stored.shown("lea", "welcome").tokens == {}
    assert (len(stored.mail.letters), stored.mail.asked) == (1, [message.message])


@pytest.mark.rule("JOB-4")
def test_a_message_the_provider_knows_nothing_of_twice_an_hour_apart_leaves_again(ledr: Delivering) -> None:
    """Not sooner: it may be slow to know; asking more often in between changes nothing."""
    welcomed(ledr, "lea")
    ledr.mail.will_answer(LOST)
    ledr.deliver()
    for minute in (10, 20, 69):
        ledr.clock.set(f"{THURSDAY}T{5 + minute // 60:02}:{minute % 60:02}")
        assert (ledr.deliver().settled, len(ledr.mail.letters)) == (0, 1)
    assert len(ledr.mail.asked) == 1

    ledr.at(THURSDAY, "06:10")
    done = ledr.deliver()

    assert (done.settled, done.sent) == (1, 1)
    assert len(ledr.mail.letters) == 2
    assert ledr.states("lea") == [("welcome", "accepted")]


@pytest.mark.rule("JOB-4")
def test_what_the_provider_never_knows_leaves_again_twice_at_most_then_a_person_decides(stored: Delivering) -> None:
    """However often it was put off before; once somebody has said so, it leaves once more."""
    welcomed(stored, "lea")
    stored.mail.will_answer(DOWN, DOWN, DOWN)
    for hour in ("05:00", "10:00", "15:00"):
        stored.at(THURSDAY, hour)
        stored.deliver()
    stored.mail.usual = LOST
    for day in range(20, 30):
        for hour in ("08:00", "09:30", "11:00", "12:30"):
            stored.at(f"2026-11-{day}", hour)
            stored.deliver()

    assert len(stored.mail.letters) == 3 + 3
    assert stored.states("lea") == [("welcome", "unknown")]

    (message,) = stored.messages("lea")
    stored.school.messages.settle(by="staff", message=message.message, sent=False)
    stored.deliver()
    stored.at("2026-12-05")
    stored.deliver()
    assert len(stored.mail.letters) == 3 + 4


@pytest.mark.rule("JOB-4")
def test_where_nobody_can_be_asked_a_message_of_unknown_fate_waits_for_a_person(ledr: Delivering) -> None:
    ledr.mail.can_be_asked = False
    welcomed(ledr, "lea max")
    ledr.mail.will_answer(LOST, LOST)
    ledr.deliver()
    ledr.at("2026-11-25")
    assert (ledr.deliver().settled, len(ledr.mail.letters)) == (0, 2)
    (lea,), (max_,) = ledr.messages("lea"), ledr.messages("max")
    settle = ledr.school.messages.settle

    assert settle(by="staff", message=lea.message, sent=True).state == "accepted"
    assert settle(by="staff", message=max_.message, sent=False).state == "pending"

    assert ledr.deliver().sent == 1
    assert [letter.address for letter in ledr.mail.letters[2:]] == [address("max")]
    assert ledr.shown("lea", "welcome").tokens == {}
    for message in (lea.message, max_.message):
        with pytest.raises(Invalid) as known:
            settle(by="staff", message=message, sent=False)
        assert known.value.field == "message"
    with pytest.raises(NotFound):
        settle(by="staff", message="nowhere", sent=True)


@pytest.mark.rule("JOB-4")
def test_a_link_for_a_password_may_be_sent_again_a_few_times_at_most(ledr: Delivering) -> None:
    """As the setting allows: by default that kind alone."""
    ledr.mail.can_be_asked = False
    ledr.mail.usual = LOST
    ledr.a_session(kind="licence", members="lea")
    ledr.school.settings.set(by="staff", name="send_again_unknown", value=["placement_result"])
    ledr.write("lea", "placement_result", token="t", day=THURSDAY)
    for _ in range(6):
        ledr.deliver()
        ledr.clock.set(ledr.clock.now() + timedelta(hours=2))
    assert len(ledr.mail.letters) == 3

    ledr.school.settings.set(by="staff", name="send_again_unknown", value=[])
    ledr.write("lea", "placement_result", token="u", day=THURSDAY)
    for _ in range(6):
        ledr.deliver()
        ledr.clock.set(ledr.clock.now() + timedelta(hours=2))
    assert len(ledr.mail.letters) == 4


def test_the_kinds_sent_again_by_themselves_are_a_setting(ledr: Delivering) -> None:
    values = {setting.name: setting.value for setting in ledr.school.settings.list(by="staff")}
    assert values["send_again_unknown"] == ["reset_password"]
    for wrong in ("Reset Password", 3, [3], ["a b"]):
        with pytest.raises(Invalid) as invalid:
            ledr.school.settings.set(by="staff", name="send_again_unknown", value=wrong)
        assert invalid.value.field == "value"


@pytest.mark.rule("JOB-4")
def test_what_a_stopped_sender_had_taken_is_of_unknown_fate_then_found_out(stored: Delivering) -> None:
    """Never pending by itself: it may have left."""
    welcomed(stored, "lea max")
    ports, now = stored.school._desk.ports, stored.clock.now()
    with ports.store.begin(reads=False) as unit:
        taken = unit.outbox.claim("email", "recording", now, now + timedelta(minutes=10), "dead", 2)
    stored.clock.set(now + timedelta(minutes=9))
    assert stored.deliver().settled == 0
    assert {state for _, state in stored.states()} == {"sending"}

    stored.clock.set(now + timedelta(minutes=11))
    assert stored.deliver().sent == 0
    assert {state for _, state in stored.states()} == {"unknown"}
    stored.clock.set(now + timedelta(minutes=72))
    done = stored.deliver()

    assert (done.settled, done.sent) == (2, 2)
    assert sorted(stored.mail.asked) == sorted(2 * [message.id for message in taken])


def test_a_provider_that_cannot_tell_is_asked_once_a_run(ledr: Delivering) -> None:
    ledr.mail.can_be_asked = False
    welcomed(ledr)
    ledr.mail.usual = LOST
    ledr.deliver()

    ledr.deliver()

    assert len(ledr.mail.asked) == 1


# Suppressed addresses


@pytest.mark.rule("JOB-6", "NOTE-8")
def test_an_address_refused_for_good_is_written_to_no_more_until_a_person_lifts_it(stored: Delivering) -> None:
    stored.mail.at_once = 1
    welcomed(stored, "lea max")
    stored.mail.will_answer(NOBODY)
    first = stored.deliver()
    assert (first.failed, first.sent) == (1, 1)
    bad = next(message.person for message in stored.messages() if message.state == "failed")
    name = bad.partition("@")[0]
    stored.write(name, "placement_result", token="t", day=THURSDAY)

    kept = stored.deliver()

    assert (kept.suppressed, kept.sent, kept.failed) == (1, 0, 0)
    sheet = stored.shown(name, "placement_result")
    assert (sheet.state, sheet.reason) == ("suppressed", "unknown_mailbox")
    (listed,) = stored.school.messages.suppressed(by="staff")
    assert (listed.email, listed.channel, listed.cause) == (bad, "email", "unknown_mailbox")
    assert (listed.detail, listed.since) == ("550 no such user", stored.clock.now())

    lifted = stored.school.messages.unsuppress(by="staff", email=bad.upper())
    assert (lifted.email, lifted.channels, lifted.released) == (bad, ("email",), 1)
    assert stored.deliver().sent == 1
    assert stored.school.messages.suppressed(by="staff") == ()
    with pytest.raises(Invalid) as invalid:
        stored.school.messages.unsuppress(by="staff", email=bad)
    assert invalid.value.field == "email"


@pytest.mark.rule("NOTE-8")
@pytest.mark.parametrize("cause", [None, Cause.OURS, Cause.PROVIDER, Cause.MAILBOX_FULL, Cause.TAKEN_FOR_SPAM])
def test_a_refusal_that_is_not_the_addresss_fault_suppresses_nothing(ledr: Delivering, cause: Cause | None) -> None:
    welcomed(ledr, "lea")
    ledr.mail.will_answer(Handover(Outcome.REFUSED, "no", cause=cause))

    assert ledr.deliver().failed == 1
    assert ledr.school.messages.suppressed(by="staff") == ()


@pytest.mark.rule("NOTE-8")
def test_somebody_whose_address_changes_is_written_to_at_the_new_one(ledr: Delivering) -> None:
    """Even when the former one is suppressed."""
    welcomed(ledr, "lea")
    ledr.mail.will_answer(NOBODY)
    ledr.deliver()
    ledr.school.people.change_email(by="staff", person=address("lea"), email="lea.martin@manpower.example")
    ledr.write("lea.martin", "placement_result", token="t", day=THURSDAY)

    assert ledr.deliver().sent == 1
    assert ledr.mail.letters[-1].address == "lea.martin@manpower.example"


@pytest.mark.rule("NOTE-8", "SUP-1")
def test_what_was_kept_back_from_a_mistyped_address_leaves_for_the_right_one(stored: Delivering) -> None:
    """At once, while its ground holds; the mistyped one stays suppressed."""
    welcomed(stored, "lea")
    stored.mail.will_answer(NOBODY)
    stored.deliver()
    stored.write("lea", "placement_result", token="t", day=THURSDAY)
    stored.write("lea", "campaign", title="T", text="t", link=None)
    assert stored.deliver().suppressed == 2

    stored.school.people.change_email(by="staff", person=address("lea"), email="lea.martin@manpower.example")

    assert stored.deliver().sent == 1
    assert stored.mail.letters[-1].address == "lea.martin@manpower.example"
    assert [one.email for one in stored.school.messages.suppressed(by="staff")] == [address("lea")]
    assert sorted(stored.states("lea.martin")) == [
        ("campaign", "suppressed"),
        ("placement_result", "accepted"),
        ("welcome", "failed"),
    ]


@pytest.mark.rule("NOTE-8", "CAMP-7")
def test_a_campaign_skipped_for_a_suppressed_address_stays_skipped(ledr: Delivering) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.write("lea", "placement_result", token="t", day=THURSDAY)
    ledr.mail.will_answer(NOBODY)
    ledr.deliver()
    ledr.write("lea", "campaign", title="T", text="t", link=None)
    assert ledr.deliver().suppressed == 1

    assert ledr.school.messages.unsuppress(by="staff", email=address("lea")).released == 0
    assert ledr.deliver().sent == 0


# Instants

MORNING = datetime(2026, 11, 19, 4, 0, tzinfo=UTC)


def test_the_facts_of_a_run_are_as_of_its_clock(ledr: Delivering) -> None:
    welcomed(ledr, "lea")
    ledr.deliver()

    (message,) = ledr.messages("lea")
    assert (message.due, message.sent_at) == (MORNING, MORNING)
