"""Demo days to move to, as rows and back."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.ports.demo_moves import DemoMove

_d = t.demo_moves.c


class SqlDemoMoves:
    """The moves that wait for the word of their address."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def ask(self, move: DemoMove) -> None:
        """Keep a move, in the place of those of the same person."""
        self.end(move.person)
        row = {"token_hash": move.token_hash, "person_id": move.person, "day": move.day, "expires": move.expires}
        self._connection.execute(sa.insert(t.demo_moves).values(row))

    def with_hash(self, token_hash: str) -> DemoMove | None:
        """The move whose token has that hash."""
        row = self._connection.execute(sa.select(t.demo_moves).where(_d.token_hash == token_hash)).one_or_none()
        if row is None:
            return None
        return DemoMove(token_hash=row.token_hash, person=PersonId(row.person_id), day=row.day, expires=row.expires)

    def end(self, person: PersonId) -> None:
        """Forget the moves of somebody."""
        self._connection.execute(sa.delete(t.demo_moves).where(_d.person_id == person))
