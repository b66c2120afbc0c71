"""Handing messages over: claimed and committed before anything is sent, settled after, in chunks (JOB-4, JOB-6).

A message is handed over at most once unless it is certain that it was not taken. What a sender that was killed had
claimed becomes unknown when its lease ends, and `uncertainty` finds out what became of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from attrs import define, evolve, field, frozen

from ledr_core.application.access.passwords import MadePassword, without_password
from ledr_core.application.messages.channels import Channel, Written
from ledr_core.application.messages.enclosures import take_note_of_files
from ledr_core.application.messages.first_passwords import Stock, carried, lacking, take_back
from ledr_core.application.messages.grounds import not_before, withdrawal
from ledr_core.application.messages.letters import draft_of, hidden
from ledr_core.application.messages.provider_events import adopt_events
from ledr_core.application.messages.reading_ahead import read_ahead
from ledr_core.application.operating.desk import Desk
from ledr_core.application.operating.reasons import Reasons
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Conflict, Unavailable
from ledr_core.domain.messages import pauses
from ledr_core.domain.messages.delivery import LASTING, Cause, SendState
from ledr_core.domain.messages.diagnosis import UNWRITTEN
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.outbox import Settlement, StoredMessage
from ledr_core.ports.provider_events import Suppression
from ledr_core.views.jobs import FailureView
from ledr_core.views.messages import StoppedView

LEASE: Final = timedelta(minutes=10)
"""How long a sender keeps messages to itself: longer than writing and handing over a chunk may take at worst."""
PATIENCE: Final = 5
"""How many messages in a row get no answer, or are put off, before the provider is taken to be out of service."""
_OF_ALL: Final = frozenset({Cause.PROVIDER, Cause.OURS})
"""Why every message would be put off, not this one alone."""


@frozen
class _Kept:
    """A message that is not handed over: its ground is gone or to come, its address suppressed, or it has no words."""

    message: StoredMessage
    state: SendState
    reason: str
    address: str | None = None
    due: datetime | None = None
    """When its ground comes."""
    hashed: str | None = None
    """What is kept of its person's password, when it carries one and was never handed over."""


@frozen
class _Chunk:
    """What one sender has claimed: what goes out, what does not, and what carries no password yet."""

    written: Sequence[Written] = ()
    kept: Sequence[_Kept] = ()
    lacking: Sequence[StoredMessage] = ()

    def __add__(self, other: _Chunk) -> _Chunk:
        return _Chunk((*self.written, *other.written), (*self.kept, *other.kept), (*self.lacking, *other.lacking))


@frozen
class _PutOff:
    """The provider is out of service: how many messages wait for it, until when, and what it said."""

    waiting: int
    until: datetime
    reason: str


