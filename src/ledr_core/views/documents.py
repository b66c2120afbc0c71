"""Results about documents that are written, and verified."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from ledr_core.domain.certification.names import LevelName, ValidityName
from ledr_core.domain.kernel.content import Content


@frozen
class DocumentView:
    """A document: its file, which is the path it was written to, else its content; its code of verification, which
    notes have not; and its SHA-256."""

    file: str | Content
    code: str | None
    sha256: str


@frozen
class PrintedDocument(DocumentView):
    """An official document, and the letters of the names in it that it cannot show (CERT-5)."""

    undrawn: tuple[str, ...]


@frozen
class VerificationView:
    """What verification shows, and nothing else (CERT-8): valid, superseded, revoked, altered or unknown."""

    state: ValidityName | Literal["altered", "unknown"]
    name: str | None = None
    course: str | None = None
    level: LevelName | None = None
    date: date | None = None
    successor: str | None = None
