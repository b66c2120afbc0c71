"""Files kept in the database, known by their content."""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows


class SqlFiles:
    """The files that are kept: those of the catalogue, the school's stamp, profile pictures."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._printed: dict[str, bytes] = {}
        """The images that were asked for: a thousand certificates of a course have the same."""

    def put(self, content: bytes, printed: bytes | None = None) -> str:
        """Keep a file, an image also as documents print it; gives the SHA-256 of its content."""
        sha256 = hashlib.sha256(content).hexdigest()
        form = None if printed is None else sha256 if printed == content else self.put(printed)
        insert_new_rows(self._connection, t.files, [{"sha256": sha256, "content": content, "printed": form}])
        if form is not None:
            known = sa.update(t.files).where(t.files.c.sha256 == sha256, t.files.c.printed.is_(None))
            self._connection.execute(known.values(printed=form))
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content of a file."""
        return self._content(sa.select(t.files.c.content).where(t.files.c.sha256 == sha256), sha256)

    def printed(self, sha256: str) -> bytes:
        """An image as documents print it."""
        if sha256 not in self._printed:
            image, form = t.files.alias("image"), t.files.alias("form")
            found = sa.select(form.c.content).join(image, image.c.printed == form.c.sha256)
            self._printed[sha256] = self._content(found.where(image.c.sha256 == sha256), sha256)
        return self._printed[sha256]

    def drop_picture(self, sha256: str) -> None:
        """Forget a picture, unless somebody is shown by it or it serves elsewhere."""
        form = t.files.alias("form")
        uses = (
            sa.exists().where(t.people.c.picture == sha256),
            sa.exists().where(t.modules.c.sheet_sha256 == sha256),
            sa.exists().where(form.c.printed == sha256),
            sa.exists().where(sa.cast(t.courses.c.certificate, sa.Text).contains(sha256)),
        )
        unused = (sa.not_(use) for use in uses)
        self._connection.execute(sa.delete(t.files).where(t.files.c.sha256 == sha256, *unused))

    def _content(self, statement: sa.Select[Any], sha256: str) -> bytes:
        found = self._connection.scalar(statement)
        if found is None:
            raise LookupError(sha256)
        return bytes(found)
