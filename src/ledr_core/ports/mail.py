"""Handing one e-mail to a provider, and what came of it. Contract: `ledr_core.testing.contracts.mail`."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Final, Protocol

from attrs import field, frozen

_BREAKS: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")  # a no-break space is none of them


def _on_one_line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip(" ")


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")  # half a character (a lone surrogate) cannot be sent


@frozen
class Attachment:
    """A file that goes with a letter: its name, its kind (`application/pdf`), and its content."""

    name: str = field(converter=_on_one_line)
    kind: str
    content: bytes = field(repr=False)


@frozen
class Letter:
    """One e-mail to one person, ready to be handed over.

    Whatever becomes a header is on one line: line breaks, control characters and runs of spaces are one space, so that
    no name or subject can smuggle in a header of its own.
    """

    message: str = field(converter=_on_one_line)
    """Identifier of the outbox row: the provider's events come back with it."""
    address: str = field(converter=_on_one_line)
    name: str = field(converter=_on_one_line)
    """Name of the recipient as shown beside the address; may be empty."""
    sender: str = field(converter=_on_one_line)
    """Address of the sender: the school's contact address (SUP-2)."""
    sender_name: str = field(converter=_on_one_line)
    subject: str = field(converter=_on_one_line)
    text: str = field(converter=_writable)
    html: str = field(converter=_writable)
    attachments: tuple[Attachment, ...] = ()


class Outcome(StrEnum):
    """What is known after an attempt to hand a letter over."""

    ACCEPTED = "accepted"
    """The provider answers for it from here on."""
    REFUSED = "refused"
    """The provider says no to this letter for good: the same letter again would be refused again."""
    LATER = "later"
    """Certainly not taken: it may be tried again without any risk of a double."""
    UNKNOWN = "unknown"
    """It may have been taken: a second attempt could be a double."""


@frozen
class Handover:
    """What came of handing one letter over."""

    outcome: Outcome
    reason: str = ""
    """The provider's words, or ours for a fault on the way; empty when accepted. Never holds a password."""
    reference: str | None = None
    """The provider's own identifier of the letter, when it gives one."""
    retry_after: timedelta | None = None
    """How long the provider asks to wait before the next attempt, when it says so."""


class Mail(Protocol):
    """A provider that takes e-mails, one at a time. May be shared by threads."""

    @property
    def name(self) -> str:
        """A short name for people ("smtp"), without any secret."""

    def send(self, letter: Letter) -> Handover:
        """Hand one letter over, and say what came of it.

        Does not raise for what a provider, a network, a disk or an address can do wrong: that is the outcome.
        """

    def close(self) -> None:
        """Give back what is held open; a later letter opens it again."""
