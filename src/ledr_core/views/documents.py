"""Results of the area `documents`."""

from __future__ import annotations

from attrs import frozen

from ledr_core.domain.kernel.content import Content


@frozen
class DocumentView:
    """A document: its file, which is the path it was written to, else its content; its code of verification, which
    notes have not; and its SHA-256."""

    file: str | Content
    code: str | None
    sha256: str
