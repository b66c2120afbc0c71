"""The outbox: what was written to whom, and handing it to the provider. See the rules JOB-4, CAMP-7."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from attrs import evolve, field, frozen

from ledr_core.application.enclosures import attached_documents, take_note_of_files
from ledr_core.application.letters import facts_of, read_out, rendered
from ledr_core.application.operations import Area, piecewise, reading
from ledr_core.application.reading import Instant, Positive
from ledr_core.application.work import Work
from ledr_core.domain.errors import NotFound
from ledr_core.domain.identifiers import PersonId
from ledr_core.domain.moments import read_instant
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.mail import Attachment, Letter
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.store import Card
from ledr_core.ports.templates import masked
from ledr_core.views import DeliveryView, FailureView, MessageItem, MessageSheet

LEASE = timedelta(minutes=10)
"""How long a sender keeps a message to itself: longer than any answer may take."""
PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
"""How long a message that was not taken waits before the next try."""


class Messages(Area):
    """The outbox: what was written to whom, and handing it to the provider."""

    name = "messages"

    @reading
    def list(
        self,
        *,
        by: str,
        person: str | None = None,
        kind: str | None = None,
        state: str | None = None,
        since: Instant | None = None,
    ) -> tuple[MessageItem, ...]:
        """Messages by due instant, then creation.

        Example: ledr messages list --person lea@manpower.example
        """
        recipient, address = self._recipient(person)
        instant = None if since is None else read_instant(since, "since")
        found = self.work.unit.outbox.list(recipient, kind, state, instant, address)
        cards = self.work.unit.people.cards(message.person for message in found if message.person)
        return tuple(
            MessageItem(
                message=message.id,
                person=cards[message.person].email if message.person else str(message.address),
                kind=message.kind,
                channel=message.channel,
                subject=rendered(self.work, message, secrets=False).subject,
                state=message.state,
                due=message.due,
                sent_at=message.sent,
                events=(),
            )
            for message in found
        )

    def _recipient(self, person: str | None) -> tuple[PersonId | None, str | None]:
        """Somebody with an account, or the address of messages to nobody's. Raises NotFound."""
        if person is None:
            return None, None
        known = self.work.unit.people.with_email(person) is not None
        if not known and self.work.unit.outbox.list(address=person):
            return None, person
        return self.work.person(person).id, None

    @reading
    def show(self, *, by: str, message: str) -> MessageSheet:
        """A message as it reads, with its secrets until the provider has taken it; staff only.

        Example: ledr messages show k3v7q2
        """
        found = self.work.unit.outbox.get(message)
        if found is None:
            raise NotFound("message", message)
        text = rendered(self.work, found, secrets=True)
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
            tokens=_tokens(found),
        )

    @piecewise
    def deliver(self, *, by: str, limit: Positive | None = None) -> DeliveryView:
        """Hand the messages that are due to the provider, each once; several senders share the work.

        A message that was not taken is tried later; one whose answer was lost is kept as unknown, never sent twice.

        Example: ledr messages deliver --limit 100
        """
        counts: Counter[str] = Counter()
        failures: list[FailureView] = []
        with self.desk.own_work() as work:
            work.unit.outbox.expire(work.moment.instant)
            holder = work.ports.chance.identifier()
        while limit is None or sum(counts.values()) < limit:
            claimed = self.desk.repeat(lambda: self._claim(holder))
            if claimed is None:
                break
            claimed = self._with_documents(claimed)
            handover = self.desk.ports.mail.send(claimed.letter) if claimed.letter else claimed.refusal
            state = self.desk.repeat(partial(self._settle, claimed, holder, handover))
            counts[state] += 1
            if state in ("failed", "unknown"):
                address = claimed.letter.address if claimed.letter else claimed.message.id
                failures.append(FailureView(address, handover.reason))
            if self.desk.progress:
                self.desk.progress(sum(counts.values()), 0, "deliver")
        return DeliveryView(counts["accepted"], counts["failed"], counts["pending"], counts["unknown"], tuple(failures))

    def _claim(self, holder: str) -> _Claimed | None:
        """Take the next message for oneself, committed before anything is sent."""
        with self.desk.own_work() as work:
            now = work.moment.instant
            message = work.unit.outbox.claim(now, now + LEASE, holder)
            return None if message is None else _written(work, message)

    def _with_documents(self, claimed: _Claimed) -> _Claimed:
        """The letter with the documents that go with it, made outside of any writing (CERT-2)."""
        codes = claimed.facts.get("documents")
        if claimed.letter is None or not isinstance(codes, Sequence):
            return claimed
        try:
            with self.desk.own_work(reads=True) as work:
                made = attached_documents(work, codes)
        except Exception as error:
            return evolve(claimed, letter=None, refusal=_unwritten(error))
        return evolve(claimed, letter=evolve(claimed.letter, attachments=tuple(made.values())), made=made)

    def _settle(self, claimed: _Claimed, holder: str, handover: Handover) -> str:
        message = claimed.message
        with self.desk.own_work() as work:
            now = work.moment.instant
            state, due, sent, facts = _STATES[handover.outcome], None, None, None
            if handover.outcome is Outcome.LATER:
                due = now + (handover.retry_after or PAUSES[min(message.tries, len(PAUSES) - 1)])
            if handover.outcome is Outcome.ACCEPTED:
                sent, facts = now, masked(message.kind, claimed.facts)
                take_note_of_files(work, claimed.made)
            work.unit.outbox.settle(
                message.id,
                holder,
                state,
                sent=sent,
                due=due,
                reason=handover.reason,
                reference=handover.reference,
                facts=facts,
            )
            return state


_STATES = {
    Outcome.ACCEPTED: "accepted",
    Outcome.REFUSED: "failed",
    Outcome.LATER: "pending",
    Outcome.UNKNOWN: "unknown",
}

_SECRETS = ("password", "token")


def _tokens(message: StoredMessage) -> dict[str, str]:
    if message.resolved:
        return {}
    return {name: str(message.facts[name]) for name in _SECRETS if message.facts.get(name)}


@frozen
class _Claimed:
    """A message that this sender has taken: its facts, and the letter, or why it cannot be written."""

    message: StoredMessage
    facts: Mapping[str, object]
    letter: Letter | None
    refusal: Handover
    made: Mapping[str, Attachment] = field(factory=dict)
    """The documents that go with it, by code."""


def _unwritten(error: Exception) -> Handover:
    return Handover(Outcome.REFUSED, f"cannot be written: {type(error).__name__}: {error}")


def _written(work: Work, message: StoredMessage) -> _Claimed:
    """The letter of a message; one that cannot be written fails alone (JOB-6)."""
    try:
        person = _card(work, message)
        facts = facts_of(work, message)
        text = read_out(work, message.kind, facts)
    except Exception as error:
        return _Claimed(message, {}, None, _unwritten(error))
    letter = Letter(
        message=message.id,
        address=person.email,
        name=person.name,
        sender=str(work.setting("support_address")),
        sender_name=str(work.setting("school_name")),
        subject=text.subject,
        text=text.text,
        html=text.html,
    )
    return _Claimed(message, facts, letter, Handover(Outcome.REFUSED))


def _card(work: Work, message: StoredMessage) -> Card:
    """Whom a message goes to."""
    if message.person is None:
        return Card(PersonId(""), str(message.address), "", "")
    return work.unit.people.cards([message.person])[message.person]
