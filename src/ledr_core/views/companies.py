"""Results about companies."""

from __future__ import annotations

from attrs import frozen


@frozen
class CompanyView:
    """A company."""

    name: str


@frozen
class CompanyItem:
    """A company in a list, with the numbers of its sessions and people."""

    name: str
    sessions: int
    people: int
