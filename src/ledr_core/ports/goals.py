"""Personal goals as they are kept. Contract: `ledr_core.testing.contracts.organisation`."""

from __future__ import annotations

from typing import Protocol

from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.organisation.goals import Goal


class Goals(Protocol):
    """The goals that organisations set."""

    def add(self, goal: Goal) -> None:
        """Keep a new goal."""

    def of(self, person: PersonId) -> list[Goal]:
        """The goals of a person: by the day that they are due, those without one last, the oldest first."""

    def end(self, person: PersonId, company: CompanyId) -> None:
        """Forget what an organisation has set somebody."""
