"""What Mailjet and Twilio report, as their documentation shows it, genuine and forged."""

from __future__ import annotations

import json
from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as some
from twilio.request_validator import RequestValidator

from ledr_adapters import open_school
from ledr_adapters.webhooks.mailjet import MailjetEvents
from ledr_adapters.webhooks.twilio import TwilioEvents
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.messages.delivery import LASTING, Cause, DeliveryState, ProviderEvent
from ledr_core.testing.contracts.webhooks import Call, Report, WebhookContract
from tests.integration.conftest import Rehearsal

MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
LOGIN = "mailjet:Tulipe-é"
TOKEN = "7d6e-Tulipe-token"
KINDS = {
    DeliveryState.DELIVERED: "sent",
    DeliveryState.BOUNCED: "bounce",
    DeliveryState.REJECTED: "blocked",
    None: "lottery",
}


def a_mailjet_event(kind: str = "sent", **changes: Any) -> dict[str, Any]:
    ordinary = {
        "event": kind,
        "time": 1795417200,
        "MessageID": 19421777835146490,
        "Message_GUID": "1ab23cd4-e567-8901-2345-6789f0gh1i2j",
        "email": "lea@manpower.example",
        "mj_campaign_id": 7257,
        "CustomID": "m-1",
        "Payload": "",
    }
    return ordinary | changes


def basic(login: str) -> str:
    return f"Basic {b64encode(login.encode()).decode()}"


def read(*events: object) -> tuple[ProviderEvent, ...]:
    return MailjetEvents().read(json.dumps(events), None, None)


@pytest.mark.parametrize("odd", ["\0", "\ud800", "a\0b"])
def test_an_event_is_kept_without_what_no_database_keeps(stored: Rehearsal, odd: str) -> None:
    """A provider sends an event that is refused again, for a day."""
    event = a_mailjet_event("click", CustomID=odd, email=f"lea{odd}@x.fr", url=f"https://x/{odd}", comment=odd)

    for repeated in (0, 1):
        found = stored.school.messages.record_event(by="staff", provider="mailjet", payload=json.dumps([event]))
        assert (found.unmatched, found.repeated) == (1 - repeated, repeated)


BODY = json.dumps([a_mailjet_event(comment="é")], ensure_ascii=False)


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        BODY.encode(),
        bytearray(BODY.encode()),
        memoryview(BODY.encode()),
        b"\xef\xbb\xbf" + BODY.encode(),
        BODY.encode().replace("é".encode(), b"\xff"),
        [a_mailjet_event()],
    ],
    ids=["text", "bytes", "bytearray", "memoryview", "byte order mark", "a damaged byte", "parsed"],
)
@pytest.mark.parametrize("signature", [None, "", " ", b"", b"Basic \xe9"])
def test_a_report_is_taken_as_a_service_got_it(ledr: Rehearsal, body: Any, signature: str | bytes | None) -> None:
    """A body in bytes, and a header that is missing as the empty text: what is refused comes again for a day."""
    found = ledr.school.messages.record_event(
        by="staff", provider="mailjet", payload=body, signature=signature, url=signature
    )

    assert found.unmatched == 1


@pytest.mark.parametrize("body", [b"\x80\x81", b"", memoryview(b"?"), 3])
def test_what_is_no_report_is_invalid(ledr: Rehearsal, body: Any) -> None:
    with pytest.raises(Invalid) as error:
        ledr.school.messages.record_event(by="staff", provider="mailjet", payload=body)

    assert (error.value.field, error.value.status) == ("payload", 422)


def test_a_body_in_bytes_has_a_length_too(ledr: Rehearsal) -> None:
    with pytest.raises(Invalid) as error:
        ledr.school.messages.record_event(by="staff", provider="mailjet", payload=bytes(10_000_001))

    assert error.value.ground == "too long"


