"""Results about messages that are missed, and about help that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from attrs import frozen

from ledr_core.views.messages import CauseName, ChannelName, DeliveryStateName, MessageKindName, SendStateName
from ledr_core.views.shapes import Listed


@frozen
class CauseView:
    """A likely cause: the ground that names it, the facts behind it, and what to do about it."""

    ground: str
    fact: Mapping[str, Any]
    remedy: str


@frozen
class ReportedView:
    """One thing that the provider reported of a message."""

    at: datetime
    state: DeliveryStateName
    cause: CauseName | None
    detail: str


@frozen(kw_only=True)
class ExplainedMessage:
    """What became of a message, and why it may be missed. One that is not written yet has no identifier, and no due."""

    message: str | None
    person: str
    name: str
    kind: MessageKindName
    channel: ChannelName
    subject: str
    state: Annotated[str, Listed("message state")]
    """In one word: not_due, queued, sending, sent, delivered, opened, deferred, bounced, blocked, spam, unsubscribed,
    failed, suppressed, withdrawn, unknown."""
    send_state: SendStateName | None
    """Whether the provider has it, as `messages.list` says."""
    delivery: DeliveryStateName | None
    """What the provider reports of it."""
    due: datetime | None
    sent_at: datetime | None
    address: str | None
    """Where it went, or goes."""
    tries: int
    causes: tuple[CauseView, ...]
    """Most likely first."""
    remedy: str
    """What to do about the likeliest."""
    events: tuple[ReportedView, ...]


@frozen
class AskedForHelp:
    """A request for help that is on its way to the school."""

    message: str
    answerable: bool
    """Whether an address is known for the answer: of a visitor only the one that they gave."""
