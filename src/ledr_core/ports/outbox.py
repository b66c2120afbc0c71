"""Messages between the transaction that wrote them and the provider. Contract: `ledr_core.testing.contracts.outbox`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.identifiers import PersonId, SessionId


@frozen(kw_only=True)
class NewMessage:
    """A message to write in the outbox; the key makes sure that it exists once (CAMP-7, JOB-4).

    It goes to a person, or to an *address* when that is nobody's.
    """

    id: str
    key: str
    person: PersonId | None
    kind: str
    channel: str
    due: datetime
    created: datetime
    facts: Mapping[str, object]
    session: SessionId | None = None
    address: str | None = None


@frozen(kw_only=True)
class StoredMessage(NewMessage):
    """A message of the outbox. States: pending, sending, accepted, unknown, failed, withdrawn."""

    state: str
    sent: datetime | None
    reason: str
    tries: int
    number: int
    reference: str | None = None
    resolved: bool = False
    """Whether the facts are those of the sent message, names and all."""


class Outbox(Protocol):
    """The messages, written in the transaction of what causes them."""

    def put(self, messages: Sequence[NewMessage]) -> list[NewMessage]:
        """Write those whose key is new; gives them."""

    def get(self, message: str) -> StoredMessage | None:
        """One message."""

    def list(
        self,
        person: PersonId | None = None,
        kind: str | None = None,
        state: str | None = None,
        since: datetime | None = None,
        address: str | None = None,
    ) -> list[StoredMessage]:
        """Messages by due instant, then creation; *address*, case apart, is that of nobody's messages."""

    def claim(self, now: datetime, lease: datetime, holder: str) -> StoredMessage | None:
        """Take the next pending message that is due, for oneself until the lease ends; None when there is none."""

    def expire(self, now: datetime) -> int:
        """Sending messages whose lease has ended become unknown; gives how many."""

    def settle(
        self,
        message: str,
        holder: str,
        state: str,
        *,
        sent: datetime | None = None,
        due: datetime | None = None,
        reason: str = "",
        reference: str | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """Write down what became of a message that one has claimed."""
