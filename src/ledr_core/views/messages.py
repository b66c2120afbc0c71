"""Results about messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from attrs import frozen

from ledr_core.domain.kernel.content import Content
from ledr_core.domain.messages.delivery import Cause, DeliveryState, SendState
from ledr_core.views.jobs import FailureView
from ledr_core.views.shapes import Listed

MessageKindName = Annotated[str, Listed("message kind")]
ChannelName = Annotated[str, Listed("channel")]
SendStateName = Annotated[str, Listed(SendState)]
DeliveryStateName = Annotated[str, Listed(DeliveryState)]
CauseName = Annotated[str, Listed(Cause)]


@frozen
class EventView:
    """What a provider reported of a message, when it happened, and why as far as it says."""

    state: DeliveryStateName
    at: datetime
    cause: CauseName | None
    detail: str
    url: str | None


@frozen
class MessageItem:
    """A message in a list."""

    message: str
    person: str
    kind: MessageKindName
    channel: ChannelName
    subject: str
    state: SendStateName
    due: datetime
    sent_at: datetime | None
    events: tuple[EventView, ...]
    delivery: DeliveryStateName | None = None
    """What follows from the events: delivered, opened, bounced…"""


@frozen
class MessageSheet:
    """A message as it reads; `tokens` are its secrets until it is sent."""

    message: str
    person: str
    kind: MessageKindName
    state: SendStateName
    reason: str
    subject: str
    text: str
    html: str
    links: tuple[str, ...]
    tokens: Mapping[str, str]
    channel: ChannelName
    events: tuple[EventView, ...]
    delivery: DeliveryStateName | None = None


@frozen
class StoppedView:
    """A provider that is out of service: the messages of its channel wait until then."""

    channel: ChannelName
    provider: str
    until: datetime
    reason: str


@frozen
class MessageFile:
    """The file that shows how a message reads."""

    file: str | Content
    subject: str


@frozen
class DeliveryView:
    """What became of the messages that were due: sent, failed for good, to be tried later, of unknown fate.

    `withdrawn`: the ground or the consent is gone; `suppressed`: nothing is sent to that address any more; `settled`:
    those whose fate was unknown before, and is known now.
    """

    sent: int
    failed: int
    later: int
    unknown: int
    withdrawn: int
    suppressed: int
    settled: int
    stopped: tuple[StoppedView, ...]
    failures: tuple[FailureView, ...]

    @property
    def all_well(self) -> bool:
        """Whether no message failed for good, and no provider is out of service."""
        return not (self.failures or self.failed or self.stopped)


@frozen
class RecordedView:
    """Events of a provider: written down, known already, of no message of ours."""

    recorded: int
    repeated: int
    unmatched: int


@frozen
class SettledView:
    """A message whose fate was unknown, and its state now."""

    message: str
    state: SendStateName


@frozen
class KindView:
    """A kind of message (JOB-8): when it is written and to whom, in words; its channels, and the rule that says so."""

    kind: str
    when: str
    to: str
    channels: tuple[str, ...]
    rule: str
    automatic: bool


@frozen
class SuppressedView:
    """An address, or a number, to which nothing is sent any more, and why."""

    email: str
    channel: ChannelName
    cause: CauseName
    since: datetime
    detail: str


@frozen
class LiftedView:
    """An address, or a number, that is suppressed no more, and how many messages leave now."""

    email: str
    channels: tuple[ChannelName, ...]
    released: int
