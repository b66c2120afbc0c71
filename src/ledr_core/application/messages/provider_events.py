"""What providers report of messages: kept once, whatever the order, and what follows from it (SUP-1, CAMP-8)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from attrs import evolve

from ledr_core.application.messages.uncertainty import sent_facts
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.messages.delivery import LASTING, Cause, DeliveryState, ProviderEvent, furthest
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.provider_events import Suppression
from ledr_core.views.messages import RecordedView

_UNWANTED = frozenset({DeliveryState.COMPLAINED, DeliveryState.UNSUBSCRIBED})


def record(work: Work, provider: str, payload: object, signature: str | None, url: str | None) -> RecordedView:
    """Read what a provider reports, and write it down. Raises Invalid for a provider or a payload that is none."""
    webhook = work.ports.webhooks.get(provider)
    if webhook is None:
        raise Invalid("provider", "no such reports", {"value": provider, "choices": sorted(work.ports.webhooks)})
    events = webhook.read(_as_text(payload), signature, url)
    owners = _owners(work, provider, events)
    known = work.unit.outbox.many(set(owners.values()))
    counts: Counter[str] = Counter()
    fresh: dict[str, ProviderEvent] = {}
    for event in events:
        message = known.get(owners.get(event.fingerprint, ""))
        if message is not None and message.stripped:  # nobody is told any more where it went (NOTE-6)
            event = evolve(event, address=None, detail="", url=None)
        new = work.unit.provider_events.record(event, None if message is None else message.id, work.moment.instant)
        counts["repeated" if not new else "unmatched" if message is None else "recorded"] += 1
        if new and message is not None:
            fresh[message.id] = event
            _suppress(work, message, event)
    _follow_events(work, list(fresh))
    for identifier, event in fresh.items():
        _was_taken(work, known[identifier], event)
    return RecordedView(counts["recorded"], counts["repeated"], counts["unmatched"])


def adopt_events(work: Work, provider: str, messages: Mapping[str, str]) -> None:
    """Have what was reported before it was known whose it is count for these messages, by the provider's references."""
    adopted = work.unit.provider_events.adopt(provider, messages)
    if not adopted:
        return
    events, known = work.unit.provider_events.of(adopted), work.unit.outbox.many(adopted)
    for message in adopted:
        for event in events[message]:
            _suppress(work, known[message], event)
    _follow_events(work, adopted)


def _follow_events(work: Work, messages: Collection[str]) -> None:
    """Have the delivery state of messages follow from all that was reported of them."""
    if not messages:
        return
    for message, events in work.unit.provider_events.of(messages).items():
        state = furthest(events)
        assert state is not None
        cause = next((event.cause for event in reversed(events) if event.state is state and event.cause), None)
        work.unit.outbox.reported(message, state, cause)


def _as_text(payload: object) -> str:
    """The body as it came, bytes as UTF-8; what a Python service has parsed already is written as JSON again.

    A damaged byte costs no more than its letter: a provider sends what is refused again for a day.
    """
    if isinstance(payload, str):
        return payload
    if isinstance(payload, bytes | bytearray | memoryview):
        return bytes(payload).decode("utf-8-sig", "replace")
    if isinstance(payload, Mapping | Sequence):
        try:
            return json.dumps(payload, default=_plain)
        except (TypeError, ValueError, RecursionError) as error:
            raise Invalid("payload", "not writable as JSON", {"detail": str(error)}) from None
    raise Invalid("payload", "not a report", {"kind": type(payload).__name__})


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _owners(work: Work, provider: str, events: Sequence[ProviderEvent]) -> dict[str, str]:
    """The message of each event, by its fingerprint: the one that it names, else the one of its reference."""
    references = {event.reference for event in events if event.reference}
    named = work.unit.outbox.many({event.message for event in events if event.message})
    by_reference = work.unit.outbox.with_references(provider, references)
    owners: dict[str, str] = {}
    for event in events:
        if event.message in named:
            owners[event.fingerprint] = str(event.message)
        elif event.reference in by_reference:
            owners[event.fingerprint] = by_reference[event.reference]
    return owners


def _was_taken(work: Work, message: StoredMessage, event: ProviderEvent) -> None:
    """Whatever is reported of a message proves that the provider took it."""
    if message.state in ("unknown", "pending") and (message.state == "unknown" or message.tries):
        facts, resolved = sent_facts(work, message)
        work.unit.outbox.accept(message.id, event.at, facts, resolved=resolved)


def _suppress(work: Work, message: StoredMessage, event: ProviderEvent) -> None:
    """Nothing is sent any more to an address that is at fault for good, or whose owner wants nothing."""
    cause = event.cause or (Cause.COMPLAINED if event.state in _UNWANTED else None)
    address = event.address or message.sent_to
    lasting = cause in LASTING and (event.permanent or event.state in _UNWANTED)
    if cause is not None and lasting and address:
        now = work.moment.instant
        work.unit.suppressions.add(Suppression(message.channel, address, cause, event.detail, now))
