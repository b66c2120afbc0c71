"""The connection-time report of a person, with what was done beside it: one kind of evidence among several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from ledr_adapters.documents.provider import identity_and_signature
from ledr_adapters.documents.sheet import Sheet
from ledr_adapters.documents.words import Words
from ledr_core.domain.kernel.moments import day_of
from ledr_core.ports.documents import ConnectionFacts, Done


def connections(facts: ConnectionFacts) -> bytes:
    """The report: totals first, then every connection, then what was done."""
    words = Words(facts.language)
    title = words.say("connections of", person=facts.person, course=words.own(facts.course))
    author = words.own(facts.provider.name)
    sheet = Sheet(facts, words, title=title, author=author, made=facts.until, seal=facts.seal)
    sheet.heading(author, words.say("connections"))
    _totals(sheet, facts)
    _connections(sheet, facts)
    _done(sheet, "lessons seen", "lesson", facts.lessons)
    _done(sheet, "assessments passed", "theme", facts.assessments)
    _done(sheet, "workshops done", "workshop", facts.workshops)
    sheet.gap(4)
    sheet.paragraph(words.say("how connections are counted"), small=True)
    signed = facts.provider.signatory or facts.provider.stamp
    identity_and_signature(sheet, facts.provider, day_of(facts.until) if signed else None)
    return sheet.content()


def _totals(sheet: Sheet, facts: ConnectionFacts) -> None:
    words = sheet.words
    total = sum((one.end - one.start for one in facts.connections), timedelta())
    sheet.facts(
        [
            (words.say("person"), facts.person),
            (words.say("company"), facts.company),
            (words.say("session"), facts.session),
            (words.say("course"), words.own(facts.course)),
            (words.say("dates"), words.say("from to", start=words.day(facts.start), end=words.day(facts.end))),
            (words.say("as of"), words.day_and_hour(facts.until)),
            (words.say("connection count"), words.number(len(facts.connections))),
            (words.say("total time"), words.duration(total)),
            (words.say("lessons seen"), words.number(len(facts.lessons))),
            (words.say("assessments passed"), words.number(len(facts.assessments))),
        ]
    )


def _connections(sheet: Sheet, facts: ConnectionFacts) -> None:
    words = sheet.words
    sheet.subtitle(words.say("each connection"))
    if not facts.connections:
        sheet.paragraph(words.say("no connection"))
        return
    rows: Iterable[Sequence[str]] = (
        (
            words.short_day(day_of(one.start)),
            words.hour(one.start),
            words.hour(one.end) if day_of(one.end) == day_of(one.start) else words.day_and_hour(one.end),
            words.duration(one.end - one.start),
        )
        for one in facts.connections
    )
    sheet.table([words.say(name) for name in ("day", "start", "last activity", "duration")], rows, (40, 30, 50, 50))


def _done(sheet: Sheet, title: str, what: str, done: Sequence[Done]) -> None:
    words = sheet.words
    if not done:
        return
    sheet.subtitle(words.say(title))
    rows = ((words.day_and_hour(one.at), one.what) for one in done)
    sheet.table([words.say("when"), words.say(what)], rows, (40, 130))
