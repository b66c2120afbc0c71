"""`messages.record_event`: what providers report counts once, in whatever order, and has its consequences (SUP-1)."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from ledr_core import Invalid
from ledr_core.ports.handover import Handover, Outcome
from tests.integration.conftest import THURSDAY, address
from tests.integration.messages.delivering import Delivering, delivering

pytestmark = pytest.mark.rule("SUP-1")


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


def sent(ledr: Delivering, reference: str | None = None) -> str:
    """A welcome that the provider has; gives its identifier."""
    ledr.a_session(kind="licence", members="lea")
    ledr.run(THURSDAY)
    ledr.mail.usual = Handover(Outcome.ACCEPTED, reference=reference)
    ledr.deliver()
    (message,) = ledr.messages("lea")
    return str(message.message)


def kept(ledr: Delivering, message: str) -> Any:
    with ledr.school._desk.ports.store.begin(reads=True) as unit:
        return unit.outbox.get(message)


def test_events_are_listed_with_their_message_each_once(stored: Delivering) -> None:
    message = sent(stored)
    stored.clock.set(stored.clock.now() + timedelta(minutes=1))
    first = stored.report(message, "delivered", detail="250 OK")
    again = stored.report(message, "delivered", detail="250 OK")
    stored.clock.set(stored.clock.now() + timedelta(minutes=1))
    second = stored.report(message, "clicked", url="https://x.example/1")

    assert [(one.recorded, one.repeated, one.unmatched) for one in (first, again, second)] == [
        (1, 0, 0),
        (0, 1, 0),
        (1, 0, 0),
    ]
    (listed,) = stored.messages("lea")
    assert [(one.state, one.detail, one.url) for one in listed.events] == [
        ("delivered", "250 OK", None),
        ("clicked", "", "https://x.example/1"),
    ]
    assert stored.shown("lea", "welcome").events == listed.events
    assert listed.state == "accepted"


@pytest.mark.parametrize("order", list(permutations(["deferred", "delivered", "opened"])))
def test_the_furthest_event_counts_whatever_the_order(ledr: Delivering, order: tuple[str, ...]) -> None:
    message = sent(ledr)
    for state in (*order, *order):
        ledr.report(message, state)

    assert kept(ledr, message).delivery == "opened"


def test_an_event_belongs_to_the_message_that_it_names_else_to_that_of_its_reference(stored: Delivering) -> None:
    message = sent(stored, reference="p-77")

    done = stored.reports(
        [
            {"state": "delivered", "at": "2026-11-19T05:00:00Z", "reference": "p-77"},
            {"state": "opened", "at": "2026-11-19T05:00:00Z", "message": message, "reference": "p-78"},
            {"state": "opened", "at": "2026-11-19T05:00:00Z", "message": "nowhere", "reference": "p-79"},
            {"state": "opened", "at": "2026-11-19T05:00:00Z"},
        ]
    )

    assert (done.recorded, done.repeated, done.unmatched) == (2, 0, 2)
    assert [one.state for one in stored.messages("lea")[0].events] == ["delivered", "opened"]


def test_an_event_that_comes_before_its_reference_is_known_finds_its_message(ledr: Delivering) -> None:
    """A provider may be faster than our own writing."""
    event = {"state": "delivered", "at": "2026-11-19T04:00:00Z", "reference": "p-77"}
    assert ledr.reports([event]).unmatched == 1

    message = sent(ledr, reference="p-77")

    assert [one.state for one in ledr.messages("lea")[0].events] == ["delivered"]
    assert kept(ledr, message).delivery == "delivered"
    assert ledr.reports([event]).repeated == 1


def test_an_event_that_came_before_its_reference_suppresses_the_address_too(ledr: Delivering) -> None:
    event = {"state": "bounced", "permanent": True, "cause": "unknown_mailbox", "reference": "p-77"}
    ledr.reports([event | {"at": "2026-11-19T04:00:00Z"}])
    assert ledr.school.messages.suppressed(by="staff") == ()

    sent(ledr, reference="p-77")

    assert [one.email for one in ledr.school.messages.suppressed(by="staff")] == [address("lea")]


@pytest.mark.rule("JOB-4")
@pytest.mark.parametrize("state", ["delivered", "bounced", "deferred", "rejected"])
def test_whatever_is_reported_of_a_message_proves_that_it_was_taken(stored: Delivering, state: str) -> None:
    """Also when it is due again meanwhile: it does not leave twice."""
    stored.mail.can_be_asked = False
    stored.a_session(kind="licence", members="lea max")
    stored.run(THURSDAY)
    stored.mail.will_answer(Handover(Outcome.UNKNOWN), Handover(Outcome.UNKNOWN))
    stored.deliver()
    lea, max_ = (stored.messages(name)[0].message for name in ("lea", "max"))
    stored.school.messages.settle(by="staff", message=max_, sent=False)

    stored.report(lea, state)
    stored.report(max_, state)

    assert [found for _, found in stored.states()] == ["accepted", "accepted"]
    assert stored.deliver().sent == 0
    assert stored.shown("lea", "welcome").tokens == {}
    assert len(stored.mail.letters) == 2


@pytest.mark.parametrize(
    ("event", "suppressed"),
    [
        ({"state": "bounced", "permanent": True, "cause": "unknown_mailbox"}, "unknown_mailbox"),
        ({"state": "bounced", "permanent": True, "cause": "wrong_domain"}, "wrong_domain"),
        ({"state": "complained", "cause": "complained"}, "complained"),
        ({"state": "unsubscribed"}, "complained"),
        ({"state": "bounced", "permanent": False, "cause": "unknown_mailbox"}, None),
        ({"state": "bounced", "permanent": True, "cause": "mailbox_full"}, None),
        ({"state": "rejected", "permanent": True, "cause": "domain_blocks"}, None),
        ({"state": "delivered"}, None),
    ],
)
def test_an_address_at_fault_for_good_is_suppressed(
    ledr: Delivering, event: dict[str, Any], suppressed: str | None
) -> None:
    message = sent(ledr)
    ledr.report(message, **event)

    found = ledr.school.messages.suppressed(by="staff")

    assert [(one.email, one.cause) for one in found] == ([(address("lea"), suppressed)] if suppressed else [])


def test_a_repeated_event_does_not_suppress_again_what_a_person_has_lifted(ledr: Delivering) -> None:
    message = sent(ledr)
    event = {"state": "complained", "cause": "complained", "at": ledr.clock.now().isoformat()}
    ledr.report(message, **event)
    ledr.school.messages.unsuppress(by="staff", email=address("lea"))

    ledr.report(message, **event)

    assert ledr.school.messages.suppressed(by="staff") == ()


def test_an_event_of_nobody_suppresses_nobody(ledr: Delivering) -> None:
    ledr.report(None, "complained", cause="complained", address=address("lea"))

    assert ledr.school.messages.suppressed(by="staff") == ()


@pytest.mark.parametrize(
    "payload",
    [
        '{"state": "opened", "at": "2026-11-19T05:00:00Z"}',
        {"state": "opened", "at": "2026-11-19T05:00:00Z"},
        [{"state": "opened", "at": "2026-11-19T05:00:00Z"}],
    ],
)
def test_a_payload_is_a_text_or_what_a_service_has_parsed(ledr: Delivering, payload: object) -> None:
    done = ledr.school.messages.record_event(by="staff", provider="recording", payload=payload)

    assert done.unmatched == 1


def test_a_report_may_be_long(ledr: Delivering) -> None:
    """Providers group events."""
    message = sent(ledr)
    start = ledr.clock.now()
    events = [
        {
            "message": message,
            "state": "opened",
            "at": (start + timedelta(seconds=number)).isoformat(),
            "detail": 400 * "x",
        }
        for number in range(300)
    ]

    assert ledr.reports(events).recorded == 300


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("provider", {"provider": "nowhere"}),
        ("payload", {"payload": "not JSON"}),
        ("payload", {"payload": 3}),
        ("payload", {"payload": [object()]}),
        ("payload", {"payload": '[{"state": "eaten"}]'}),
    ],
)
def test_what_cannot_be_read_is_invalid_and_leaves_nothing(ledr: Delivering, field: str, given: Any) -> None:
    with pytest.raises(Invalid) as invalid:
        ledr.school.messages.record_event(**({"by": "staff", "provider": "recording", "payload": "[]"} | given))

    assert invalid.value.field == field
    if field == "provider":
        assert invalid.value.allowed == ["recording"]


def test_events_in_any_order_each_several_times_count_once(ledr: Delivering) -> None:
    """Shuffled, in calls of all sizes."""
    message = sent(ledr)
    start = ledr.clock.now()
    states = ("delivered", "opened", "clicked")
    events = [
        {"message": message, "state": states[number % 3], "at": (start + timedelta(seconds=number)).isoformat()}
        for number in range(300)
    ]
    chance, calls = random.Random(6), 3 * events
    chance.shuffle(calls)
    counted = {"recorded": 0, "repeated": 0}
    while calls:
        some = [calls.pop() for _ in range(min(len(calls), chance.randint(1, 60)))]
        payload = json.dumps(some)
        done = ledr.school.messages.record_event(by="staff", provider="recording", payload=payload)
        counted["recorded"] += done.recorded
        counted["repeated"] += done.repeated

    assert counted == {"recorded": 300, "repeated": 600}
    assert len(ledr.messages("lea")[0].events) == 300
    assert kept(ledr, message).delivery == "clicked"
