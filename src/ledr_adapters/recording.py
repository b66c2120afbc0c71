"""Providers that only remember what they were given: for `memory:` schools and for tests."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from attrs import define, field

from ledr_adapters.video.offline import OfflineVideos
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.messages.delivery import Cause, DeliveryState, ProviderEvent
from ledr_core.ports.contacts import Base, Contact
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.mail import Letter
from ledr_core.ports.sms import TextMessage
from ledr_core.ports.videos import Checked, VideoCheck, VideoFault, VideoHost

ACCEPTED = Handover(Outcome.ACCEPTED)


@define
class RecordingMail:
    """A `Mail` that keeps every letter it is handed, in order, and accepts it unless told otherwise.

    Example: `RecordingMail().will_answer(Handover(Outcome.LATER, "busy"))` puts off the first letter, accepts the rest.
    """

    letters: list[Letter] = field(factory=list)
    """Every letter handed over, whatever the answer was."""
    accepted: list[Letter] = field(factory=list)
    """Those that were answered with ACCEPTED."""
    usual: Handover = ACCEPTED
    """The answer when no other is due."""
    can_be_asked: bool = True
    """Whether it tells which letters it has accepted."""
    asked: list[str] = field(factory=list)
    """The messages that it was asked for."""
    at_once: int = 50
    """As many as are worth one go of the sender, unless told otherwise."""
    at: dict[str, Handover] = field(factory=dict)
    """The answers to letters to these addresses, whatever else is due."""
    lost: set[str] = field(factory=set)
    """Messages whose letter is accepted while the answer is lost."""
    _due: deque[Handover] = field(factory=deque, init=False)

    @property
    def name(self) -> str:
        """`recording`."""
        return "recording"

    def will_answer(self, *handovers: Handover) -> RecordingMail:
        """Give these answers to the next letters, one each, before the usual one again. Returns itself."""
        self._due.extend(handovers)
        return self

    def close(self) -> None:
        """Nothing is held open."""

    def send_all(self, letters: Sequence[Letter]) -> tuple[Handover, ...]:
        """One after another."""
        return tuple(map(self.send, letters))

    def look_up(self, message: str) -> Handover:
        """Whether a letter of that message was accepted."""
        self.asked.append(message)
        if not self.can_be_asked:
            return Handover(Outcome.UNKNOWN, "it tells nobody")
        taken = any(letter.message == message for letter in self.accepted)
        return ACCEPTED if taken else Handover(Outcome.LATER, "no letter of it")

    def send(self, letter: Letter) -> Handover:
        """Remember the letter and give the answer that is due."""
        self.letters.append(letter)
        handover = self.at.get(letter.address) or self._next_answer()
        if handover.outcome is Outcome.ACCEPTED or letter.message in self.lost:
            self.accepted.append(letter)
        return Handover(Outcome.UNKNOWN, "the answer was lost") if letter.message in self.lost else handover

    def _next_answer(self) -> Handover:
        try:
            return self._due.popleft()
        except IndexError:
            return self.usual


@define
class PlainEvents:
    """A `Webhook` of no provider, for tests: a JSON list of events with the fields of `ProviderEvent`, or one alone.

    `at` is ISO text; what is left out is absent; without a `fingerprint` the whole event is it.
    """

    name: str = "recording"

    def read(self, payload: str, signature: str | None, url: str | None) -> tuple[ProviderEvent, ...]:
        """The events, whoever signed them. Raises Invalid `payload` when they cannot be read."""
        try:
            read = json.loads(payload)
            return tuple(map(self._event, read if isinstance(read, list) else [read]))
        except (ValueError, TypeError, KeyError) as fault:
            raise Invalid("payload", "not recorded events", {"detail": repr(fault)}) from None

    def _event(self, one: dict[str, Any]) -> ProviderEvent:
        cause = one.get("cause")
        return ProviderEvent(
            provider=self.name,
            state=DeliveryState(one["state"]),
            at=datetime.fromisoformat(one["at"]),
            message=one.get("message"),
            reference=one.get("reference"),
            cause=None if cause is None else Cause(cause),
            permanent=bool(one.get("permanent")),
            detail=str(one.get("detail", "")),
            address=one.get("address"),
            url=one.get("url"),
            fingerprint=one.get("fingerprint") or hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest(),
        )


@define
class RecordingSms:
    """An `Sms` that keeps every SMS it is handed, in order, and accepts it unless told otherwise."""

    texts: list[TextMessage] = field(factory=list)
    """Every SMS handed over, whatever the answer was."""
    _due: deque[Handover] = field(factory=deque, init=False)

    @property
    def name(self) -> str:
        """`recording`."""
        return "recording"

    def will_answer(self, *handovers: Handover) -> RecordingSms:
        """Give these answers to the next SMS, one each, before accepting again. Returns itself."""
        self._due.extend(handovers)
        return self

    def send(self, text: TextMessage) -> Handover:
        """Remember the SMS and give the answer that is due."""
        self.texts.append(text)
        return self._due.popleft() if self._due else ACCEPTED

    def close(self) -> None:
        """Nothing is held open."""


@define
class RecordingContacts:
    """A `Contacts` that keeps contacts in memory, by base and address, and accepts them unless told otherwise."""

    kept: dict[Base, dict[str, Contact]] = field(factory=lambda: {base: {} for base in Base})
    """The contacts of each base, by address, in small letters."""
    transferred: list[tuple[Base, str]] = field(factory=list)
    """Every contact that was handed over or taken out, in order."""
    _due: deque[Handover] = field(factory=deque, init=False)

    @property
    def name(self) -> str:
        """`recording`."""
        return "recording"

    @property
    def bases(self) -> tuple[Base, ...]:
        """All of them."""
        return tuple(Base)

    @property
    def at_once(self) -> int:
        """As many as a provider takes."""
        return 1000

    def will_answer(self, *handovers: Handover) -> RecordingContacts:
        """Give these answers to the next contacts, one each, before accepting again. Returns itself."""
        self._due.extend(handovers)
        return self

    def transfer(self, base: Base, contacts: Sequence[Contact]) -> tuple[Handover, ...]:
        """Remember the contacts and give the answers that are due."""
        return tuple(self._transferred(base, contact) for contact in contacts)

    def _transferred(self, base: Base, contact: Contact) -> Handover:
        answer = self._answer(base, contact.email)
        if answer.outcome is Outcome.ACCEPTED:
            self.kept[base].pop(address_key(contact.former_email or ""), None)
            self.kept[base][address_key(contact.email)] = contact
        return answer

    def remove(self, base: Base, emails: Sequence[str]) -> tuple[Handover, ...]:
        """Forget the contacts and give the answers that are due."""
        return tuple(self._removed(base, email) for email in emails)

    def _removed(self, base: Base, email: str) -> Handover:
        answer = self._answer(base, email)
        if answer.outcome is Outcome.ACCEPTED:
            self.kept[base].pop(address_key(email), None)
        return answer

    def _answer(self, base: Base, email: str) -> Handover:
        self.transferred.append((base, email))
        return self._due.popleft() if self._due else ACCEPTED

    def close(self) -> None:
        """Nothing is held open."""


@define
class RecordingVideos(OfflineVideos):
    """Those that remember what they were asked, and are told the faults one by one.

    Example: `RecordingVideos().will_say("https://vimeo.com/1", VideoFault.NOT_FOUND)`.
    """

    asked: list[str] = field(factory=list)
    """Every address asked for, in order."""
    sites: list[str | None] = field(factory=list)
    """The site for which each check was made."""
    faults: dict[str, VideoFault] = field(factory=dict)
    """What is wrong with the videos of these addresses."""

    @property
    def name(self) -> str:
        """`recording`."""
        return "recording"

    @property
    def host(self) -> VideoHost:
        """A host that is none."""
        return VideoHost("Recording", ("videos.example",))

    def will_say(self, address: str, fault: VideoFault) -> RecordingVideos:
        """Have the video of that address be in the state of that fault. Returns itself."""
        self.faults[address] = fault
        return self

    def check(
        self, addresses: Sequence[str], *, site: str | None = None, checked: Checked | None = None
    ) -> tuple[VideoCheck, ...]:
        """Remember the addresses and give what is known of each."""
        self.sites.append(site)
        self.asked.extend(dict.fromkeys(addresses))
        return super().check(addresses, site=site, checked=checked)
