"""Handing one e-mail to a provider, and what came of it. Contract: `ledr_core.testing.contracts.mail`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Protocol

from attrs import field, frozen

from ledr_core.ports.handover import Handover

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
    reply_to: str = field(default="", converter=_on_one_line)
    """Address to which an answer goes; empty when it goes to the sender."""


class Mail(Protocol):
    """A provider that takes e-mails. May be shared by threads."""

    @property
    def name(self) -> str:
        """A short name for people ("smtp"), without any secret."""

    @property
    def at_once(self) -> int:
        """How many letters it takes in one go, 1 or more: that many are at most without an answer when it is lost."""

    def send(self, letter: Letter) -> Handover:
        """Hand one letter over, and say what came of it.

        Does not raise for what a provider, a network, a disk or an address can do wrong: that is the outcome.
        """

    def send_all(self, letters: Sequence[Letter]) -> tuple[Handover, ...]:
        """Hand several letters over, at most `at_once`, and say of each, in their order, what came of it."""

    def look_up(self, message: str) -> Handover:
        """Whether the letter of that outbox row was taken, asked when its answer was lost.

        ACCEPTED: it was. LATER: the provider knows of none, which proves nothing when it has just been sent. UNKNOWN:
        it cannot tell, for good or for now.
        """

    def close(self) -> None:
        """Give back what is held open; a later letter opens it again."""
