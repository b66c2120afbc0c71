"""Documents as PDF, with fpdf2: one module a document. fpdf2, segno and Pillow are imported with the first one made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

if TYPE_CHECKING:
    from ledr_core.ports.documents import (
        AttestationFacts,
        CertificateFacts,
        ConnectionFacts,
        CorrectionFacts,
        ImageUse,
        NotesFacts,
    )


_EXTENDED: Final = "\u0180"
"""The first letter after those of the small faces."""


@frozen
class FpdfDocuments:
    """The `Documents` that are shipped with the library."""

    @property
    def deterministic(self) -> bool:
        """The same facts give the same bytes, with the same versions of fpdf2 and uharfbuzz."""
        return True

    def notes(self, facts: NotesFacts) -> bytes:
        """A learner's notes: of one module, or a section a module."""
        from ledr_adapters.documents.notes import notes

        return notes(facts)

    def certificate(self, facts: CertificateFacts) -> bytes:
        """A certificate, on one page."""
        from ledr_adapters.documents.certificate import certificate

        return certificate(facts)

    def attestation(self, facts: AttestationFacts) -> bytes:
        """A training attestation."""
        from ledr_adapters.documents.attestation import attestation

        return attestation(facts)

    def correction(self, facts: CorrectionFacts) -> bytes:
        """The correction of a copy."""
        from ledr_adapters.documents.correction import correction

        return correction(facts)

    def connections(self, facts: ConnectionFacts) -> bytes:
        """A connection-time report."""
        from ledr_adapters.documents.connections import connections

        return connections(facts)

    def undrawn(self, text: str) -> str:
        """The letters that no face has. The usual ones are known without reading the faces."""
        if all(letter < _EXTENDED for letter in text):
            return ""
        from ledr_adapters.documents.lettering import undrawn

        return undrawn(text)

    def image(self, content: bytes, use: ImageUse = "page") -> bytes:
        """An image in the form in which documents print it for that use. Raises Invalid (`image`)."""
        from ledr_adapters.documents.images import printable

        return printable(content, use)

    def portrait(self, content: bytes) -> bytes:
        """An image as people are shown by it. Raises Invalid (`image`)."""
        from ledr_adapters.documents.images import portrait

        return portrait(content)
