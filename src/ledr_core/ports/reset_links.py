"""One-time links with which people choose a password. Contract: ledr_core.testing.contracts.accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import PersonId


@frozen
class ResetLink:
    """A link: the hash of its token, whose it is, until when it is good, and when it was used."""

    token_hash: str
    person: PersonId
    created: datetime
    expires: datetime
    used: datetime | None = None

    def opens(self, at: datetime) -> bool:
        """Whether it is neither used nor expired."""
        return self.used is None and at < self.expires


class ResetLinks(Protocol):
    """The links; their tokens are known as hashes only."""

    def add(self, link: ResetLink) -> None:
        """Keep a new link."""

    def with_hash(self, token_hash: str) -> ResetLink | None:
        """The link whose token has that hash, used and expired ones too; None when there is none."""

    def use(self, token_hash: str, at: datetime) -> bool:
        """Use a link; true when it was neither used nor expired, false for any other and for an unknown one.

        Of several uses at once, one succeeds.
        """

    def end(self, person: PersonId, at: datetime) -> None:
        """End the links of somebody that are neither used nor expired; nothing happens when there are none."""