@define
class Sender:
    """One run of `messages.deliver` on one channel."""

    desk: Desk
    channel: Channel
    holder: str
    counts: Counter[str]
    failures: list[FailureView]
    stopped: StoppedView | None = None
    _stock: Stock = field(init=False)
    _reasons: Reasons = field(init=False)
    _untold: dict[str, str] = field(factory=dict, init=False)
    """What is kept of passwords that nobody has been told yet, by the message of the chunk that carries one."""
    _in_a_row: int = field(default=0, init=False)
    _recovering: bool = field(default=False, init=False)
    """Whether the provider was found out of service before this run."""

    def __attrs_post_init__(self) -> None:
        self._stock = Stock(self.desk.ports)
        self._reasons = Reasons(self.desk)

    def send_some(self, limit: int) -> int:
        """Hand over the next messages, at most so many; gives how many were dealt with, 0 when there is no more."""
        if self.stopped is not None:
            return 0
        claimed, put_off = self.desk.repeat(partial(self._claim, min(limit, self.channel.at_once)))
        self._stop(put_off)
        if not claimed:
            return 0
        self._untold.clear()
        try:
            chunk = self._with_passwords(self._written(claimed))
        except BaseException:  # nothing has left yet, also when somebody interrupts
            self._give_back(claimed)
            raise
        answers = self._handed_over(chunk.written)
        settled, put_off = self.desk.repeat(partial(self._settle, chunk, answers, self._trouble(answers)))
        self._stop(put_off)
        addresses = {one.message.id: one.address for one in chunk.written}
        for one in settled:
            self.counts[one.state] += 1
            if one.state in (SendState.FAILED, SendState.UNKNOWN):
                self.failures.append(FailureView(addresses.get(one.message, one.message), one.reason))
        return len(claimed)

    def _stop(self, put_off: _PutOff | None) -> None:
        if put_off is not None:
            self.counts[SendState.PENDING] += put_off.waiting
            self.stopped = StoppedView(self.channel.name, self.channel.provider, put_off.until, put_off.reason)

    # Claiming

    def _claim(self, limit: int) -> tuple[Sequence[StoredMessage], _PutOff | None]:
        """Take messages for oneself, committed before anything is sent; none while the provider is out of service."""
        with self.desk.own_work() as work:
            outbox, now = work.unit.outbox, work.moment.instant
            outage = outbox.outage(self.channel.name)
            self._recovering = outage.failures > 0
            if outage.until is not None and outage.until > now:
                waiting = outbox.put_off(self.channel.name, now, outage.until)
                return [], _PutOff(waiting, outage.until, "") if waiting else None
            lease = now + LEASE
            return outbox.claim(self.channel.name, self.channel.provider, now, lease, self.holder, limit), None

    def _give_back(self, claimed: Sequence[StoredMessage]) -> None:
        """Messages that certainly have not left are due as before; where even that fails their fate is unknown."""
        with suppress(Exception), self.desk.own_work() as work:
            settlements = [
                Settlement(message=one.id, state=SendState.PENDING, facts=self._never_told(work, one))
                for one in claimed
            ]
            work.unit.outbox.settle(self.holder, settlements)

    # Writing

    def _written(self, claimed: Sequence[StoredMessage]) -> _Chunk:
        """The chunk in words; read and written together, or one by one where that fails, so that one fails alone.

        Raises Unavailable or Conflict when it is the database that fails.
        """
        try:
            return self._together(claimed)
        except (Unavailable, Conflict):
            raise
        except Exception:
            return self._one_by_one(claimed)

    def _together(self, claimed: Sequence[StoredMessage]) -> _Chunk:
        with self.desk.own_work(reads=True) as work:
            read_ahead(work, claimed)
            judged = list(self._judged(work, claimed))
        return _Chunk(
            [one.printed() for one in judged if isinstance(one, Written)],
            [one for one in judged if isinstance(one, _Kept)],
            [one for one in judged if isinstance(one, StoredMessage)],
        )

    def _one_by_one(self, claimed: Sequence[StoredMessage]) -> _Chunk:
        chunk = _Chunk()
        for message in claimed:
            try:
                alone = self._together([message])
            except (Unavailable, Conflict):
                raise
            except Exception as error:
                reason = f"{UNWRITTEN}: {self._reasons.why(error)}"
                alone = _Chunk(kept=[_Kept(message, SendState.FAILED, reason)])
            chunk += alone
        return chunk

    def _judged(self, work: Work, messages: Sequence[StoredMessage]) -> Iterator[Written | _Kept | StoredMessage]:
        """Each message written, or why it is not to be sent now: ground and consent, then address (NOTE-8).

        One that has to bring a password first is given as it is.
        """
        without = {message.id for message in lacking(work, messages)}
        addresses = {message.id: self.channel.address(work, message) for message in messages}
        suppressed = work.unit.suppressions.among(self.channel.name, set(addresses.values()))
        for message in messages:
            draft, address = draft_of(work, message), addresses[message.id]
            gone = withdrawal(work, draft)
            if gone is not None:
                yield _Kept(message, SendState.WITHDRAWN, gone.value, hashed=_to_take_back(work, message))
            elif (due := not_before(work, draft)) is not None:
                yield _Kept(message, SendState.PENDING, "", due=due)
            elif address in suppressed:
                yield _Kept(message, SendState.SUPPRESSED, suppressed[address].cause.value, address)
            elif message.id in without:
                yield message
            else:
                yield self.channel.write(work, draft, address)

    # Passwords, while no transaction is open

    def _with_passwords(self, chunk: _Chunk) -> _Chunk:
        """The chunk with those that bring a password; and which passwords of withdrawn ones nobody was told."""
        while chunk.lacking:
            made = self._stock.take(len(chunk.lacking))
            carrying = self.desk.repeat(partial(self._carry, chunk.lacking, made))
            chunk = evolve(chunk, lacking=()) + self._written(carrying)
        for one in chunk.kept:
            password = one.message.facts.get("password")
            if one.hashed is not None and self.desk.ports.passwords.verify(str(password), one.hashed):
                self._untold[one.message.id] = one.hashed
        return chunk

    def _carry(self, messages: Sequence[StoredMessage], made: Sequence[MadePassword]) -> list[StoredMessage]:
        with self.desk.own_work() as work:
            carrying = carried(work, messages, made, self.holder)
        self._untold |= {message.id: one.hashed for message, one in carrying if one is not None}
        return [
            message if one is None else evolve(message, facts={**message.facts, "password": one.password})
            for message, one in carrying
        ]

    def _never_told(self, work: Work, message: StoredMessage) -> Mapping[str, object] | None:
        """Take back the password that a message carries and that nobody was told; gives its facts without it."""
        hashed = self._untold.get(message.id)
        if hashed is None:
            return None
        take_back(work, message, hashed)
        return without_password(message.facts)

    def _wiped(self, work: Work, message: StoredMessage) -> Mapping[str, object] | None:
        """The same for one that leaves no more; what somebody may have been told stays theirs, but not in clear."""
        facts = self._never_told(work, message)
        return without_password(message.facts) if facts is None and message.facts.get("password") else facts

    # Handing over

    def _handed_over(self, written: Sequence[Written]) -> Sequence[Handover]:
        """The provider's answers; an adapter that breaks its promise not to raise leaves their fate unknown."""
        if not written:
            return ()
        try:
            answers = self.channel.hand_over(written)
        except Exception as error:
            return [Handover(Outcome.UNKNOWN, f"{type(error).__name__}: {error}")] * len(written)
        missing = len(written) - len(answers)
        return [*answers[: len(written)], *[Handover(Outcome.UNKNOWN, "no answer")] * missing]

    def _trouble(self, answers: Sequence[Handover]) -> Handover | None:
        """The answer by which the provider is out of service: nothing was taken, and it is no one message's fault."""
        if any(one.outcome in (Outcome.ACCEPTED, Outcome.REFUSED) for one in answers):
            self._in_a_row = 0
            return None
        self._in_a_row += len(answers)
        of_all = (one for one in answers if one.outcome is Outcome.LATER and (one.cause in _OF_ALL or one.retry_after))
        told = next(of_all, None)
        if told is None and self._in_a_row >= PATIENCE:
            told = answers[-1]
        return told

    # Settling

    def _settle(
        self, chunk: _Chunk, answers: Sequence[Handover], trouble: Handover | None
    ) -> tuple[list[Settlement], _PutOff | None]:
        """Write down what became of the chunk, all of it in one transaction."""
        with self.desk.own_work() as work:
            until = None if trouble is None else self._out_of_service(work, trouble)
            settlements = [self._kept(work, one) for one in chunk.kept]
            for written, answer in zip(chunk.written, answers, strict=True):
                settlements.append(self._settlement(work, written, answer, until))
            work.unit.outbox.settle(self.holder, settlements)
            self._take_note(work, chunk, answers)
            if until is None or trouble is None:
                return settlements, None
            return settlements, _PutOff(self._put_off(work, until), until, trouble.reason)

    def _kept(self, work: Work, one: _Kept) -> Settlement:
        """A withdrawn message keeps no secret; one that is put off, or was never handed over, may still be sent."""
        ended = one.state is SendState.FAILED or (one.state is SendState.SUPPRESSED and one.message.tries > 0)
        facts = self._wiped(work, one.message) if ended else self._never_told(work, one.message)
        return Settlement(
            message=one.message.id,
            state=one.state,
            reason=one.reason,
            sent_to=one.address,
            due=one.due,
            facts=hidden(work, one.message.kind, one.message.facts) if one.state is SendState.WITHDRAWN else facts,
        )

    def _settlement(self, work: Work, written: Written, answer: Handover, until: datetime | None) -> Settlement:
        message, now = written.message, work.moment.instant
        common = partial(Settlement, message=message.id, reason=answer.reason, sent_to=written.address)
        match answer.outcome:
            case Outcome.ACCEPTED:
                sent = hidden(work, message.kind, written.facts)
                state = SendState.ACCEPTED
                return common(state=state, sent=now, reference=answer.reference, facts=sent, resolved=True)
            case Outcome.REFUSED:
                return common(state=SendState.FAILED, cause=answer.cause, facts=self._wiped(work, message))
            case Outcome.LATER:
                own = answer.retry_after or pauses.pause(message.tries, pauses.MESSAGE, work.ports.chance.fraction())
                due, facts = until or now + own, self._never_told(work, message)
                return common(state=SendState.PENDING, due=due, cause=answer.cause, facts=facts)
            case Outcome.UNKNOWN:
                return common(state=SendState.UNKNOWN, reference=answer.reference)

    def _take_note(self, work: Work, chunk: _Chunk, answers: Sequence[Handover]) -> None:
        """What else follows: files sent are genuine, addresses at fault are suppressed, events find their message."""
        references: dict[str, str] = {}
        for written, answer in zip(chunk.written, answers, strict=True):
            if answer.outcome is Outcome.ACCEPTED and written.enclosed:
                take_note_of_files(work, written.enclosed)
            if answer.reference is not None:
                references[answer.reference] = written.message.id
            if answer.outcome is Outcome.REFUSED and answer.cause in LASTING:
                work.unit.suppressions.add(
                    Suppression(self.channel.name, written.address, answer.cause, answer.reason, work.moment.instant)
                )
        adopt_events(work, self.channel.provider, references)
        if self._recovering and any(one.outcome is Outcome.ACCEPTED for one in answers):
            work.unit.outbox.end_outage(self.channel.name)

    def _out_of_service(self, work: Work, trouble: Handover) -> datetime:
        """When the provider is tried again: later each time, and not before it asks to be."""
        failures = work.unit.outbox.outage(self.channel.name).failures
        own = pauses.pause(failures, pauses.PROVIDER, work.ports.chance.fraction())
        return work.moment.instant + max(own, trouble.retry_after or own)

    def _put_off(self, work: Work, until: datetime) -> int:
        """The others are left for then, by whichever sender; gives how many."""
        now = work.moment.instant
        work.unit.outbox.note_outage(self.channel.name, now, until)
        return work.unit.outbox.put_off(self.channel.name, now, until)


def _to_take_back(work: Work, message: StoredMessage) -> str | None:
    """What is kept of the password of somebody to whom a message carries one, and was never handed over."""
    if message.person is None or message.tries or not message.facts.get("password"):
        return None
    return work.unit.accounts.password_hash(message.person)
