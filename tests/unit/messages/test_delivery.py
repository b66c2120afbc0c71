"""What becomes of a message follows from all that its provider reports, in whatever order that comes (SUP-1)."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from ledr_core.domain.messages.delivery import DeliveryState, ProviderEvent, furthest

NOON = datetime(2026, 11, 19, 11, tzinfo=UTC)


def event(state: str, minute: int, permanent: bool = False) -> ProviderEvent:
    at = NOON + timedelta(minutes=minute)
    return ProviderEvent(
        provider="mailjet", state=DeliveryState(state), at=at, message="m", permanent=permanent, fingerprint=str(minute)
    )


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([event("bounced", 0), event("delivered", 5)], "delivered"),
        ([event("bounced", 0), event("rejected", 2), event("opened", 5)], "opened"),
        ([event("deferred", 0), event("bounced", 1), event("delivered", 5), event("bounced", 9)], "bounced"),
        ([event("bounced", 0, permanent=True), event("delivered", 5)], "bounced"),
        ([event("bounced", 0), event("deferred", 5)], "bounced"),
        ([event("bounced", 0), event("complained", 5)], "complained"),
        ([event("clicked", 0), event("delivered", 5)], "clicked"),
    ],
)
def test_a_refusal_for_the_time_being_counts_until_the_message_arrives(events: list[ProviderEvent], state: str) -> None:
    assert {furthest(order) for order in permutations(events)} == {state}


def test_of_no_events_nothing_follows() -> None:
    assert furthest([]) is None