def test_a_header_in_bytes_is_compared_as_text(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("ledr:s3cret", encoding="utf-8")
    with closing(open_school("memory:", mail_events_secret_file=str(secret))) as school:
        record = partial(school.messages.record_event, by="staff", provider="mailjet", payload=BODY)

        assert record(signature=b"Basic " + b64encode(b"ledr:s3cret")).unmatched == 1
        with pytest.raises(Invalid) as error:
            record(signature=b"Basic " + b64encode(b"ledr:other"))
    assert error.value.field == "signature"


@pytest.mark.parametrize("time", [-62135596800, 253402300799, 10**30, "9" * 5_000])
def test_an_event_of_another_age_is_invalid(time: Any) -> None:
    with pytest.raises(Invalid) as error:
        read(a_mailjet_event(time=time))

    assert error.value.field == "payload"


@pytest.mark.parametrize("by", ["lea\0@manpower.example", "\ud800", "a\nb", "x" * 1_000_000])
def test_nobody_acts_whose_name_no_database_takes(stored: Rehearsal, by: str) -> None:
    with pytest.raises(Invalid) as error:
        stored.school.people.show(by=by)

    assert error.value.field == "by"


def mailjet_report(message: str, state: DeliveryState | None) -> Call:
    return Call(json.dumps(a_mailjet_event(KINDS[state], CustomID=message, MessageID=int(message.encode().hex(), 16))))


class TestMailjetEvents(WebhookContract):
    @pytest.fixture
    def webhook(self) -> MailjetEvents:
        return MailjetEvents()

    @pytest.fixture
    def report(self) -> Report:
        return mailjet_report


class TestGuardedMailjetEvents(WebhookContract):
    @pytest.fixture
    def webhook(self) -> MailjetEvents:
        return MailjetEvents(LOGIN)

    @pytest.fixture
    def report(self) -> Report:
        return lambda message, state: Call(mailjet_report(message, state).payload, basic(LOGIN))


@pytest.mark.parametrize(
    ("kind", "more", "state"),
    [
        ("sent", {"smtp_reply": "sent (250 2.0.0 OK)"}, DeliveryState.DELIVERED),
        ("open", {"ip": "127.0.0.1", "agent": "Mozilla/5.0"}, DeliveryState.OPENED),
        ("click", {"url": "https://ecole.example/a", "ip": "127.0.0.1"}, DeliveryState.CLICKED),
        ("bounce", {"hard_bounce": False, "error": "quota exceeded"}, DeliveryState.BOUNCED),
        ("bounce", {"hard_bounce": False, "error": "greylisted"}, DeliveryState.DEFERRED),
        ("blocked", {"error_related_to": "recipient", "error": "preblocked"}, DeliveryState.REJECTED),
        ("spam", {"source": "JMRPP"}, DeliveryState.COMPLAINED),
        ("unsub", {"mj_list_id": 1, "ip": "127.0.0.1"}, DeliveryState.UNSUBSCRIBED),
    ],
)
def test_each_kind_of_event_is_one_of_our_states(kind: str, more: dict[str, Any], state: DeliveryState) -> None:
    (event,) = read(a_mailjet_event(kind, **more))

    assert event.state is state
    assert (event.message, event.reference, event.address) == ("m-1", "19421777835146490", "lea@manpower.example")
    assert event.at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    assert event.url == more.get("url")


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        ("quota exceeded", Cause.MAILBOX_FULL),
        ("user unknown", Cause.UNKNOWN_MAILBOX),
        ("mailbox inactive", Cause.UNKNOWN_MAILBOX),
        ("invalid domain", Cause.WRONG_DOMAIN),
        ("no mail host", Cause.WRONG_DOMAIN),
        ("typofix", Cause.WRONG_DOMAIN),
        ("relay/access denied", Cause.DOMAIN_BLOCKS),
        ("sender blocked", Cause.TAKEN_FOR_SPAM),
        ("content blocked", Cause.TAKEN_FOR_SPAM),
        ("policy issue", Cause.TAKEN_FOR_SPAM),
        ("spam reporter", Cause.COMPLAINED),
        ("blacklisted", Cause.COMPLAINED),
        ("preblocked", Cause.RECENT_BOUNCES),
        ("greylisted", Cause.TEMPORARY),
        ("system issue", Cause.PROVIDER),
        ("protocol issue", Cause.PROVIDER),
        ("connection issue", Cause.PROVIDER),
        ("something new", None),
        (None, None),
        (7, None),
    ],
)
@pytest.mark.parametrize("kind", ["bounce", "blocked"])
def test_each_error_is_one_of_our_causes(kind: str, error: object, cause: Cause | None) -> None:
    (event,) = read(a_mailjet_event(kind, error=error, error_related_to="system", comment="550\r\nno"))

    assert event.cause is cause
    assert event.detail == " / ".join(str(one) for one in ("system", error, "550 no") if one is not None)


def test_what_would_meet_the_same_again_is_permanent() -> None:
    events = read(
        a_mailjet_event("bounce", hard_bounce=True, error="user unknown"),
        a_mailjet_event("bounce", hard_bounce=False, error="user unknown"),
        a_mailjet_event("bounce", hard_bounce=True, error="", error_related_to="recipient"),
        a_mailjet_event("blocked", error="blacklisted"),
        a_mailjet_event("blocked", error="preblocked"),
        a_mailjet_event("spam"),
        a_mailjet_event("unsub"),
        a_mailjet_event("sent"),
    )

    assert [event.permanent for event in events] == [True, False, True, True, False, True, True, False]
    assert events[2].cause is Cause.UNKNOWN_MAILBOX
    assert {event.cause for event in events[5:7]} == {Cause.COMPLAINED}


