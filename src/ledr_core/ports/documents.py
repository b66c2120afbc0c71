"""Making documents as PDF. Contract: `ledr_core.testing.contracts.documents`.

A document is made from its facts alone: plain values, in words that are ready to be printed but for dates and numbers,
which the language sets. The same facts give the same bytes, in whatever process, time zone or hash seed (CERT-9).
Any text is taken: what cannot be drawn is replaced visibly, control characters are left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from attrs import frozen


@frozen(kw_only=True)
class Seal:
    """What makes a document verifiable: a code, and the address at which it is verified (CERT-8)."""

    code: str
    address: str


@frozen(kw_only=True)
class NotesFacts:
    """A learner's notes of a module (CERT-11). They attest nothing, and carry no code of verification."""

    language: str
    school: str
    person: str
    module: str
    text: str
    saved: datetime


class Documents(Protocol):
    """Makes documents as PDF: selectable text, with title, language and author. May be shared by threads."""

    @property
    def deterministic(self) -> bool:
        """Whether the same facts give the same bytes."""

    def notes(self, facts: NotesFacts) -> bytes:
        """A learner's notes of a module."""
