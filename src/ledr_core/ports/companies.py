"""Companies as they are kept."""

from __future__ import annotations

from typing import Protocol

from ledr_core.domain.kernel.identifiers import CompanyId
from ledr_core.domain.people.companies import Company


class Companies(Protocol):
    """The clients."""

    def named(self, name: str) -> Company | None:
        """The company of that name, None when there is none; neither case nor accents count."""

    def get(self, company: CompanyId) -> Company:
        """The company so identified. Raises LookupError when there is none."""

    def add(self, company: Company) -> None:
        """Keep a new company."""

    def remove(self, company: Company) -> None:
        """Forget a company that this unit has given, and who managed whom there. Raises LookupError for another."""
