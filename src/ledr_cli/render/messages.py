"""Messages: what became of those that were due, how one reads, and the addresses to which nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.jobs import failures
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.tables import Columns, listing
from ledr_cli.render.words import Words
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
    StoppedView,
    SuppressedView,
)
from ledr_core.wording.message_kinds import when, whom


@renders(DeliveryView)
def delivery(page: Page, delivery: DeliveryView) -> None:
    """What became of the messages that were due."""
    words = page.words
    fates = {
        "sent": delivery.sent,
        "failed": delivery.failed,
        "later": delivery.later,
        "unknown": delivery.unknown,
        "withdrawn": delivery.withdrawn,
        "suppressed": delivery.suppressed,
        "settled": delivery.settled,
    }
    shown = [words.count(count, f"{fate} messages") for fate, count in fates.items() if count or fate == "sent"]
    page.line(" · ".join(shown))
    for one in delivery.stopped:
        page.line(_stopped(words, one))
    failures(page, delivery.failures)


def _stopped(words: Words, one: StoppedView) -> str:
    said = "stopped, saying" if one.reason else "stopped"
    return words.say(said, provider=one.provider, until=words.instant(one.until), reason=one.reason)


@renders(RecordedView)
def recorded(page: Page, recorded: RecordedView) -> None:
    """What came of the events that a provider reports."""
    counts = {"recorded": recorded.recorded, "repeated": recorded.repeated, "unmatched": recorded.unmatched}
    shown = [page.words.count(count, f"{key} events") for key, count in counts.items() if count or key == "recorded"]
    page.line(" · ".join(shown))


@renders(SettledView)
def settled(page: Page, settled: SettledView) -> None:
    """What a message is now whose fate was unknown."""
    page.line(f"{settled.message} · {page.words.value('state', settled.state)}")


@renders_list_of(SuppressedView)
def suppressed(page: Page, items: Sequence[SuppressedView]) -> None:
    """The addresses to which nothing is sent any more."""
    columns: Columns[SuppressedView] = {
        "email": lambda one: one.email,
        "channel": lambda one: one.channel,
        "cause": lambda one: one.cause,
        "since": lambda one: one.since,
        "detail": lambda one: one.detail,
    }
    listing(page, items, "no suppressed address", columns)


@renders(LiftedView)
def lifted(page: Page, lifted: LiftedView) -> None:
    """An address that is written to again."""
    channels = page.words.value("channel", lifted.channels)
    page.line(page.words.say("lifted", email=lifted.email, channels=channels))
    if lifted.released:
        page.line(page.words.count(lifted.released, "released messages"))


@renders_list_of(MessageItem)
def messages(page: Page, items: Sequence[MessageItem]) -> None:
    """Messages by the instant at which they were sent, or are due."""
    words = page.words
    if page.narrow and items:
        titles = [words.label(key) for key in ("when", "person", "state", "message")]
        page.table(titles, [_narrow_row(words, one) for one in items])
        return
    columns: Columns[MessageItem] = {
        "when": lambda one: one.sent_at or one.due,
        "person": lambda one: one.person,
        "kind": lambda one: words.value("message kind", one.kind),
        "subject": lambda one: one.subject,
        "channel": lambda one: one.channel,
        "state": lambda one: _fate(words, one),
        "message": lambda one: one.message,
    }
    listing(page, items, "no message", columns)


def _narrow_row(words: Words, one: MessageItem) -> list[str]:
    about = f"{one.person}\n{words.value('message kind', one.kind)}\n{one.subject}"
    return [words.instant(one.sent_at or one.due), about, _fate(words, one), one.message]


def _fate(words: Words, one: MessageItem | MessageSheet) -> str:
    """How far a message came: what the provider reports of it, else whether it left."""
    return words.value("state", one.delivery or one.state)


@renders_list_of(KindView)
def kinds(page: Page, items: Sequence[KindView]) -> None:
    """Each kind: when it is written, to whom, and how it goes there."""
    words = page.words
    columns: Columns[KindView] = {
        "kind": lambda one: words.value("message kind", one.kind),
        "when": lambda one: when(one.kind, words.language),
        "to": lambda one: whom(one.kind, words.language),
        "channels": lambda one: ", ".join(words.value("channel", channel) for channel in one.channels),
        "rule": lambda one: one.rule,
        "automatic": lambda one: one.automatic,
    }
    listing(page, items, "no message", columns)


@renders(MessageFile)
def preview(page: Page, preview: MessageFile) -> None:
    """Where a message is to be looked at, and its subject."""
    page.heading(preview.subject)
    page.line(page.words.say("message written", file=preview.file))


@renders(MessageSheet)
def message(page: Page, message: MessageSheet) -> None:
    """A message as it reads."""
    words = page.words
    page.heading(message.subject)
    about = [words.label("person") + f" {message.person}" if message.person else ""]
    about += [words.value("message kind", message.kind), _fate(words, message)]
    page.line(" · ".join(part for part in about if part))
    if message.reason:
        page.line(words.value("message reason", message.reason))
    if message.events:
        page.line()
        _events(page, message.events)
    page.line()
    page.line(message.text)
    _under(page, "links", message.links)
    _under(page, "tokens", [f"{name} {value}" for name, value in message.tokens.items()])


def _events(page: Page, events: Sequence[EventView]) -> None:
    columns: Columns[EventView] = {
        "at": lambda one: one.at,
        "state": lambda one: one.state,
        "cause": lambda one: one.cause,
        "detail": lambda one: one.detail,
        "url": lambda one: one.url,
    }
    listing(page, events, "nothing", columns)


def _under(page: Page, title: str, lines: Sequence[str]) -> None:
    """What belongs to a message, under its title, when there is any."""
    if lines:
        page.line()
        page.heading(page.words.label(title))
        for line in lines:
            page.line(f" {line}")
