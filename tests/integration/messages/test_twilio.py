"""SMS through Twilio, against a server that answers as Twilio documents, faults included."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ledr_adapters.sms import sms_from
from ledr_adapters.sms.folder import FolderSms
from ledr_adapters.sms.twilio import TwilioSms
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Outcome
from ledr_core.ports.sms import Sms
from ledr_core.testing.contracts.sms import Received, SmsContract, an_sms
from tests.twilio import SENDER, SID, TOKEN, FakeTwilio, error, fake_twilio
from tests.web import HANGING, LOST, Reply, page, told


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fake_twilio() as twilio:
        yield twilio


@pytest.fixture
def sms(twilio: FakeTwilio) -> Iterator[TwilioSms]:
    sms = TwilioSms(SID, TOKEN, SENDER, server=twilio.address, timeout=5)
    yield sms
    sms.close()


def chosen(text: str, secret_file: str | None = None) -> Sms:
    return sms_from(text, now=lambda: datetime.now(UTC), secret_file=secret_file)


class TestTwilioSms(SmsContract):
    @pytest.fixture
    def received(self, twilio: FakeTwilio) -> Received:
        return twilio.received


def test_an_sms_goes_from_the_school_s_number_and_has_a_reference(twilio: FakeTwilio, sms: TwilioSms) -> None:
    handover = sms.send(an_sms())

    assert (handover.outcome, handover.reference) == (Outcome.ACCEPTED, "SM00000000000000000000000000000001")
    assert twilio.taken == [{"To": "+33612345678", "From": SENDER, "Body": "Ton slot t'attend, Léa !"}]


@pytest.mark.parametrize("callback", ["https://ecole.example/sms", "https://ecole.example/sms?key=a%2Bb"])
def test_twilio_is_told_where_to_report_with_the_outbox_identifier(twilio: FakeTwilio, callback: str) -> None:
    sms = TwilioSms(SID, TOKEN, SENDER, callback, twilio.address)
    sms.send(an_sms("s 1&x=/é"))
    sms.close()

    told_of = twilio.taken[0]["StatusCallback"]
    assert told_of.startswith(callback)
    assert parse_qs(urlsplit(told_of).query)["id"] == ["s 1&x=/é"]


def test_the_connection_is_kept_between_sms(twilio: FakeTwilio, sms: TwilioSms) -> None:
    for at in range(4):
        sms.send(an_sms(f"s-{at}"))

    assert twilio.server.connections == 1


@pytest.mark.parametrize(
    ("reply", "outcome", "cause"),
    [
        (error(429, 20429, "Too Many Requests"), Outcome.LATER, Cause.PROVIDER),
        (page(503), Outcome.LATER, Cause.PROVIDER),
        (error(401, 20003, "Authenticate"), Outcome.LATER, Cause.OURS),
        (error(403, 20003, "Permission denied"), Outcome.LATER, Cause.OURS),
        (error(404, 20404, "No such account"), Outcome.LATER, Cause.OURS),
        (Reply(302, headers={"Location": "http://127.0.0.1:1/login"}), Outcome.LATER, Cause.OURS),
        (error(500, 20500, "Internal Server Error"), Outcome.UNKNOWN, Cause.PROVIDER),
        (page(502), Outcome.UNKNOWN, Cause.PROVIDER),
        (error(400, 21211, "Invalid 'To' Phone Number"), Outcome.REFUSED, Cause.UNKNOWN_MAILBOX),
        (error(400, 21614, "not a mobile number"), Outcome.REFUSED, Cause.UNKNOWN_MAILBOX),
        (error(400, 21635, "a landline"), Outcome.REFUSED, Cause.UNKNOWN_MAILBOX),
        (error(400, 21610, "unsubscribed"), Outcome.REFUSED, Cause.COMPLAINED),
        (error(400, 21212, "Invalid From"), Outcome.REFUSED, Cause.OURS),
        (error(400, 21408, "no permission for that region"), Outcome.REFUSED, Cause.OURS),
        (
            told(400, {"type": "x", "title": "no", "status": 400, "code": 21610, "detail": "opted out"}),
            Outcome.REFUSED,
            Cause.COMPLAINED,
        ),
        (page(400), Outcome.REFUSED, Cause.OURS),
        (page(200), Outcome.UNKNOWN, Cause.PROVIDER),
        (Reply(201, b"\xff\x00{"), Outcome.UNKNOWN, Cause.PROVIDER),
        (Reply(201, b"[" * 100_000), Outcome.UNKNOWN, Cause.PROVIDER),
        (told(201, []), Outcome.UNKNOWN, Cause.PROVIDER),
        (told(201, {}), Outcome.UNKNOWN, Cause.PROVIDER),
        (Reply(201, b"{}", {"Content-Encoding": "gzip"}), Outcome.UNKNOWN, Cause.PROVIDER),
        (LOST, Outcome.UNKNOWN, Cause.PROVIDER),
    ],
    ids=lambda value: None if not isinstance(value, Reply) else f"{value.status}-{value.content[:22]!r}",
)
def test_each_fault_has_its_outcome_and_is_one_request(
    twilio: FakeTwilio, sms: TwilioSms, reply: Reply, outcome: Outcome, cause: Cause
) -> None:
    twilio.server.will_answer(reply)

    handover = sms.send(an_sms())

    assert (handover.outcome, handover.cause) == (outcome, cause)
    assert len(twilio.server.requests) == 1
    assert handover.reason
    assert "<" not in handover.reason


def test_an_answer_that_does_not_come_in_time_is_one_sms(twilio: FakeTwilio) -> None:
    sms = TwilioSms(SID, TOKEN, SENDER, server=twilio.address, timeout=0.3)
    twilio.server.will_answer(HANGING)

    handover = sms.send(an_sms())
    sms.close()

    assert handover.outcome is Outcome.UNKNOWN
    assert (len(twilio.posts()), len(twilio.taken)) == (1, 1)


def test_the_sms_after_a_fault_goes_through(twilio: FakeTwilio, sms: TwilioSms) -> None:
    twilio.server.will_answer(LOST, Reply(500), page(429))
    for at in range(3):
        sms.send(an_sms(f"s-{at}"))

    assert sms.send(an_sms("s-9")).outcome is Outcome.ACCEPTED


def test_the_pause_that_twilio_asks_for_is_told(twilio: FakeTwilio, sms: TwilioSms) -> None:
    twilio.server.will_answer(told(429, {}, Retry_After="7"), told(429, {}))

    assert [sms.send(an_sms(f"s-{at}")).retry_after for at in range(2)] == [timedelta(seconds=7), None]


@pytest.mark.parametrize("server", ["http://127.0.0.1:1", "https://127.0.0.1:1", "https://no-such-host.invalid"])
def test_nobody_there_is_later(server: str) -> None:
    handover = TwilioSms(SID, TOKEN, SENDER, server=server).send(an_sms())

    assert (handover.outcome, handover.cause) == (Outcome.LATER, Cause.PROVIDER)


def test_the_token_is_tried_without_sending_anything(twilio: FakeTwilio, sms: TwilioSms) -> None:
    wrong = TwilioSms(SID, "wr0ng", SENDER, server=twilio.address)

    assert (sms.try_key().outcome, wrong.try_key().cause) == (Outcome.ACCEPTED, Cause.OURS)
    assert twilio.posts() == []
    wrong.close()


def test_the_token_is_told_nowhere(twilio: FakeTwilio, sms: TwilioSms, caplog: pytest.LogCaptureFixture) -> None:
    twilio.server.will_answer(error(400, 21211, f"no {TOKEN}"), error(401, 20003, f"no {TOKEN}"), LOST)
    with caplog.at_level(logging.DEBUG):
        handovers = [sms.send(an_sms(f"s-{at}")) for at in range(4)]
        handovers.append(TwilioSms(SID, TOKEN, SENDER, server="http://127.0.0.1:1").send(an_sms()))

    assert {record.name.partition(".")[0] for record in caplog.records} >= {"urllib3", "twilio"}
    assert TOKEN not in f"{handovers!r} {sms!r} {sms} {caplog.text} {[one.__dict__ for one in caplog.records]}"


# The setting


def test_twilio_is_chosen_by_account_token_and_sender(twilio: FakeTwilio) -> None:
    sms = chosen(twilio.setting)

    assert sms.send(an_sms()).outcome is Outcome.ACCEPTED
    assert twilio.taken[0]["From"] == SENDER
    sms.close()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("twilio://AC1:t@?from=+33612345678", ("https://api.twilio.com", "+33612345678", None)),
        ("twilio://AC1:t@api.twilio.com?from=%2B33612345678", ("https://api.twilio.com", "+33612345678", None)),
        ("TWILIO+HTTP://AC1:t@[::1]:8080/?from=Ecole", ("http://[::1]:8080", "Ecole", None)),
        (
            "twilio://AC1:t@api.ie1.twilio.com:443?from=36180&callback=https%3A%2F%2Fe.example%2Fsms%3Fa%3Db%26c",
            ("https://api.ie1.twilio.com:443", "36180", "https://e.example/sms?a=b&c"),
        ),
        (
            "twilio://AC1:t@?from=+33612345678&callback=https://ecole.example/sms",
            ("https://api.twilio.com", "+33612345678", "https://ecole.example/sms"),
        ),
    ],
)
def test_the_server_is_twilio_s_unless_told_otherwise(text: str, parts: tuple[str, ...]) -> None:
    sms = chosen(text)

    assert isinstance(sms, TwilioSms)
    assert (sms.server, sms.sender, sms.callback) == parts


def test_a_folder_is_chosen_by_its_path_as_it_stands() -> None:
    sms = chosen("folder:SMS à envoyer/100%25")

    assert isinstance(sms, FolderSms)
    assert sms.path == Path("SMS à envoyer/100%25")


def test_the_token_may_be_in_a_file(twilio: FakeTwilio, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    text = twilio.setting.replace(f":{TOKEN}@", "@")

    sms = chosen(text, str(tmp_path / "token"))

    assert sms.send(an_sms()).outcome is Outcome.ACCEPTED
    sms.close()
    with pytest.raises(Invalid, match="keep one") as error:
        chosen(twilio.setting, str(tmp_path / "token"))
    assert error.value.field == "sms_secret_file"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "folder:",
        f"twilio:{TOKEN}",
        f"twilio://AC1:{TOKEN}@",
        f"twilio://AC1:{TOKEN}@api.twilio.com",
        f"twilio://AC1:{TOKEN}@?from=",
        f"twilio://AC1:{TOKEN}@?from=+33",
        f"twilio://AC1:{TOKEN}@?from=L'école du recrutement",
        f"twilio://AC1:{TOKEN}@?from=+33612345678&from=+33612345679",
        f"twilio://AC1:{TOKEN}@?from=+33612345678&to={TOKEN}",
        f"twilio://AC1:{TOKEN}@?from=+33612345678&callback=ftp://x",
        f"twilio://AC1:{TOKEN}@?from=+33612345678&callback=https://",
        f"twilio://AC1:{TOKEN}@?from=+33612345678&callback=https://[x",
        f"twilio://AC1:{TOKEN}@?from=+33612345678&callback=https://x&callback=https://y",
        f"twilio+http://AC1:{TOKEN}@?from=+33612345678",
        f"twilio://AC1:é{TOKEN}@?from=+33612345678",
        f"twilio://:{TOKEN}@?from=+33612345678",
        f"twilio://AC1:{TOKEN}@api.twilio.com/2010?from=+33612345678",
        f"pigeon://AC1:{TOKEN}@x",
        "twilio://AC1@?from=+33612345678",
        "twilio://?from=+33612345678",
    ],
)
def test_any_other_setting_is_invalid_and_its_token_is_not_shown(text: str) -> None:
    with pytest.raises(Invalid) as error:
        chosen(text)

    assert "Tulipe" not in f"{error.value}{error.value!r}{error.value.__cause__}"
    assert error.value.field == "sms"
    assert error.value.__suppress_context__ or error.value.__context__ is None
