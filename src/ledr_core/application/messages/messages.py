"""The outbox: what was written to whom, handing it to the provider, what became of it. See the rules JOB-4, CAMP-7."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Annotated, Final

from ledr_core.application.access.passwords import MadePassword, made
from ledr_core.application.access.standings import standing_of
from ledr_core.application.messages import provider_events as reporting
from ledr_core.application.messages.channels import channels
from ledr_core.application.messages.delivering import Sender
from ledr_core.application.messages.explaining import explained_to_address, explained_to_person
from ledr_core.application.messages.first_passwords import carried, lacking, with_hidden_password
from ledr_core.application.messages.letters import rendered
from ledr_core.application.messages.previews import write_preview
from ledr_core.application.messages.reading_ahead import read_ahead
from ledr_core.application.messages.uncertainty import Uncertainty, taken, to_send
from ledr_core.application.operating.files import AnyFolderOut, folder_of
from ledr_core.application.operating.operation import Area, Before, operation
from ledr_core.application.operating.values import AsItCame, Header, Instant, LastSeen, Limit, Positive, read_choice
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Conflict, Invalid, NotFound, Unavailable
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import read_instant
from ledr_core.domain.messages.delivery import DeliveryState, ProviderEvent, SendState
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.paging import Page
from ledr_core.ports.people import Card
from ledr_core.ports.provider_events import Suppression
from ledr_core.ports.templates import SECRETS, Rendered
from ledr_core.views.jobs import FailureView
from ledr_core.views.messages import (
    DeliveryView,
    EventView,
    KindView,
    LiftedView,
    MessageFile,
    MessageItem,
    MessageSheet,
    RecordedView,
    SettledView,
    SuppressedView,
)
from ledr_core.views.support import ExplainedMessage
from ledr_core.wording.message_kinds import when, whom

_STATES: Final = (*(state.value for state in SendState), *(state.value for state in DeliveryState))
_ALSO_CALLED: Final = {"queued": "pending", "sent": "accepted", "blocked": "rejected", "spam": "complained"}
"""The words of `explain` for states that have another name here."""


def _read_with_its_password(before: Before, *, message: str) -> None:
    """Have a welcome that waits carry the password that it brings: staff may pass it on (ACC-4)."""
    if before.read(partial(_bringing_a_password, message=message)):
        passwords = made(before.ports, 1)
        before.keep(lambda work: _carry_while_it_waits(work, message, passwords))


def _carry_while_it_waits(work: Work, message: str, passwords: Sequence[MadePassword]) -> None:
    """A sender may have taken it meanwhile, and gives it another: staff are shown none then."""
    waiting = _bringing_a_password(work, message)
    if waiting:
        carried(work, waiting, passwords)


def _bringing_a_password(work: Work, message: str) -> list[StoredMessage]:
    """The message if it waits without the password that it brings; where that is written, it is kept from senders."""
    found = work.unit.outbox.many([message]).get(message)
    return lacking(work, [found]) if found is not None and found.state == SendState.PENDING else []


class Messages(Area):
    """The outbox: what was written to whom, handing it to the provider, and what became of it."""

    name = "messages"

    @operation(reads=True)
    def list(
        self,
        *,
        by: str,
        person: str | None = None,
        kind: str | None = None,
        state: str | None = None,
        since: Instant | None = None,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("message")] | None = None,
    ) -> tuple[MessageItem, ...]:
        """Messages by due instant, then creation; `state` is that of sending or, as the provider reports, of delivery.

        Example: ledr messages list --person lea@manpower.example
        """
        recipient, address = self._recipient(person)
        instant = None if since is None else read_instant(since, "since")
        kind = kind and read_choice(sorted(self.work.contexts.kinds), kind, "kind")
        state = state and read_choice(_STATES, _ALSO_CALLED.get(state, state), "state")
        page = Page(None if after is None else self._message(after).id, limit)
        found = self.work.unit.outbox.list(recipient, kind, state, instant, address, page)
        cards = self.work.unit.people.cards(message.person for message in found if message.person)
        events = self.work.unit.provider_events.of([message.id for message in found])
        with suppress(ValueError, LookupError):  # a damaged row hides no more than its own messages
            read_ahead(self.work, [message for message in found if not message.resolved])
        return tuple(
            MessageItem(
                message=message.id,
                person=cards[message.person].email if message.person else str(message.address),
                kind=message.kind,
                channel=message.channel,
                subject=_as_it_reads(self.work, message, secrets=False).subject,
                state=message.state,
                due=message.due,
                sent_at=message.sent,
                events=_events(events.get(message.id, ())),
                delivery=message.delivery,
            )
            for message in found
        )

    def _recipient(self, person: str | None) -> tuple[PersonId | None, str | None]:
        """Somebody with an account, or the address of messages to nobody's. Raises NotFound."""
        if person is None:
            return None, None
        known = self.work.unit.people.with_email(person) is not None
        if not known and self.work.unit.outbox.list(address=person, page=Page(limit=1)):
            return None, person
        return self.work.person(person).id, None

    @operation(first=_read_with_its_password)
    def show(self, _: None, /, *, by: str, message: str) -> MessageSheet:
        """A message as it reads, with its secrets until the provider has taken it; staff only.

        A welcome that waits gets the password that it will bring, where its person has none (ACC-15).

        Example: ledr messages show k3v7q2
        """
        found = self._message(message)
        text = _as_it_reads(self.work, with_hidden_password(self.work, found), secrets=True)
        return MessageSheet(
            message=found.id,
            person=_card(self.work, found).email,
            kind=found.kind,
            state=found.state,
            reason=found.reason,
            subject=text.subject,
            text=text.text,
            html=text.html,
            links=text.links,
            tokens=_tokens(self.work, found),
            channel=found.channel,
            events=_events(self.work.unit.provider_events.of([found.id]).get(found.id, ())),
            delivery=found.delivery,
        )

    @operation(reads=True)
    def explain(self, *, by: str, person: str) -> tuple[ExplainedMessage, ...]:
        """What became of each message to somebody, or to an address without account, and why one may be missed.

        Newest first, after a welcome whose day has not come: its state, the likely causes with their facts, and the
        remedy. An address that looks mistyped is named with the one that was likely meant, and never corrected (SUP-1).

        Example: ledr messages explain lea@manpower.example
        """
        recipient, address = self._recipient(person)
        if recipient is None:
            return explained_to_address(self.work, str(address))
        found = self.work.unit.people.get(recipient)
        return explained_to_person(self.work, found, standing_of(self.work, found).seats)

    @operation(reads=True)
    def preview(self, *, by: str, kind: str, person: str, folder: AnyFolderOut | None = None) -> MessageFile:
        """Write a message of a kind, as that person would read it, to an .eml file in a folder, made if need be.

        True facts where the person has them, samples for the rest; secrets are masked, documents left out. Nothing is
        sent, and nothing is kept.

        Example: ledr messages preview slot_given lea@manpower.example previews
        """
        return write_preview(self.work, kind, person, folder_of(folder))

    @operation(piecewise=True)
    def deliver(self, *, by: str, limit: Positive | None = None) -> DeliveryView:
        """Hand the messages that are due to the provider, each once; several senders share the work.

        A message that was not taken is tried later; one whose answer was lost is kept as unknown until it is known
        what became of it. While the provider is out of service the others wait for it.

        Example: ledr messages deliver --limit 100
        """
        ways = {channel.name: channel for channel in channels(self.desk.ports)}
        settled = Uncertainty(self.desk, ways).find_out()
        counts: Counter[str] = Counter()
        failures: list[FailureView] = []
        holder = self.desk.ports.chance.identifier()
        senders = [Sender(self.desk, channel, holder, counts, failures) for channel in ways.values()]
        left, done = limit, 0
        for sender in senders:
            while left is None or left > 0:
                some = sender.send_some(1_000_000 if left is None else left)
                if not some:
                    break
                left, done = None if left is None else left - some, done + some
                if self.desk.progress:
                    self.desk.progress(done, 0, "deliver")
        if done or settled:
            self.desk.ports.store.scrub()  # secrets were wiped
        return DeliveryView(
            sent=counts[SendState.ACCEPTED],
            failed=counts[SendState.FAILED],
            later=counts[SendState.PENDING],
            unknown=counts[SendState.UNKNOWN],
            withdrawn=counts[SendState.WITHDRAWN],
            suppressed=counts[SendState.SUPPRESSED],
            settled=settled,
            stopped=tuple(sender.stopped for sender in senders if sender.stopped),
            failures=tuple(failures),
        )

    @operation
    def record_event(
        self,
        *,
        by: str,
        provider: str,
        payload: AsItCame,
        signature: Header | None = None,
        url: Header | None = None,
    ) -> RecordedView:
        """Write down what a provider reports of messages: the body of its call, its signature, the address called.

        The body is text or bytes. A signature or an address that is empty is none. Each event counts once, however
        often and in whatever order it comes.

        Example: ledr messages record-event mailjet '[{"event": "open", "MessageID": 1, "time": 1764518400}]'
        """
        return reporting.record(self.work, provider, payload, str(signature or "") or None, str(url or "") or None)

    @operation
    def settle(self, *, by: str, message: str, sent: bool) -> SettledView:
        """Say what became of a message whose outcome is unknown: it was sent, or it is to be sent again.

        Example: ledr messages settle k3v7q2 --sent
        """
        found, now = self._message(message), self.work.moment.instant
        conclusion = taken(self.work, found, now) if sent else to_send(found, now)
        if not self.work.unit.outbox.conclude(conclusion):
            raise Invalid("message", "outcome known", {"state": found.state})
        return SettledView(found.id, conclusion.state.value)

    @operation(reads=True)
    def kinds(self, *, by: str) -> tuple[KindView, ...]:
        """Every kind of message: when it is written and to whom, by which channels, and the rule that says so (JOB-8).

        One that is not `automatic` leaves because somebody asks for it. `messages.preview` shows how one reads.

        Example: ledr messages kinds
        """
        return tuple(
            KindView(
                kind=kind.name,
                when=when(kind.name, "en"),
                to=whom(kind.name, "en"),
                channels=(*sorted(kind.channels), *(("bell",) if kind.rings else ())),
                rule=kind.rule,
                automatic=kind.automatic,
            )
            for kind in self.work.contexts.kinds.values()
        )

    @operation(reads=True)
    def suppressed(self, *, by: str) -> tuple[SuppressedView, ...]:
        """The addresses to which nothing is sent any more, and why, oldest first.

        Example: ledr messages suppressed
        """
        return tuple(map(_suppressed, self.work.unit.suppressions.list()))

    @operation
    def unsuppress(self, *, by: str, email: str) -> LiftedView:
        """Send to an address, or a number, again; what was kept back meanwhile leaves if its ground still holds.

        Example: ledr messages unsuppress lea@manpower.example
        """
        lifted = self.work.unit.suppressions.lift(email)
        if not lifted:
            raise Invalid("email", "not suppressed", {"value": email})
        now, release, but = self.work.moment.instant, self.work.unit.outbox.release, self.work.contexts.skipped_kinds
        released = sum(release(one.channel, one.address, now, but) for one in lifted)
        return LiftedView(lifted[0].address, tuple(one.channel for one in lifted), released)

    def _message(self, message: str) -> StoredMessage:
        found = self.work.unit.outbox.get(message)
        if found is None:
            raise NotFound("message", message)
        return found


