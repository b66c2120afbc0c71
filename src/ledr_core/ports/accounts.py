"""Accounts: passwords as they are kept, and connections."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import PersonId


@frozen
class Connection:
    """One connection, from signing in to the last activity (TRACK-7)."""

    started: datetime
    last_active: datetime


class Accounts(Protocol):
    """Passwords and connections."""

    def password_hash(self, person: PersonId) -> str | None:
        """The hash of a person's password, when there is one."""

    def set_password(self, person: PersonId, hashed: str) -> None:
        """Give a person another password."""

    def forget_password(self, person: PersonId) -> None:
        """Leave a person without any."""

    def without_password(self, people: Collection[PersonId]) -> set[PersonId]:
        """Those who have no password yet."""

    def last_connections(self, people: Collection[PersonId]) -> dict[PersonId, datetime]:
        """The last activity of those who have ever connected."""

    def last_connection(self, person: PersonId) -> datetime | None:
        """The last activity of a person's connections."""

    def connect(self, person: PersonId, at: datetime) -> None:
        """A new connection begins."""

    def active(self, person: PersonId, at: datetime) -> None:
        """The running connection goes on; without one, another begins."""

    def connections(self, person: PersonId) -> list[Connection]:
        """The connections of a person, oldest first."""
