"""Documents as PDF, with fpdf2: one module a document. fpdf2 and segno are imported with the first one made."""

from __future__ import annotations

from attrs import frozen

from ledr_core.ports.documents import NotesFacts


@frozen
class FpdfDocuments:
    """The `Documents` that are shipped with the library."""

    @property
    def deterministic(self) -> bool:
        """The same facts give the same bytes, with the same versions of fpdf2 and fontTools."""
        return True

    def notes(self, facts: NotesFacts) -> bytes:
        """A learner's notes of a module."""
        from ledr_adapters.documents.notes import notes

        return notes(facts)
