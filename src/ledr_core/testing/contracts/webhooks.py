"""What every reader of a provider's reports promises. A subclass brings two fixtures.

`webhook` is the adapter, and `report` a function that gives a call as the provider makes it: for an outbox row that has
reached a state, or for one that is still on its way (None).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.messages.delivery import DeliveryState
from ledr_core.ports.webhooks import Webhook


@frozen
class Call:
    """One call of a provider: its body, the header that vouches for it, and the address that was called."""

    payload: str
    signature: str | None = None
    url: str | None = None


Report = Callable[[str, DeliveryState | None], Call]


class WebhookContract:
    """The contract of `ledr_core.ports.webhooks.Webhook`."""

    def test_it_has_the_name_of_its_provider_and_so_have_its_events(self, webhook: Webhook, report: Report) -> None:
        """Events are kept by provider."""
        call = report("m-1", DeliveryState.DELIVERED)

        assert webhook.name
        assert [event.provider for event in webhook.read(call.payload, call.signature, call.url)] == [webhook.name]

    @pytest.mark.parametrize("state", [DeliveryState.DELIVERED, DeliveryState.BOUNCED, DeliveryState.REJECTED])
    def test_an_event_names_the_message_its_state_and_an_instant(
        self, webhook: Webhook, report: Report, state: DeliveryState
    ) -> None:
        """The outbox identifier comes back as it was given."""
        call = report("6f1c9a", state)

        (event,) = webhook.read(call.payload, call.signature, call.url)

        assert (event.message, event.state) == ("6f1c9a", state)
        assert event.at.tzinfo is not None
        assert 0 < len(event.fingerprint) <= 64

    def test_a_repetition_has_the_same_fingerprint_and_no_other_event_has(
        self, webhook: Webhook, report: Report
    ) -> None:
        """A provider calls again until it is answered."""
        calls = [
            report(message, state)
            for message in ("m-1", "m-2")
            for state in (DeliveryState.DELIVERED, DeliveryState.BOUNCED)
        ]

        first, again = (
            [event.fingerprint for call in calls for event in webhook.read(call.payload, call.signature, call.url)]
            for _ in range(2)
        )

        assert first == again
        assert len(set(first)) == len(calls)

    def test_what_the_school_has_no_use_for_gives_no_event(self, webhook: Webhook, report: Report) -> None:
        """It is no error either: the provider would call again."""
        call = report("m-1", None)

        assert webhook.read(call.payload, call.signature, call.url) == ()

    @pytest.mark.parametrize(
        "payload", ["", " ", "\x00", "{", "[1", "[" * 100_000, "null", "7", '"delivered"', "\ud83d"]
    )
    def test_what_cannot_be_read_is_an_invalid_payload(self, webhook: Webhook, report: Report, payload: str) -> None:
        """Named as such, whoever sent it."""
        call = evolve(report("m-1", DeliveryState.DELIVERED), payload=payload)

        with pytest.raises(Invalid) as error:
            webhook.read(call.payload, call.signature, call.url)

        assert error.value.field in ("payload", "signature")
