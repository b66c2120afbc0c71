"""Demo days to move to, once their address has said so. Contract: ledr_core.testing.contracts.accounts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import PersonId


@frozen
class DemoMove:
    """A demo day that was asked for: the hash of the token that confirms it, whose it is, until when it is good."""

    token_hash: str
    person: PersonId
    day: date
    expires: datetime


class DemoMoves(Protocol):
    """The moves that wait; their tokens are known as hashes only."""

    def ask(self, move: DemoMove) -> None:
        """Keep a move, in the place of those of the same person."""

    def with_hash(self, token_hash: str) -> DemoMove | None:
        """The move whose token has that hash, whatever its day and time; None when there is none."""

    def end(self, person: PersonId) -> None:
        """Forget the moves of somebody; nothing happens when there are none."""
