"""What providers report of messages, and the addresses to which nothing is sent any more.

Contract: `ledr_core.testing.contracts.provider_events`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.messages.delivery import Cause, ProviderEvent


class ProviderEvents(Protocol):
    """The events that providers have reported; nothing is ever taken back."""

    def record(self, event: ProviderEvent, message: str | None, now: datetime) -> bool:
        """Keep an event, of one of our messages or of none; true when it was new, false when it was kept already.

        A message that does not exist is Unavailable.
        """

    def of(self, messages: Collection[str]) -> dict[str, list[ProviderEvent]]:
        """The events of messages, each by the instant at which it happened; messages without any are left out."""

    def adopt(self, provider: str, messages: Mapping[str, str]) -> Sequence[str]:
        """Events that came before it was known whose they are: of these messages, by the provider's own identifiers.

        Gives the messages that have events by it.
        """


@frozen
class Suppression:
    """An address or a number to which nothing is sent until a person lifts it."""

    channel: str
    address: str
    cause: Cause
    detail: str
    """The provider's words."""
    since: datetime


class Suppressions(Protocol):
    """The suppressed addresses, one entry a channel and address; neither case nor white space around count."""

    def among(self, channel: str, addresses: Collection[str]) -> dict[str, Suppression]:
        """Those of the addresses that are suppressed, as they were given; the others are left out."""

    def add(self, suppression: Suppression) -> None:
        """Suppress an address; one that is so already keeps its entry."""

    def lift(self, address: str) -> Sequence[Suppression]:
        """Suppress an address no more, on any channel; gives the entries lifted, none when there were none."""

    def list(self) -> Sequence[Suppression]:
        """All of them, oldest first."""
