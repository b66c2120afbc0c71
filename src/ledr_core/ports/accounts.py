"""Accounts: passwords as they are kept, and connections."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.ports.paging import WHOLE, Page


@frozen
class Connection:
    """One connection, from signing in to the last activity (TRACK-7)."""

    started: datetime
    last_active: datetime
    number: int
    """Its own among all: what names it in a list."""


class Accounts(Protocol):
    """Passwords and connections."""

    def password_hash(self, person: PersonId) -> str | None:
        """The hash of a person's password, None without one, and for an unknown person."""

    def set_password(self, person: PersonId, hashed: str) -> None:
        """Give a person another password. A person who does not exist is Unavailable."""

    def give_first_passwords(self, hashes: Mapping[PersonId, str]) -> set[PersonId]:
        """Give a password to those of these people who have none, by its hash; gives who they were.

        A person who does not exist is Unavailable.
        """

    def forget_password(self, person: PersonId, hashed: str) -> None:
        """Leave a person without the password of that hash; nothing happens when they have another one, or none."""

    def without_password(self, people: Collection[PersonId]) -> set[PersonId]:
        """Those who have no password yet, unknown people among them."""

    def last_connections(self, people: Collection[PersonId]) -> dict[PersonId, datetime]:
        """The last activity of those who have ever connected; the others are left out."""

    def last_connection(self, person: PersonId) -> datetime | None:
        """The last activity of a person's connections, None when they have never connected."""

    def connect(self, person: PersonId, at: datetime) -> None:
        """A new connection begins. A person who does not exist is Unavailable."""

    def active(self, person: PersonId, at: datetime) -> None:
        """The running connection goes on; without one, or after a pause of 30 minutes, another begins."""

    def connections(self, person: PersonId, page: Page[int] = WHOLE) -> list[Connection]:
        """A page of the connections of a person, the longest ended first; none when they have never connected.

        Raises LookupError when there is none to go on after of that name.
        """
