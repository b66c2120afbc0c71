"""The links with which people choose a password, as rows and back."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.ports.reset_links import ResetLink

_l = t.reset_links.c


class SqlResetLinks:
    """The links with which people choose a password."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, link: ResetLink) -> None:
        """Keep a new link."""
        row = {
            "token_hash": link.token_hash,
            "person_id": link.person,
            "created": link.created,
            "expires": link.expires,
        }
        self._connection.execute(sa.insert(t.reset_links).values(row))

    def with_hash(self, token_hash: str) -> ResetLink | None:
        """The link whose token has that hash."""
        row = self._connection.execute(sa.select(t.reset_links).where(_l.token_hash == token_hash)).one_or_none()
        if row is None:
            return None
        return ResetLink(
            token_hash=row.token_hash,
            person=PersonId(row.person_id),
            created=row.created,
            expires=row.expires,
            used=row.used,
        )

    def use(self, token_hash: str, at: datetime) -> bool:
        """Use a link that is neither used nor expired."""
        good = sa.update(t.reset_links).where(_l.token_hash == token_hash, _l.used.is_(None), _l.expires > at)
        return self._connection.execute(good.values(used=at)).rowcount == 1

    def end(self, person: PersonId, at: datetime) -> None:
        """End the links of somebody that are neither used nor expired."""
        good = sa.update(t.reset_links).where(_l.person_id == person, _l.used.is_(None), _l.expires > at)
        self._connection.execute(good.values(expires=at))
