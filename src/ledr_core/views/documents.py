"""Results of the area `documents`."""

from __future__ import annotations

from attrs import frozen


@frozen
class DocumentView:
    """A document that was written: its file, its code of verification (none for notes), and its SHA-256."""

    file: str
    code: str | None
    sha256: str