def test_grouped_events_come_in_their_order_without_those_of_no_use() -> None:
    kinds = ("sent", "lottery", "open", "click", "parseapi", "bounce")

    assert [event.state.value for event in read(*map(a_mailjet_event, kinds))] == [
        *("delivered", "opened", "clicked", "bounced"),
    ]
    assert read() == ()


def test_two_clicks_on_two_links_in_one_second_are_two_events() -> None:
    links = [f"https://ecole.example/{name}" for name in "aab"]

    first, again, other = read(*[a_mailjet_event("click", url=link) for link in links])

    assert first.fingerprint == again.fingerprint != other.fingerprint


def test_an_event_without_identifiers_is_told_apart_by_its_address() -> None:
    nobody = {"MessageID": 0, "CustomID": ""}

    first, second = read(a_mailjet_event(**nobody), a_mailjet_event(**nobody, email="max@manpower.example"))

    assert (first.message, first.reference) == (None, None)
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("<html>", "not JSON"),
        ('"sent"', "event 1 is not an object"),
        ('[{"event": "sent", "time": 1}, 7]', "event 2 is not an object"),
        ('{"time": 1}', "event 1 does not say which it is"),
        ('{"event": 7}', "event 1 does not say which it is"),
        ('{"event": "sent"}', "the time of event 1 is not a number of seconds"),
        ('{"event": "sent", "time": "soon"}', "the time of event 1 is not a number of seconds"),
        ('{"event": "sent", "time": true}', "the time of event 1 is not a number of seconds"),
        ('{"event": "sent", "time": 1e400}', "the time of event 1 is not a number of seconds"),
        ('{"event": "sent", "time": 99999999999999999999}', "the time of event 1 is not a number of seconds"),
    ],
)
def test_what_is_wrong_with_a_payload_is_named(payload: str, reason: str) -> None:
    with pytest.raises(Invalid) as error:
        MailjetEvents().read(payload, None, None)

    assert (error.value.field, error.value.reason) == ("payload", reason)


_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=10),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(
    some.dictionaries(
        some.sampled_from(["time", "MessageID", "CustomID", "email", "url", "error", "hard_bounce", "comment"]), _JSON
    ),
    some.sampled_from(["sent", "open", "click", "bounce", "blocked", "spam", "unsub"]),
)
def test_whatever_an_event_holds_it_is_read_or_invalid(told: dict[str, Any], kind: str) -> None:
    try:
        (event,) = read(a_mailjet_event(kind) | told)
    except Invalid as error:
        assert error.field == "payload"
    else:
        assert len(event.fingerprint) == 64
        event.detail.encode()


@pytest.mark.parametrize(
    "signature",
    [
        *(None, "", "Basic", "Basic ", basic("mailjet:tulipe"), basic(LOGIN)[:-1], basic(LOGIN) + "="),
        *(basic(LOGIN).replace("Basic", "Bearer"), LOGIN, "Basic \ud83d", f"Basic {LOGIN}"),
    ],
)
def test_a_call_to_a_guarded_webhook_must_show_its_secret(signature: str | None) -> None:
    with pytest.raises(Invalid) as error:
        MailjetEvents(LOGIN).read(json.dumps(a_mailjet_event()), signature, None)

    assert error.value.field == "signature"
    assert "Tulipe" not in f"{error.value!r} {MailjetEvents(LOGIN)!r}"


# Twilio

URL = "https://ecole.example/webhooks/twilio?id=m-1"


def a_status(status: str, sid: str = "SM1", **more: str) -> dict[str, str]:
    return {"MessageSid": sid, "MessageStatus": status, "To": "+33612345678", "AccountSid": "AC1", "Body": ""} | more


def signed(fields: dict[str, str], url: str = URL, token: str = TOKEN) -> Call:
    return Call(urlencode(fields), RequestValidator(token).compute_signature(url, fields), url)


def twilio_report(message: str, state: DeliveryState | None) -> Call:
    statuses = {
        DeliveryState.DELIVERED: "delivered",
        DeliveryState.BOUNCED: "undelivered",
        DeliveryState.REJECTED: "failed",
        None: "sent",
    }
    return signed(a_status(statuses[state], f"SM-{message}"), URL.replace("m-1", quote(message, safe="")))


