"""What becomes of a message: whether it was handed over, and what the provider then reports of it. See SUP-1, NOTE-8.

Two facts, kept apart: the *send state* is ours, and says whether the provider has the message; the *delivery state*
follows from the provider's events, which come late, twice, or out of order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from attrs import field, frozen


class SendState(StrEnum):
    """Whether a message has been handed over."""

    PENDING = "pending"
    """It waits for its due instant, or for a sender."""
    SENDING = "sending"
    """A sender has it, until its lease ends."""
    ACCEPTED = "accepted"
    """The provider has it."""
    UNKNOWN = "unknown"
    """It may have been taken: the answer was lost."""
    FAILED = "failed"
    """The provider refused it for good."""
    SUPPRESSED = "suppressed"
    """Not handed over: the address is suppressed until a person lifts it."""
    WITHDRAWN = "withdrawn"
    """Not handed over: consent or ground no longer held (NOTE-8)."""


class DeliveryState(StrEnum):
    """What the provider reports of a message that it took, in django-anymail's words."""

    DEFERRED = "deferred"
    DELIVERED = "delivered"
    OPENED = "opened"
    CLICKED = "clicked"
    REJECTED = "rejected"
    """The provider did not attempt it."""
    BOUNCED = "bounced"
    """The other server refused it."""
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"
    """The person marked it as spam."""


class Cause(StrEnum):
    """Why a message did not arrive, as far as a provider says."""

    MAILBOX_FULL = "mailbox_full"
    UNKNOWN_MAILBOX = "unknown_mailbox"
    """Nobody has that address, or it is no address; an SMS: no such number."""
    WRONG_DOMAIN = "wrong_domain"
    """The domain does not exist, or takes no mail: often a typing error."""
    DOMAIN_BLOCKS = "domain_blocks"
    """The company's server refuses us."""
    TAKEN_FOR_SPAM = "taken_for_spam"
    COMPLAINED = "complained"
    """The person has marked us as spam, or has opted out."""
    RECENT_BOUNCES = "recent_bounces"
    """Not attempted, since other messages bounced lately."""
    TEMPORARY = "temporary"
    PROVIDER = "provider"
    """A fault of the provider, or on the way to it."""
    OURS = "ours"
    """A fault of the school: its account, its settings, its software."""


LASTING: Final = frozenset({Cause.UNKNOWN_MAILBOX, Cause.WRONG_DOMAIN, Cause.COMPLAINED})
"""The causes for which an address is suppressed: writing again would meet the same, and harm the sender's name."""


def _kept(text: str) -> str:
    """A provider's text without what no database keeps: it would send the same event again for a day."""
    return _UNKEPT.sub("", text)


def _kept_or_none(text: str | None) -> str | None:
    return None if text is None else _kept(text)


_UNKEPT: Final = re.compile("[\0\ud800-\udfff]")


@frozen(kw_only=True)
class ProviderEvent:
    """One thing that a provider reports of a message; the same event may be reported several times."""

    provider: str
    state: DeliveryState
    at: datetime
    message: str | None = field(converter=_kept_or_none)
    """Identifier of the outbox row, when the provider gives it back."""
    reference: str | None = field(default=None, converter=_kept_or_none)
    """The provider's own identifier of the message."""
    cause: Cause | None = None
    permanent: bool = False
    """Whether the same message to the same address would meet the same again."""
    detail: str = field(default="", converter=_kept)
    """The provider's words; never a secret."""
    address: str | None = field(default=None, converter=_kept_or_none)
    url: str | None = field(default=None, converter=_kept_or_none)
    """The link that was followed."""
    fingerprint: str = field()
    """The same for each repetition of one event, and for no other event of that provider."""


_RANK: Final = {
    state: rank
    for rank, state in enumerate(
        (
            DeliveryState.DEFERRED,
            DeliveryState.DELIVERED,
            DeliveryState.OPENED,
            DeliveryState.CLICKED,
            DeliveryState.REJECTED,
            DeliveryState.BOUNCED,
            DeliveryState.UNSUBSCRIBED,
            DeliveryState.COMPLAINED,
        )
    )
}


_ARRIVED: Final = frozenset({DeliveryState.DELIVERED, DeliveryState.OPENED, DeliveryState.CLICKED})


def furthest(events: Sequence[ProviderEvent]) -> DeliveryState | None:
    """The delivery state that follows from these events, in whatever order they come.

    A refusal for the time being, such as a full mailbox, counts until the message arrives all the same; one for good
    counts whatever is told later.
    """
    arrived = max((event.at for event in events if event.state in _ARRIVED), default=None)
    counted = (event.state for event in events if arrived is None or not _was_for_now(event, arrived))
    return max(counted, key=_RANK.__getitem__, default=None)


def _was_for_now(event: ProviderEvent, arrived: datetime) -> bool:
    """Whether an event was a refusal that the provider got over: the message arrived after it."""
    refused = event.state in (DeliveryState.BOUNCED, DeliveryState.REJECTED)
    return refused and not event.permanent and event.at < arrived
