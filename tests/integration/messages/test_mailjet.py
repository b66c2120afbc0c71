"""Mail through Mailjet, against a server that answers over TLS as Mailjet documents, faults included."""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from ledr_adapters.mail import mail_from
from ledr_adapters.mail.mailjet import MailjetMail
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.mail import Letter
from ledr_core.testing.contracts.mail import MailContract, Received, a_letter
from tests.mailjet import KEY, SECRET, FakeMailjet, certificate, fake_mailjet
from tests.web import HANGING, LOST, Reply, page, serving, told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def tls(folder: Path) -> ssl.SSLContext:
    return certificate(folder)


@pytest.fixture
def trusted(tls: ssl.SSLContext, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(folder / "authority.pem"))


@pytest.fixture
def mailjet(tls: ssl.SSLContext, trusted: None) -> Iterator[FakeMailjet]:
    with fake_mailjet(tls) as mailjet:
        yield mailjet


@pytest.fixture
def mail(mailjet: FakeMailjet) -> Iterator[MailjetMail]:
    mail = MailjetMail(KEY, SECRET, "127.0.0.1", mailjet.server.port, connecting=5, reading=5)
    yield mail
    mail.close()


def letters(number: int) -> list[Letter]:
    return [a_letter(f"m-{at:02}", address=f"p{at}@manpower.example") for at in range(number)]


def outcomes(handovers: tuple[Handover, ...]) -> list[Outcome]:
    return [handover.outcome for handover in handovers]


class TestMailjetMail(MailContract):
    @pytest.fixture
    def received(self, mailjet: FakeMailjet) -> Received:
        return mailjet.letters


# What is sent


