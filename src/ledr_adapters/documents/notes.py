"""A learner's notes of a module."""

from __future__ import annotations

from ledr_adapters.documents.sheet import Sheet
from ledr_adapters.documents.words import Words
from ledr_core.domain.moments import day_of
from ledr_core.ports.documents import NotesFacts


def notes(facts: NotesFacts) -> bytes:
    """The notes as typed, under the names of the module and of their author."""
    words = Words(facts.language)
    title = words.say("notes of", person=facts.person, module=facts.module)
    sheet = Sheet(facts, words, title=title, author=facts.person, made=facts.saved)
    sheet.heading(facts.school, words.say("notes"))
    rows = [
        (words.say("module"), facts.module),
        (words.say("person"), facts.person),
        (words.say("saved"), words.day(day_of(facts.saved))),
    ]
    sheet.facts(rows)
    sheet.gap(5)
    sheet.paragraph(facts.text)
    return sheet.content()
