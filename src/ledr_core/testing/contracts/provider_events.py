"""What every keeping of reported events and suppressed addresses promises; a subclass brings the fixture `store`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.domain.messages.delivery import Cause, DeliveryState, ProviderEvent
from ledr_core.ports.provider_events import Suppression
from ledr_core.ports.unit import Store
from ledr_core.testing.contracts.ordinary_school import NOW, a_message, furnished, reading


def an_event(fingerprint: str, **changes: object) -> ProviderEvent:
    """A delivery that Mailjet reports of the message of key k1."""
    ordinary: dict[str, object] = {
        "provider": "mailjet",
        "state": DeliveryState.DELIVERED,
        "at": NOW.instant,
        "message": "m-k1",
        "fingerprint": fingerprint,
    }
    return ProviderEvent(**(ordinary | changes))  # type: ignore[arg-type]


class ProviderEventsContract:
    """An event is kept once; an address is suppressed until it is lifted."""

    def test_an_event_is_kept_once_whole(self, store: Store) -> None:
        """The same of another provider is another; they are given by the instant at which they happened."""
        furnished(store)
        later = NOW.instant + timedelta(hours=1)
        opened = an_event("b", state=DeliveryState.OPENED, at=later)
        bounced = an_event(
            "a",
            state=DeliveryState.BOUNCED,
            reference="77",
            cause=Cause.MAILBOX_FULL,
            permanent=True,
            detail="é",
            address="ana@x.example",
            url="https://x.example",
        )
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1")])
            kept = [unit.provider_events.record(one, "m-k1", NOW.instant) for one in (opened, bounced, opened)]
            assert unit.provider_events.record(an_event("a", provider="twilio"), None, NOW.instant)

        assert kept == [True, True, False]
        with reading(store) as unit:
            assert unit.provider_events.of(["m-k1", "m-x"]) == {"m-k1": [bounced, opened]}

    def test_an_event_of_a_message_that_does_not_exist(self, store: Store) -> None:
        """Is Unavailable: it is kept as one of nobody's instead."""
        with pytest.raises(Unavailable), store.begin(reads=False) as unit:
            unit.provider_events.record(an_event("a"), "m-x", NOW.instant)

    def test_events_of_nobody_find_their_message_by_its_reference(self, store: Store) -> None:
        """Those of that provider, once."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1")])
            unit.provider_events.record(an_event("a", message=None, reference="77"), None, NOW.instant)
            unit.provider_events.record(an_event("b", message=None, reference="78"), None, NOW.instant)
            assert list(unit.provider_events.adopt("twilio", {"77": "m-k1"})) == []
            assert list(unit.provider_events.adopt("mailjet", {"77": "m-k1"})) == ["m-k1"]
            assert list(unit.provider_events.adopt("mailjet", {"77": "m-k1"})) == []
            (events,) = unit.provider_events.of(["m-k1"]).values()
            assert [one.fingerprint for one in events] == ["a"]

    def test_an_address_is_suppressed_on_its_channel_until_it_is_lifted(self, store: Store) -> None:
        """Neither case nor white space count; the first reason stays."""
        first = Suppression("email", "Ana@x.example", Cause.UNKNOWN_MAILBOX, "550 no such user", NOW.instant)
        number = Suppression("sms", "+33612345678", Cause.COMPLAINED, "STOP", NOW.instant + timedelta(1))
        with store.begin(reads=False) as unit:
            unit.suppressions.add(first)
            unit.suppressions.add(number)
            unit.suppressions.add(Suppression("email", "ana@X.example", Cause.COMPLAINED, "", NOW.instant))

        with store.begin(reads=False) as unit:
            assert list(unit.suppressions.list()) == [first, number]
            asked = {"ANA@x.example ", "bob@x.example"}
            assert unit.suppressions.among("email", asked) == {"ANA@x.example ": first}
            assert unit.suppressions.among("sms", asked) == {}
            assert list(unit.suppressions.lift("ana@x.example")) == [first]
            assert list(unit.suppressions.lift("ana@x.example")) == []
            assert list(unit.suppressions.list()) == [number]