def test_fifty_letters_are_one_request_and_each_has_its_reference(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    handovers = mail.send_all(letters(50))

    assert (len(mailjet.posts()), len(mailjet.taken)) == (1, 50)
    assert {handover.outcome for handover in handovers} == {Outcome.ACCEPTED}
    assert len({handover.reference for handover in handovers}) == 50
    assert handovers[0].reference == "1152921500000000001"


def test_a_request_carries_a_key_of_its_own_even_for_letters_of_the_same_words(
    mailjet: FakeMailjet, mail: MailjetMail
) -> None:
    mail.send(a_letter("m-1"))
    mail.send(a_letter("m-2"))
    mail.send_all([a_letter("m-3"), a_letter("m-4")])
    mail.send_all([a_letter("m-5"), a_letter("m-6")])

    keys = [request.headers["idempotency-key"] for request in mailjet.posts()]
    assert keys[:2] == ["m-1", "m-2"]
    assert len(set(keys)) == 4


def test_the_connection_is_kept_between_letters(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    for letter in letters(4):
        mail.send(letter)

    assert mailjet.server.connections == 1


def test_a_domain_with_accents_is_told_in_ascii(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    mail.send(a_letter(address="lea@société.example"))

    assert mailjet.letters()[0].address == "lea@xn--socit-esab.example"


def test_what_cannot_be_an_address_is_refused_without_asking(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    handover = mail.send(a_letter(address="lea@@manpower"))
    ours = mail.send(a_letter(sender="ecole"))

    assert (handover.outcome, handover.cause) == (Outcome.REFUSED, Cause.UNKNOWN_MAILBOX)
    assert (ours.outcome, ours.cause) == (Outcome.LATER, Cause.OURS)
    assert mailjet.server.requests == []


# What Mailjet answers for each message


def test_some_are_refused_in_a_batch_and_the_others_are_accepted(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    mailjet.bad_addresses = {"p1@manpower.example", "p3@manpower.example"}

    handovers = mail.send_all(letters(5))

    refused, taken = Outcome.REFUSED, Outcome.ACCEPTED
    assert outcomes(handovers) == [taken, refused, taken, refused, taken]
    assert [handover.reference for handover in handovers if handover.outcome is taken] == [
        *("1152921500000000001", "1152921500000000002", "1152921500000000003"),
    ]
    assert [handover.cause for handover in handovers if handover.outcome is refused] == [Cause.UNKNOWN_MAILBOX] * 2
    assert handovers[1].reason == 'mj-0013: "p1@manpower.example" is an invalid email address.'
    assert len(mailjet.posts()) == 1


def test_an_address_whose_domain_is_none_is_refused_as_such(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    mailjet.bad_addresses = {"lea@gmail"}

    assert mail.send(a_letter(address="lea@gmail")).cause is Cause.WRONG_DOMAIN


def test_a_sender_that_mailjet_does_not_know_says_nothing_of_the_address(
    mailjet: FakeMailjet, mail: MailjetMail
) -> None:
    mailjet.foreign_senders = {"aide@ecole.example"}

    handover = mail.send(a_letter())

    assert (handover.outcome, handover.cause) == (Outcome.LATER, Cause.OURS)
    assert handover.reason.startswith("send-0008: ")


@pytest.mark.parametrize(
    ("error", "outcome", "cause"),
    [
        ({"ErrorCode": "send-0015", "StatusCode": 400, "ErrorRelatedTo": ["To"]}, Outcome.REFUSED, Cause.OURS),
        ({"ErrorCode": "mj-0004", "StatusCode": 400, "ErrorRelatedTo": ["HTMLPart"]}, Outcome.REFUSED, Cause.OURS),
        ({"ErrorCode": "mj-0013", "StatusCode": 400, "ErrorRelatedTo": ["From.Email"]}, Outcome.LATER, Cause.OURS),
        ({"ErrorCode": "mj-0005", "ErrorRelatedTo": ["To[0].Email"]}, Outcome.REFUSED, Cause.UNKNOWN_MAILBOX),
        ({"ErrorCode": "mj-9", "StatusCode": 429}, Outcome.LATER, Cause.PROVIDER),
        ({"ErrorCode": "mj-9", "StatusCode": 503}, Outcome.LATER, Cause.PROVIDER),
        ({"ErrorCode": "mj-9", "StatusCode": 500}, Outcome.UNKNOWN, Cause.PROVIDER),
        ({"ErrorCode": 9, "StatusCode": "x", "ErrorRelatedTo": None}, Outcome.REFUSED, Cause.OURS),
    ],
)
def test_an_error_of_a_message_is_its_outcome(
    mailjet: FakeMailjet, mail: MailjetMail, error: dict[str, object], outcome: Outcome, cause: Cause
) -> None:
    mailjet.server.will_answer(told(400, {"Messages": [{"Status": "error", "Errors": [error]}]}))

    handover = mail.send(a_letter())

    assert (handover.outcome, handover.cause) == (outcome, cause)
    assert handover.reason


def test_results_are_matched_by_their_identifier_where_they_have_one(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    results = [{"Status": "success", "CustomID": name, "To": [{"MessageID": name}]} for name in ("m-02", "m-00")]
    mailjet.server.will_answer(told(200, {"Messages": results}))

    handovers = mail.send_all(letters(3))

    assert [(one.outcome, one.reference) for one in handovers] == [
        (Outcome.ACCEPTED, "m-00"),
        (Outcome.UNKNOWN, None),
        (Outcome.ACCEPTED, "m-02"),
    ]


def test_a_request_refused_as_a_whole_is_put_again_letter_by_letter(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    whole = told(400, {"ErrorCode": "mj-0002", "StatusCode": 400, "ErrorMessage": "Malformed JSON"})
    mailjet.server.will_answer(whole, *[told(200, {"Messages": [{"Status": "success"}]}), whole])

    handovers = mail.send_all(letters(3))

    assert outcomes(handovers) == [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED]
    assert (handovers[1].cause, "Malformed JSON" in handovers[1].reason) == (Cause.OURS, True)
    assert [len(json.loads(request.body)["Messages"]) for request in mailjet.posts()] == [3, 1, 1, 1]


def test_letter_by_letter_ends_at_a_fault_that_is_no_letter_s(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    mailjet.server.will_answer(Reply(413), LOST)

    handovers = mail.send_all(letters(3))

    assert outcomes(handovers) == [Outcome.UNKNOWN, Outcome.LATER, Outcome.LATER]
    assert len(mailjet.posts()) == 2


# What goes wrong with a request


@pytest.mark.parametrize(
    ("reply", "outcome", "cause"),
    [
        (told(429, {"ErrorMessage": "Too many requests"}), Outcome.LATER, Cause.PROVIDER),
        (page(503), Outcome.LATER, Cause.PROVIDER),
        (told(401, {"ErrorMessage": "no such key"}), Outcome.LATER, Cause.OURS),
        (told(403, {"ErrorMessage": "blocked"}), Outcome.LATER, Cause.OURS),
        (told(404, {"ErrorMessage": "nothing here"}), Outcome.LATER, Cause.OURS),
        (Reply(302, headers={"Location": "https://127.0.0.1:1/login"}), Outcome.LATER, Cause.OURS),
        (Reply(413), Outcome.REFUSED, Cause.OURS),
        (told(422, {"ErrorMessage": "no"}), Outcome.REFUSED, Cause.OURS),
        (told(500, {"ErrorMessage": "oops"}), Outcome.UNKNOWN, Cause.PROVIDER),
        (page(502), Outcome.UNKNOWN, Cause.PROVIDER),
        (page(504), Outcome.UNKNOWN, Cause.PROVIDER),
        (page(200), Outcome.UNKNOWN, Cause.PROVIDER),
        (page(400), Outcome.UNKNOWN, Cause.PROVIDER),
        (Reply(200, b"\xff\x00{"), Outcome.UNKNOWN, Cause.PROVIDER),
        (Reply(200, b"[" * 100_000), Outcome.UNKNOWN, Cause.PROVIDER),
        (told(200, []), Outcome.UNKNOWN, Cause.PROVIDER),
        (told(200, {"Messages": [None]}), Outcome.UNKNOWN, Cause.PROVIDER),
        (told(200, {"Messages": [{"Status": "perhaps"}]}), Outcome.UNKNOWN, Cause.PROVIDER),
        (Reply(200, b"{}", {"Content-Encoding": "gzip"}), Outcome.UNKNOWN, Cause.PROVIDER),
        (Reply(200, b"{}", {"Content-Length": "900"}), Outcome.UNKNOWN, Cause.PROVIDER),
        (LOST, Outcome.UNKNOWN, Cause.PROVIDER),
    ],
    ids=lambda value: None if not isinstance(value, Reply) else f"{value.status}-{value.content[:12]!r}",
)
def test_each_fault_has_its_outcome_and_is_one_request(
    mailjet: FakeMailjet, mail: MailjetMail, reply: Reply, outcome: Outcome, cause: Cause
) -> None:
    if reply.headers.get("Content-Length") == "900":
        mail = MailjetMail(KEY, SECRET, "127.0.0.1", mailjet.server.port, reading=0.3)
    mailjet.server.will_answer(reply)

    handover = mail.send(a_letter())

    assert (handover.outcome, handover.cause) == (outcome, cause)
    assert len(mailjet.server.requests) == 1
    assert handover.reason
    assert "<" not in handover.reason
    mail.close()


def test_an_answer_that_is_lost_is_one_mail_and_found_when_looked_up(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    mailjet.server.will_answer(LOST)

    handover = mail.send(a_letter("m-1"))

    assert handover.outcome is Outcome.UNKNOWN
    assert (len(mailjet.posts()), len(mailjet.taken)) == (1, 1)
    assert mail.look_up("m-1") == Handover(Outcome.ACCEPTED, reference="1152921500000000001")


def test_an_answer_that_does_not_come_in_time_is_one_mail(mailjet: FakeMailjet) -> None:
    mail = MailjetMail(KEY, SECRET, "127.0.0.1", mailjet.server.port, reading=0.3)
    mailjet.server.will_answer(HANGING)

    handover = mail.send(a_letter())
    mail.close()

    assert (handover.outcome, "timed out" in handover.reason.lower()) == (Outcome.UNKNOWN, True)
    assert len(mailjet.taken) == 1


def test_a_batch_whose_answer_is_lost_is_unknown_to_the_letter(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    mailjet.server.will_answer(LOST)

    assert outcomes(mail.send_all(letters(50))) == [Outcome.UNKNOWN] * 50
    assert len(mailjet.taken) == 50


def test_the_letter_after_a_fault_goes_through(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    mailjet.server.will_answer(LOST, Reply(500), Reply(429))
    for at in range(3):
        mail.send(a_letter(f"m-{at}"))

    assert mail.send(a_letter("m-9")).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("status", [429, 503])
def test_the_pause_that_mailjet_asks_for_is_told_in_seconds_or_as_a_date(
    mailjet: FakeMailjet, mail: MailjetMail, status: int
) -> None:
    at = datetime.now(UTC) + timedelta(minutes=5)
    mailjet.server.will_answer(
        told(status, {}, Retry_After="90"),
        told(status, {}, Retry_After=format_datetime(at, usegmt=True)),
        told(status, {}, Retry_After="soon"),
        told(status, {}),
    )

    pauses = [mail.send(a_letter(f"m-{number}")).retry_after for number in range(4)]

    assert (pauses[0], pauses[2:]) == (timedelta(seconds=90), [None, None])
    assert pauses[1] is not None
    assert timedelta(minutes=4) < pauses[1] <= timedelta(minutes=5)


def test_nobody_at_the_port_is_later() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        mail = MailjetMail(KEY, SECRET, "127.0.0.1", 1)
        handover = mail.send(a_letter())

    assert (handover.outcome, handover.cause) == (Outcome.LATER, Cause.PROVIDER)
    assert "refused" in handover.reason


def test_a_certificate_of_nobody_we_trust_is_later(tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    with fake_mailjet(tls) as mailjet:
        handover = MailjetMail(KEY, SECRET, "127.0.0.1", mailjet.server.port).send(a_letter())

    assert (handover.outcome, "certificate" in handover.reason) == (Outcome.LATER, True)
    assert mailjet.server.requests == []


@pytest.mark.usefixtures("trusted")
def test_a_server_that_does_not_speak_tls_is_later() -> None:
    in_clear = FakeMailjet()
    with serving(in_clear.server):
        handover = MailjetMail(KEY, SECRET, "127.0.0.1", in_clear.server.port).send(a_letter())

    assert (handover.outcome, handover.cause) == (Outcome.LATER, Cause.PROVIDER)
    assert in_clear.server.requests == []


def test_a_file_of_certificates_that_is_not_there_is_later_and_named(
    mailjet: FakeMailjet, mail: MailjetMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file.pem")

    handover = mail.send(a_letter())

    assert (handover.outcome, handover.cause) == (Outcome.LATER, Cause.OURS)
    assert "/no/such/file.pem" in handover.reason


def test_a_wrong_key_is_later_and_says_so(mailjet: FakeMailjet) -> None:
    mail = MailjetMail(KEY, "wr0ng-Tulipe", "127.0.0.1", mailjet.server.port)

    handovers = mail.send_all(letters(2))
    mail.close()

    assert {(one.outcome, one.cause) for one in handovers} == {(Outcome.LATER, Cause.OURS)}
    assert "the key or the secret is wrong" in handovers[0].reason


# Looking up


def test_a_message_that_mailjet_does_not_know_may_be_sent_again(mail: MailjetMail) -> None:
    assert mail.look_up("m-1").outcome is Outcome.LATER


def test_rows_of_other_messages_are_none_of_it(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    mailjet.server.will_answer(told(200, {"Data": [{"ID": 1, "CustomID": "m-2"}]}))

    assert mail.look_up("m-1").outcome is Outcome.LATER


@pytest.mark.parametrize(
    "reply",
    [LOST, Reply(500), Reply(401), Reply(429), page(200), told(200, {}), told(200, {"Data": [1]}), told(200, [])],
    ids=lambda reply: f"{reply.status}-{reply.content[:12]!r}",
)
def test_a_fault_while_looking_up_tells_nothing(mailjet: FakeMailjet, mail: MailjetMail, reply: Reply) -> None:
    mailjet.server.will_answer(reply)

    assert mail.look_up("m-1").outcome is Outcome.UNKNOWN


def test_the_key_is_tried_without_sending_anything(mailjet: FakeMailjet, mail: MailjetMail) -> None:
    wrong = MailjetMail(KEY, "wr0ng", "127.0.0.1", mailjet.server.port)

    assert (mail.try_key().outcome, wrong.try_key().cause) == (Outcome.ACCEPTED, Cause.OURS)
    assert mailjet.taken == []
    wrong.close()


# Secrets


def test_key_and_secret_are_told_nowhere(
    mailjet: FakeMailjet, mail: MailjetMail, caplog: pytest.LogCaptureFixture
) -> None:
    echo = {"ErrorMessage": f"{KEY} {SECRET}", "ErrorCode": SECRET, "StatusCode": 400}
    mailjet.server.will_answer(
        told(400, echo), told(401, echo), told(400, {"Messages": [{"Status": "error", "Errors": [echo]}]}), LOST
    )
    with caplog.at_level(logging.DEBUG):
        handovers = [mail.send(a_letter(f"m-{at}")) for at in range(5)]
        handovers += [mail.look_up("m-4"), MailjetMail(KEY, SECRET, "127.0.0.1", 1).send(a_letter())]

    assert {record.name.partition(".")[0] for record in caplog.records} >= {"urllib3", "mailjet_rest"}
    said = f"{handovers!r} {mail!r} {mail} {caplog.text} {[record.__dict__ for record in caplog.records]}"
    assert KEY not in said
    assert SECRET not in said


# The setting


def test_mailjet_is_chosen_by_key_secret_and_host(mailjet: FakeMailjet) -> None:
    mail = mail_from(mailjet.setting, now=lambda: datetime.now(UTC))

    assert isinstance(mail, MailjetMail)
    assert mail.send(a_letter()).outcome is Outcome.ACCEPTED
    mail.close()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("mailjet://k:s@", ("api.mailjet.com", None)),
        ("mailjet://k:s@api.mailjet.com", ("api.mailjet.com", None)),
        ("MAILJET://k:s@API.us.mailjet.com:443/", ("api.us.mailjet.com", 443)),
        ("mailjet://k:s@[::1]:8443", ("::1", 8443)),
        ("mailjet://k:s@localhost", ("localhost", None)),
    ],
)
def test_the_host_is_mailjet_s_unless_told_otherwise(text: str, place: tuple[str, int | None]) -> None:
    mail = mail_from(text, now=lambda: datetime.now(UTC))

    assert isinstance(mail, MailjetMail)
    assert (mail.host, mail.port) == place


def test_the_secret_may_be_in_a_file(mailjet: FakeMailjet, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")

    mail = mail_from(
        f"mailjet://{KEY}@127.0.0.1:{mailjet.server.port}",
        now=lambda: datetime.now(UTC),
        secret_file=str(tmp_path / "secret"),
    )

    assert mail.send(a_letter()).outcome is Outcome.ACCEPTED
    mail.close()


@pytest.mark.parametrize(
    "text",
    [
        f"mailjet:{SECRET}",
        f"mailjet://{SECRET}",
        f"mailjet://k:{SECRET}",
        f"mailjet://k:{SECRET}@mail.example",
        f"mailjet://k:{SECRET}@evil-mailjet.com",
        f"mailjet://k:{SECRET}@api.mailjet.com.evil.example",
        f"mailjet://k:{SECRET}@api.mailjet.com/v3",
        f"mailjet://k:{SECRET}@api.mailjet.com?x={SECRET}",
        f"mailjet://k:é{SECRET}@api.mailjet.com",
        f"mailjet://k:%0A{SECRET}@api.mailjet.com",
        f"mailjet://k%20:{SECRET}@api.mailjet.com",
        f"mailjet://:{SECRET}@api.mailjet.com",
        "mailjet://k@api.mailjet.com",
        "mailjet://",
    ],
)
def test_any_other_setting_is_invalid_and_its_secret_is_not_shown(text: str) -> None:
    with pytest.raises(Invalid) as error:
        mail_from(text, now=lambda: datetime.now(UTC))

    assert "Tulipe" not in f"{error.value}{error.value!r}{error.value.__cause__}"
    assert error.value.field == "mail"
    assert error.value.__suppress_context__ or error.value.__context__ is None
