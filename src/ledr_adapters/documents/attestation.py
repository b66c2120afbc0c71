"""A training attestation: what French practice asks of one, and what the training came to."""

from __future__ import annotations

from ledr_adapters.documents.provider import identity_and_signature
from ledr_adapters.documents.sheet import Sheet
from ledr_adapters.documents.words import Words
from ledr_core.ports.documents import AttestationFacts


def attestation(facts: AttestationFacts) -> bytes:
    """The attestation, signed by the provider."""
    words = Words(facts.language)
    school, course = words.own(facts.provider.name), words.own(facts.course)
    title = words.say("attestation of", person=facts.person, course=course)
    sheet = Sheet(facts, words, title=title, author=school, made=facts.made, seal=facts.seal)
    sheet.heading(school, words.say("attestation"))
    sheet.paragraph(
        words.say("attests under way" if facts.under_way else "attests", school=school, person=facts.person)
    )
    sheet.gap(3)
    _training(sheet, facts)
    _aims(sheet, facts)
    _result(sheet, facts)
    identity_and_signature(sheet, facts.provider, facts.date)
    return sheet.content()


def _training(sheet: Sheet, facts: AttestationFacts) -> None:
    words = sheet.words
    dates = "from, planned" if facts.under_way else "from to"
    sheet.facts(
        [
            (words.say("person"), facts.person),
            (words.say("company"), facts.company),
            (words.say("training"), words.own(facts.course)),
            (words.say("nature"), words.say("certifying training" if facts.certifying else "training action")),
            (words.say("manner"), words.say("at a distance")),
            (words.say("dates"), words.say(dates, start=words.day(facts.start), end=words.day(facts.end))),
            (words.say("planned"), None if facts.hours is None else words.count(facts.hours, "hour")),
            (words.say("watched"), None if facts.watched is None else words.duration(facts.watched)),
            (words.say("register"), facts.register),
        ]
    )


def _aims(sheet: Sheet, facts: AttestationFacts) -> None:
    words = sheet.words
    if facts.aim:
        sheet.subtitle(words.say("aim"))
        sheet.paragraph(words.own(facts.aim))
    if facts.skills:
        sheet.subtitle(words.say("skills"))
        sheet.points(map(words.own, facts.skills))


def _result(sheet: Sheet, facts: AttestationFacts) -> None:
    words = sheet.words
    sheet.subtitle(words.say("result"))
    state = words.say("finished" if facts.finished else "under way", percent=words.number(facts.percent))
    lessons = None
    if facts.lessons_seen is not None and facts.lessons:
        lessons = words.say("of", done=words.number(facts.lessons_seen), all=words.number(facts.lessons))
    sheet.facts(
        [
            (words.say("progress"), state),
            (words.say("lessons seen"), lessons),
            (words.say("workshops done"), words.number(facts.workshops) if facts.workshops else None),
            (words.say("themes validated"), ", ".join(map(words.own, facts.themes)) or None),
            (words.say("certification"), words.say(facts.level) if facts.level else None),
        ]
    )
