"""Messages between the transaction that wrote them and the provider. Contract: `ledr_core.testing.contracts.outbox`.

States and what leads from one to another: `ledr_core.domain.messages.delivery`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.messages.delivery import Cause, DeliveryState, SendState
from ledr_core.domain.messages.grounds import Withdrawal
from ledr_core.ports.paging import WHOLE, Page


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
    """A message of the outbox; `state` is one of `SendState`."""

    state: str
    sent: datetime | None
    reason: str
    tries: int
    number: int
    reference: str | None = None
    resolved: bool = False
    """Whether the facts are those of the sent message, names and all."""
    provider: str | None = None
    """Who was last given it."""
    sent_to: str | None = None
    """The address or number that it was last meant for."""
    not_found: int = 0
    """How often the provider, asked, knew nothing of it since its outcome is unknown."""
    sent_again: int = 0
    """How often it was sent again by itself, since nobody knew whether it had been taken."""
    delivery: DeliveryState | None = None
    """What the provider has reported of it."""
    cause: Cause | None = None
    """Why it did not arrive, as far as the provider says."""

    @property
    def stripped(self) -> bool:
        """Whether it was handed over and nobody knows any more where it went: its person was erased (NOTE-6)."""
        if self.provider is None or self.sent_to is not None or self.state in _BEFORE_THE_ANSWER:
            return False
        return self.state != SendState.WITHDRAWN or self.reason == Withdrawal.ERASED


_BEFORE_THE_ANSWER: Final = (SendState.PENDING, SendState.SENDING, SendState.UNKNOWN)


@frozen(kw_only=True)
class Settlement:
    """What became of a message that one has claimed."""

    message: str
    state: SendState
    reason: str = ""
    sent_to: str | None = None
    sent: datetime | None = None
    due: datetime | None = None
    """When it is tried again; left out it keeps the instant it has."""
    reference: str | None = None
    cause: Cause | None = None
    """Why it was refused or put off; of a message that was taken reports alone tell, and nothing is changed."""
    facts: Mapping[str, object] | None = None
    """The facts that are kept, without secrets; left out they stay."""
    resolved: bool = False
    """Whether those are all that it was sent with."""


@frozen(kw_only=True)
class Conclusion:
    """What was found out of a message whose outcome was unknown: sent after all, or to be sent, or still unknown."""

    message: str
    state: SendState
    reason: str = ""
    sent: datetime | None = None
    due: datetime | None = None
    reference: str | None = None
    facts: Mapping[str, object] | None = None
    resolved: bool = False
    not_found: int = 0
    again: bool = False
    """Whether it is sent again by itself, which is counted."""
    look_again: datetime | None = None
    """When it is worth asking again."""


@frozen
class Outage:
    """A channel whose provider is out of service."""

    failures: int
    """How often in a row it was found so."""
    until: datetime | None
    """When it is tried again."""


class Outbox(Protocol):
    """The messages, written in the transaction of what causes them."""

    def put(self, messages: Sequence[NewMessage]) -> list[NewMessage]:
        """Write those whose key is new; gives them. A person or a session that does not exist is Unavailable."""

    def get(self, message: str) -> StoredMessage | None:
        """One message, None when there is none."""

    def many(self, messages: Collection[str]) -> dict[str, StoredMessage]:
        """Messages by identifier, kept from other writers until the unit of work ends; unknown ones are left out."""

    def with_references(self, provider: str, references: Collection[str]) -> dict[str, str]:
        """The messages that a provider took, by its own identifiers of them; unknown ones are left out."""

    def list(
        self,
        person: PersonId | None = None,
        kind: str | None = None,
        state: str | None = None,
        since: datetime | None = None,
        address: str | None = None,
        page: Page[str] = WHOLE,
    ) -> list[StoredMessage]:
        """Messages by due instant, then creation; each condition that is given narrows the list.

        *state* is that of sending or of delivery; *address*, however it is spelt, is that of nobody's messages.
        """

    def accepted(self, people: Collection[PersonId]) -> Mapping[PersonId, Sequence[StoredMessage]]:
        """The messages to each of several people that left, in the same order; whoever has none is left out."""

    def claim(
        self, channel: str, provider: str, now: datetime, lease: datetime, holder: str, limit: int
    ) -> Sequence[StoredMessage]:
        """Take the next pending messages of a channel that are due, for oneself until the lease ends.

        Of those due at one instant the least tried come first, so that one that is put off again and again holds up
        no other. What another sender is taking is left out; none at all means that nothing is due. They are given as
        they were, one try less.
        """

    def rewrite(self, facts: Mapping[str, Mapping[str, object]], holder: str | None = None) -> set[str]:
        """Write other facts of messages; gives which there were, with a *holder* of those that one has claimed."""

    def expire(self, now: datetime) -> int:
        """Sending messages whose lease has ended become unknown, never pending; gives how many."""

    def settle(self, holder: str, settlements: Sequence[Settlement]) -> int:
        """Write down what became of messages that one has claimed; gives how many were still one's own.

        An answer that comes after the lease counts too, unless the message was settled meanwhile.
        """

    def uncertain(self, now: datetime, limit: int) -> Sequence[StoredMessage]:
        """Messages of unknown outcome that are worth asking for now."""

    def conclude(self, conclusion: Conclusion) -> bool:
        """Write down what was found out of a message; true when it was written.

        False when its outcome is not unknown any more, or there is no such message.
        """

    def reported(self, message: str, state: DeliveryState, cause: Cause | None) -> None:
        """Write down the delivery state that follows from what the provider has reported.

        Nothing happens when there is no such message.
        """

    def accept(self, message: str, at: datetime, facts: Mapping[str, object], *, resolved: bool) -> None:
        """A message that is no sender's at present was taken after all, as the provider's own words prove.

        Nothing happens when it is a sender's, was settled meanwhile, or does not exist.
        """

    def put_off(self, channel: str, now: datetime, until: datetime) -> int:
        """Pending messages of a channel that are due wait until that instant; gives how many."""

    def release(self, channel: str, address: str, now: datetime, excluding: Collection[str]) -> int:
        """Messages kept back because that address was suppressed are due now; gives how many.

        Those of the kinds to be excluded stay as they are.
        """

    def adopt(self, address: str, person: PersonId, excluding: Collection[str]) -> None:
        """Messages that were handed over for that address while it was nobody's are that person's, whose it is.

        Those of the kinds to be excluded, which go to the school, stay as they are.
        By them it is known, when the person has another address, that they had this one (NOTE-6).
        """

    def outage(self, channel: str) -> Outage:
        """Whether the provider of a channel was found out of service: no failures and no instant when it was not."""

    def note_outage(self, channel: str, now: datetime, until: datetime) -> None:
        """It was found out of service, once more."""

    def end_outage(self, channel: str) -> None:
        """It is in service; nothing happens when it was not found out of it."""
