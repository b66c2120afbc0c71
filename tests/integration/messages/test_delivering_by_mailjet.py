"""The outbox with Mailjet's adapter, against a server that takes letters and loses answers as Mailjet can."""

import json
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from ledr_adapters.recording import RecordingMail

from ledr_adapters import open_rehearsal
from ledr_core.testing import FixedClock
from tests.integration.conftest import THURSDAY, Rehearsal, address, furnished
from tests.mailjet import FakeMailjet, certificate, fake_mailjet
from tests.web import LOST, told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def tls(folder: Path) -> ssl.SSLContext:
    return certificate(folder)


@pytest.fixture
def mailjet(tls: ssl.SSLContext, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMailjet]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(folder / "authority.pem"))
    with fake_mailjet(tls) as running:
        yield running


@pytest.fixture
def ledr(mailjet: FakeMailjet) -> Iterator[Rehearsal]:
    """A school in which three people are welcomed today, by Mailjet."""
    clock = FixedClock(f"{THURSDAY}T09:00")
    school = open_rehearsal("memory:", clock=clock, mail=mailjet.setting)
    rehearsal = furnished(Rehearsal(school, clock, RecordingMail()))
    rehearsal.a_session(kind="licence", members="lea max ana")
    rehearsal.run(THURSDAY)
    yield rehearsal
    school.close()


@pytest.mark.rule("JOB-4", "CAMP-7")
def test_letters_whose_answer_was_lost_are_looked_up_and_not_sent_again(ledr: Rehearsal, mailjet: FakeMailjet) -> None:
    """Three letters in one request, which Mailjet has taken."""
    mailjet.server.will_answer(LOST)
    assert ledr.school.messages.deliver(by="staff").unknown == 3

    done = ledr.school.messages.deliver(by="staff")

    assert (done.settled, done.sent) == (3, 0)
    assert (len(mailjet.posts()), len(mailjet.taken)) == (1, 3)
    assert {message.state for message in ledr.messages()} == {"accepted"}


@pytest.mark.rule("JOB-6", "NOTE-8")
def test_a_bad_address_among_others_is_suppressed_alone(ledr: Rehearsal, mailjet: FakeMailjet) -> None:
    mailjet.bad_addresses.add(address("max"))

    done = ledr.school.messages.deliver(by="staff")

    assert (done.sent, done.failed) == (2, 1)
    (suppressed,) = ledr.school.messages.suppressed(by="staff")
    assert (suppressed.email, suppressed.cause) == (address("max"), "unknown_mailbox")


@pytest.mark.rule("JOB-4")
def test_a_busy_mailjet_is_left_alone_for_as_long_as_it_asks(ledr: Rehearsal, mailjet: FakeMailjet) -> None:
    mailjet.server.will_answer(told(429, {"ErrorMessage": "slow down", "StatusCode": 429}, retry_after="1800"))

    (stopped,) = ledr.school.messages.deliver(by="staff").stopped
    assert ledr.school.messages.deliver(by="staff").sent == 0
    ledr.clock.set(stopped.until)

    assert (stopped.until.hour, stopped.until.minute) == (4, 30)
    assert ledr.school.messages.deliver(by="staff").sent == 3
    assert len(mailjet.taken) == 3


@pytest.mark.rule("JOB-4")
def test_a_sender_that_mailjet_does_not_know_is_the_schools_fault(ledr: Rehearsal, mailjet: FakeMailjet) -> None:
    """The letters wait, and no address is suppressed."""
    sender = str(next(one.value for one in ledr.school.settings.list(by="staff") if one.name == "support_address"))
    mailjet.foreign_senders.add(sender)

    done = ledr.school.messages.deliver(by="staff")

    assert (done.later, done.failed, len(done.stopped)) == (3, 0, 1)
    assert ledr.school.messages.suppressed(by="staff") == ()


@pytest.mark.rule("SUP-1")
def test_what_mailjet_reports_finds_its_message_by_our_identifier_or_by_its_own(
    ledr: Rehearsal, mailjet: FakeMailjet
) -> None:
    """Grouped or not, repeated or not."""
    ledr.school.messages.deliver(by="staff")
    (message,) = ledr.messages("lea")
    number = next(
        1152921500000000001 + at for at, one in enumerate(mailjet.taken) if one["CustomID"] == message.message
    )
    common = {"email": address("lea"), "MessageID": number, "time": 1795064400}
    grouped = [
        {"event": "sent", "CustomID": message.message, **common},
        {"event": "open", "CustomID": "", "ip": "127.0.0.1", "agent": "x", **common},
        {"event": "open", "CustomID": "of another", **common, "MessageID": 1},
    ]
    record = ledr.school.messages.record_event

    first = record(by="staff", provider="mailjet", payload=json.dumps(grouped))
    again = record(by="staff", provider="mailjet", payload=grouped[0])

    assert (first.recorded, first.repeated, first.unmatched) == (2, 0, 1)
    assert (again.recorded, again.repeated) == (0, 1)
    assert sorted(one.state for one in ledr.messages("lea")[0].events) == ["delivered", "opened"]