def _tokens(work: Work, message: StoredMessage) -> dict[str, str]:
    if message.resolved or message.state in (SendState.ACCEPTED, SendState.WITHDRAWN):
        return {}
    kind = work.contexts.kinds.get(message.kind)
    secrets = sorted(SECRETS) if kind is None else kind.secrets
    return {name: str(message.facts[name]) for name in secrets if message.facts.get(name)}


def _as_it_reads(work: Work, message: StoredMessage, *, secrets: bool) -> Rendered:
    """The message in words; one that cannot be written, or not any more, has none and hides no other."""
    try:
        return rendered(work, message, secrets=secrets)
    except (Unavailable, Conflict):
        raise
    except Exception:
        return Rendered("", "", "", ())


def _events(events: Sequence[ProviderEvent]) -> tuple[EventView, ...]:
    return tuple(
        EventView(
            event.state.value,
            event.at,
            None if event.cause is None else event.cause.value,
            event.detail,
            event.url,
        )
        for event in events
    )


def _suppressed(one: Suppression) -> SuppressedView:
    return SuppressedView(one.address, one.channel, one.cause.value, one.since, one.detail)


def _card(work: Work, message: StoredMessage) -> Card:
    """Whom a message goes to."""
    if message.person is None:
        return Card(PersonId(""), str(message.address), "", "")
    return work.unit.people.cards([message.person])[message.person]
