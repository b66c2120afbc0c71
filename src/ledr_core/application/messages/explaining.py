"""What became of somebody's messages, and why one may be missed: rows put together for the diagnosis (SUP-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from ledr_core.application.messages.letters import rendered
from ledr_core.application.messages.reading_ahead import read_ahead
from ledr_core.application.operating.message_kinds import MessageKind
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Seat
from ledr_core.domain.messages.delivery import ProviderEvent, SendState
from ledr_core.domain.messages.diagnosis import UNWRITTEN, Likely, Suppressed, Trace, likely_causes
from ledr_core.domain.messages.spelling import likely_meant
from ledr_core.domain.people.person import Person
from ledr_core.ports.outbox import StoredMessage
from ledr_core.views.support import CauseView, ExplainedMessage, ReportedView


def explained_to_person(work: Work, person: Person, seats: Sequence[Seat]) -> tuple[ExplainedMessage, ...]:
    """All messages to somebody, newest first, after a welcome that is still to come; *seats* are their memberships."""
    found = _messages_to(work, person)
    return (*_coming(work, person, seats, found, work.contexts.kinds.values()), *_explained(work, found, person))


def explained_to_address(work: Work, address: str) -> tuple[ExplainedMessage, ...]:
    """All messages to nobody's address, newest first."""
    return tuple(_explained(work, work.unit.outbox.list(address=address), None))


def explained_to_get_in(work: Work, person: Person, seats: Sequence[Seat]) -> tuple[ExplainedMessage, ...]:
    """The latest message of each kind with which somebody gets in, after a welcome that is still to come."""
    kinds = {kind.name: kind for kind in work.contexts.kinds.values() if kind.lets_in}
    found = [message for message in _messages_to(work, person) if message.kind in kinds]
    latest = {message.kind: message for message in sorted(found, key=_age)}
    return (*_coming(work, person, seats, found, kinds.values()), *_explained(work, latest.values(), person))


def _messages_to(work: Work, person: Person) -> list[StoredMessage]:
    """Those to the person, and those to their address from before it had an account."""
    outbox = work.unit.outbox
    return [*outbox.list(person.id), *outbox.list(address=person.email)]


def _age(message: StoredMessage) -> tuple[object, int]:
    return message.due, message.number


def _explained(work: Work, messages: Collection[StoredMessage], person: Person | None) -> Iterator[ExplainedMessage]:
    events = work.unit.provider_events.of([message.id for message in messages])
    went = {message.id: _address(message, person) for message in messages}
    suppressed = _suppressed(work, [(message.channel, went[message.id]) for message in messages])
    colleagues = work.unit.readings.domains_of_colleagues(person.id) if person else {}
    stopped = _stopped(work, {message.channel for message in messages if message.state == SendState.PENDING})
    read_ahead(work, [message for message in messages if not message.resolved])
    for message in sorted(messages, key=_age, reverse=True):
        reported, address, subject = events.get(message.id, []), went[message.id], _in_words(work, message)
        is_mail = message.channel == "email"
        trace = Trace(
            message=message.id,
            channel=message.channel,
            state=SendState(message.state),
            due=message.due,
            tries=message.tries,
            reason=message.reason,
            provider=message.provider,
            sent=message.sent,
            delivery=message.delivery,
            cause=message.cause,
            detail=_detail(message, reported),
            reported=reported[-1].at if reported else None,
            address=address,
            person=person.email if person else None,
            present=person.email if person and is_mail else None,
            meant=likely_meant(address, colleagues) if is_mail else None,
            stopped_until=stopped.get(message.channel),
            suppression=suppressed.get((message.channel, address)),
            unwritten=subject.fault,
        )
        yield _view(work, message, trace, reported, subject.text, person)


def _address(message: StoredMessage, person: Person | None) -> str:
    """Where a message went, or would go now."""
    if message.sent_to:
        return message.sent_to
    if person is None or message.person is None:
        return message.address or ""
    return person.email if message.channel == "email" else person.phone or ""


def _suppressed(work: Work, addresses: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Suppressed]:
    """Which of these channels and addresses nothing is sent to."""
    found: dict[tuple[str, str], Suppressed] = {}
    for channel in {channel for channel, _ in addresses}:
        wanted = {address for one, address in addresses if one == channel and address}
        for address, entry in work.unit.suppressions.among(channel, wanted).items():
            found[channel, address] = Suppressed(entry.cause, entry.since, entry.detail)
    return found


def _stopped(work: Work, channels: Collection[str]) -> dict[str, datetime]:
    """Of these channels those whose provider was found out of service, and until when they wait."""
    found = {channel: work.unit.outbox.outage(channel).until for channel in channels}
    return {channel: until for channel, until in found.items() if until is not None and until > work.moment.instant}


def _detail(message: StoredMessage, reported: Sequence[ProviderEvent]) -> str:
    """The provider's words on the event that decides, else on the last."""
    deciding = [one.detail for one in reported if one.state is message.delivery]
    return (deciding or [one.detail for one in reported] or [""])[-1]


@frozen
class _Subject:
    text: str
    fault: str = ""


def _in_words(work: Work, message: StoredMessage) -> _Subject:
    """The subject; a message that cannot be put into words is explained too, and that is its cause."""
    try:
        return _Subject(rendered(work, message, secrets=False).subject)
    except Exception as error:
        return _Subject("", f"{UNWRITTEN}: {type(error).__name__}: {error}")


def _view(
    work: Work,
    message: StoredMessage,
    trace: Trace,
    reported: Sequence[ProviderEvent],
    subject: str,
    person: Person | None,
) -> ExplainedMessage:
    causes = likely_causes(trace, work.moment.instant)
    return ExplainedMessage(
        message=message.id,
        person=person.email if person else trace.address,
        name=person.name if person else "",
        kind=message.kind,
        channel=message.channel,
        subject=subject,
        state=trace.standing,
        send_state=message.state,
        delivery=message.delivery,
        due=message.due,
        sent_at=message.sent,
        address=trace.address or None,
        tries=message.tries,
        causes=tuple(map(_cause, causes)),
        remedy=causes[0].remedy.value,
        events=tuple(ReportedView(one.at, one.state.value, one.cause, one.detail) for one in reported),
    )


def _cause(likely: Likely) -> CauseView:
    return CauseView(likely.ground, likely.facts, likely.remedy.value)


def _coming(
    work: Work,
    person: Person,
    seats: Sequence[Seat],
    found: Sequence[StoredMessage],
    kinds: Iterable[MessageKind[Any]],
) -> Iterator[ExplainedMessage]:
    """The messages that are awaited and not written, with the reason."""
    written = {message.kind for message in found}
    for kind in kinds:
        why = kind.awaited(work, person, seats, kind.name in written) if kind.awaited else None
        if why is not None:
            yield _not_due(work, person, kind, why)


def _not_due(work: Work, person: Person, kind: MessageKind[Any], why: Likely) -> ExplainedMessage:
    address = person.email
    return ExplainedMessage(
        message=None,
        person=address,
        name=person.name,
        kind=kind.name,
        channel="email",
        subject="",
        state="not_due",
        send_state=None,
        delivery=None,
        due=None,
        sent_at=None,
        address=address,
        tries=0,
        causes=(_cause(why), *_likely_typing_error(work, person)),
        remedy=why.remedy.value,
        events=(),
    )


def _likely_typing_error(work: Work, person: Person) -> Iterator[CauseView]:
    meant = likely_meant(person.email, work.unit.readings.domains_of_colleagues(person.id))
    if meant is not None:
        yield _cause(Likely("typing error", {"address": person.email, "proposal": meant}))
