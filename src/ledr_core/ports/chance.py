"""What must not be guessed: identifiers and secrets; and chance as such."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Chance(Protocol):
    """Makes identifiers and secrets, and draws."""

    def identifier(self) -> str:
        """A new opaque identifier: letters and digits only, never given twice."""

    def password(self) -> str:
        """A new password that a person can read out and type: no letter that looks like another."""

    def fraction(self) -> float:
        """Any number from 0 on, below 1: how much of a pause is waited."""

    def token(self) -> str:
        """A new secret for a link: letters and digits only, too many to be guessed."""


class Passwords(Protocol):
    """Keeps passwords as hashes that cannot be turned back. Slow: never asked while a transaction is open."""

    def hash(self, password: str) -> str:
        """The hash of a password; another one each time."""

    def hash_all(self, passwords: Sequence[str]) -> list[str]:
        """The hashes of many passwords, in their order, on all cores."""

    def verify(self, password: str, hashed: str | None) -> bool:
        """Whether the password is the one hashed; as slow for a missing hash as for a wrong password."""
