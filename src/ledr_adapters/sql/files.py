"""Files kept in the database, known by their content."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows


class SqlFiles:
    """The files kept with the catalogue."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, content: bytes) -> str:
        """Keep a file; gives the SHA-256 of its content."""
        sha256 = hashlib.sha256(content).hexdigest()
        insert_new_rows(self._connection, t.files, ("sha256", "content"), [(sha256, content)])
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content of a file."""
        found = self._connection.scalar(sa.select(t.files.c.content).where(t.files.c.sha256 == sha256))
        if found is None:
            raise LookupError(sha256)
        return bytes(found)
