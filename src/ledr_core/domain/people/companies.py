"""Clients of the school."""

from __future__ import annotations

from attrs import define

from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CompanyId
from ledr_core.domain.kernel.texts import spellings, trimmed


@define
class Company:
    """A client, whose exact name is printed on official documents (CO-1)."""

    id: CompanyId
    name: str

    def rename(self, name: str) -> None:
        """Change the name, stored as typed but trimmed."""
        self.name = company_name(name)

    def must_be_deletable(self, sessions: int) -> None:
        """Raises Refused CO-2 while the company has a session."""
        if sessions:
            raise Refused("CO-2", "has sessions", {"company": self.name, "sessions": sessions})


def company_name(name: str) -> str:
    """The name as it is stored: as it was typed, only trimmed. Raises Invalid when nothing is left."""
    name = spellings(trimmed(name))[-1]
    if not name:
        raise Invalid("name", "no name")
    return name
