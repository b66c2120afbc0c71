"""Results about documents that are written, and verified."""

from __future__ import annotations

from datetime import date

from attrs import frozen


@frozen
class DocumentView:
    """A document that was written: its file, its code of verification (none for notes), and its SHA-256."""

    file: str
    code: str | None
    sha256: str


@frozen
class VerificationView:
    """What verification shows, and nothing else (CERT-8): valid, superseded, revoked, altered or unknown."""

    state: str
    name: str | None = None
    course: str | None = None
    level: str | None = None
    date: date | None = None
    successor: str | None = None