@pytest.fixture
def twilio() -> TwilioEvents:
    return TwilioEvents(TOKEN, now=lambda: MORNING)


class TestTwilioEvents(WebhookContract):
    @pytest.fixture
    def webhook(self, twilio: TwilioEvents) -> TwilioEvents:
        return twilio

    @pytest.fixture
    def report(self) -> Report:
        return twilio_report


def of(twilio: TwilioEvents, call: Call) -> ProviderEvent:
    (event,) = twilio.read(call.payload, call.signature, call.url)
    return event


def test_a_status_names_the_sms_the_number_and_the_outbox_row(twilio: TwilioEvents) -> None:
    url = "https://ecole.example/sms?key=a%2Bb&id=s%201%26x"

    event = of(twilio, signed(a_status("delivered", Extra="é & ="), url))

    assert (event.message, event.reference, event.address) == ("s 1&x", "SM1", "+33612345678")
    assert (event.state, event.at, event.cause, event.permanent) == (DeliveryState.DELIVERED, MORNING, None, False)


@pytest.mark.parametrize("status", ["accepted", "scheduled", "queued", "sending", "sent", "canceled", "new one"])
def test_a_status_on_the_way_gives_no_event(twilio: TwilioEvents, status: str) -> None:
    call = signed(a_status(status))

    assert twilio.read(call.payload, call.signature, call.url) == ()


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("30003", Cause.TEMPORARY),
        ("30004", Cause.DOMAIN_BLOCKS),
        ("30005", Cause.UNKNOWN_MAILBOX),
        ("30006", Cause.UNKNOWN_MAILBOX),
        ("30007", Cause.TAKEN_FOR_SPAM),
        ("30008", Cause.PROVIDER),
        ("21610", Cause.COMPLAINED),
        ("30002", Cause.OURS),
        ("39999", None),
        ("", None),
        ("x", None),
        ("9" * 5000, None),
    ],
)
def test_each_error_code_is_one_of_our_causes(twilio: TwilioEvents, code: str, cause: Cause | None) -> None:
    event = of(twilio, signed(a_status("undelivered", ErrorCode=code)))

    assert (event.state, event.cause, event.permanent) == (DeliveryState.BOUNCED, cause, cause in LASTING)


@pytest.mark.parametrize("port", ["", ":443"])
def test_the_usual_port_may_stand_in_the_address_or_not(twilio: TwilioEvents, port: str) -> None:
    call = signed(a_status("delivered"))

    assert twilio.read(call.payload, call.signature, URL.replace(".example", f".example{port}")) != ()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("signature", {"signature": None}),
        ("signature", {"signature": ""}),
        ("signature", {"signature": "x"}),
        ("signature", {"signature": "é" * 28}),
        ("signature", {"url": URL.replace("m-1", "m-2")}),
        ("signature", {"url": URL.partition("?")[0]}),
        ("signature", {"payload": urlencode(a_status("failed"))}),
        ("signature", {"payload": urlencode(a_status("delivered")) + "&MessageStatus=failed"}),
        ("url", {"url": None}),
        ("url", {"url": ""}),
        ("url", {"url": "/webhooks/twilio?id=m-1"}),
        ("url", {"url": "https://[x"}),
        ("url", {"url": "https://ecole.example:port/"}),
        ("payload", {"payload": "delivered"}),
        ("payload", {"payload": "MessageSid=%ff"}),
    ],
)
def test_a_forged_or_incomplete_call_is_invalid(
    twilio: TwilioEvents, field: str, changes: dict[str, str | None]
) -> None:
    call = signed(a_status("delivered"))
    arguments = {"payload": call.payload, "signature": call.signature, "url": call.url} | changes

    with pytest.raises(Invalid) as error:
        twilio.read(**arguments)  # type: ignore[arg-type]

    assert error.value.field == field
    assert TOKEN not in f"{error.value!r} {twilio!r}"


def test_another_account_s_signature_is_none(twilio: TwilioEvents) -> None:
    call = signed(a_status("delivered"), token="another")

    with pytest.raises(Invalid, match="signature"):
        twilio.read(call.payload, call.signature, call.url)


@pytest.mark.parametrize("missing", ["MessageSid", "MessageStatus"])
def test_a_signed_call_without_what_it_must_say_is_an_invalid_payload(twilio: TwilioEvents, missing: str) -> None:
    call = signed({name: value for name, value in a_status("delivered").items() if name != missing})

    with pytest.raises(Invalid) as error:
        twilio.read(call.payload, call.signature, call.url)

    assert (error.value.field, error.value.reason) == ("payload", f"{missing} is missing")
