"""A file as a value: its name and its bytes."""

from __future__ import annotations

import hashlib

from attrs import field, frozen


@frozen
class Content:
    """What a caller gives for a file, or gets for one: nobody has to name a path.

    Example: `school.documents.verify_file(by="public", file=Content("certificat.pdf", data))`
    """

    name: str
    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def __str__(self) -> str:
        return self.name
