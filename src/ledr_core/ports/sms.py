"""Handing one SMS to a provider, and what came of it. Contract: `ledr_core.testing.contracts.sms`."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from ledr_core.ports.handover import Handover


@frozen
class TextMessage:
    """One SMS to one number, ready to be handed over; its length was checked when it was written (CAMP-5)."""

    message: str
    """Identifier of the outbox row: the provider's events come back with it."""
    number: str
    """The number in international form, such as +33612345678."""
    text: str


class Sms(Protocol):
    """A provider that takes SMS, one at a time. May be shared by threads."""

    @property
    def name(self) -> str:
        """A short name for people ("twilio"), without any secret."""

    def send(self, text: TextMessage) -> Handover:
        """Hand one SMS over, and say what came of it.

        Does not raise for what a provider, a network, a disk or a number can do wrong: that is the outcome.
        """

    def close(self) -> None:
        """Give back what is held open; a later SMS opens it again."""
