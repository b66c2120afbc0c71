"""A learner's notes as PDF (CERT-11, LEARN-11)."""

from __future__ import annotations

from ledr_adapters.documents.sheet import Row, Sheet
from ledr_adapters.documents.words import Words
from ledr_core.domain.kernel.moments import day_of
from ledr_core.ports.documents import ModuleNotes, NotesFacts


def notes(facts: NotesFacts) -> bytes:
    """The notes as typed, under the name of their author; those of several modules each under that of its module."""
    words = Words(facts.language)
    alone = facts.notes[0] if len(facts.notes) == 1 else None
    title = words.say("all notes of", person=facts.person)
    if alone is not None:
        title = words.say("notes of", person=facts.person, module=alone.module)
    made = max(note.saved for note in facts.notes)
    sheet = Sheet(facts, words, title=title, author=facts.person, made=made)
    sheet.heading(words.own(facts.school), words.say("notes"))
    if alone is None:
        sheet.facts([(words.say("person"), facts.person)])
        for note in facts.notes:
            _section(sheet, words, note)
    else:
        sheet.facts([(words.say("module"), alone.module), (words.say("person"), facts.person), _saved(words, alone)])
        sheet.gap(5)
        sheet.paragraph(alone.text)
    return sheet.content()


def _section(sheet: Sheet, words: Words, note: ModuleNotes) -> None:
    sheet.subtitle(note.module)
    sheet.facts([_saved(words, note)])
    sheet.gap(2)
    sheet.paragraph(note.text)


def _saved(words: Words, note: ModuleNotes) -> Row:
    return words.say("saved"), words.day(day_of(note.saved))
