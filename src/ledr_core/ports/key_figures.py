"""What people follow of their organisations, as it is kept. Contract: `ledr_core.testing.contracts.organisation`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.organisation.key_figures import KeyFigures, Rhythm


class FollowedFigures(Protocol):
    """The figures that people follow, one choice each."""

    def keep(self, chosen: KeyFigures) -> None:
        """Keep what somebody has chosen, in the place of what they had."""

    def of(self, people: Collection[PersonId]) -> dict[PersonId, KeyFigures]:
        """What these people have chosen; those who follow nothing are left out."""

    def end(self, person: PersonId) -> None:
        """Forget what somebody follows."""

    def mailed(self, every: Rhythm) -> Mapping[CompanyId, list[PersonId]]:
        """Who is mailed the figures of their organisation so often, and still has a role that follows these."""
