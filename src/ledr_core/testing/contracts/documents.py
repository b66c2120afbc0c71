"""What every maker of documents promises. A subclass brings the fixture `documents`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import attrs
import pytest

from ledr_core.domain.errors import Invalid
from ledr_core.ports.documents import Documents, NotesFacts

NOON: Final = datetime(2026, 11, 19, 11, tzinfo=UTC)
HOSTILE: Final = (
    "",
    " \n\n\t ",
    "\x00\x07\x1b[2J\x7f\x85\u2028\u2029",
    "\ud800 half a letter",
    "👩🏽‍💻 👍🏽 🇫🇷 ☕️",
    "王小明 さくら 김민준",
    "مرحبا بالعالم, 123 abc שלום",
    "\u202eevil\u202c \u2066x\u2069",
    "e\u0301" + "\u0301" * 50,
    "x" * 5000,
    "a\n" * 500,
    "(\\) <</Type>> endobj %PDF {nb} **gras** __x__",
)
"""Texts that people may type, by chance or on purpose."""


def some_notes(**changes: Any) -> NotesFacts:
    """A learner's notes, with these changes."""
    notes = NotesFacts(
        language="fr",
        school="L’École du Recrutement",
        person="Léa Martin",
        module="Bien définir le besoin",
        text="Trois questions à poser…\nPourquoi maintenant ? Pour qui ? À quel prix ?",
        saved=NOON,
    )
    return attrs.evolve(notes, **changes)


class DocumentsContract:
    """The contract of `ledr_core.ports.documents.Documents`."""

    def test_the_same_notes_give_the_same_bytes(self, documents: Documents) -> None:
        """A maker that says so keeps to it, and other facts give other bytes (CERT-9)."""
        if documents.deterministic:
            assert documents.notes(some_notes()) == documents.notes(some_notes())
        assert documents.notes(some_notes()) != documents.notes(some_notes(text="Autre chose."))

    @pytest.mark.parametrize("text", HOSTILE)
    def test_any_text_gives_notes(self, documents: Documents, text: str) -> None:
        """Whatever people type or are called."""
        assert documents.notes(some_notes(text=text, person=text, module=text)).startswith(b"%PDF-")

    def test_another_language_is_invalid(self, documents: Documents) -> None:
        """There are documents in French and in English."""
        assert documents.notes(some_notes(language="en")) != documents.notes(some_notes())
        with pytest.raises(Invalid) as error:
            documents.notes(some_notes(language="de"))
        assert error.value.field == "language"
