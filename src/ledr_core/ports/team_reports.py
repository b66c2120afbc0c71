"""What the weekly run reports, and to whom: a read model. Contract: `ledr_core.testing.contracts.jobs`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from attrs import frozen

from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CertificationId, PersonId


@frozen(kw_only=True)
class CertifiedRow:
    """A certificate in force, and the instant at which it was first awarded."""

    id: CertificationId
    name: str
    email: str
    company: str | None
    course: str
    """The title of the course."""
    level: Level
    grade: Decimal
    awarded_on: date
    awarded: datetime


@frozen
class ListedBefore:
    """What a base was told of already: the certificates in its lists, and the instant of the last list."""

    certificates: frozenset[str]
    last: datetime | None


class TeamReports(Protocol):
    """What the weekly run reports, in few statements whatever the number of managers."""

    def count_managers(self) -> int:
        """How many people have a role that manages."""

    def managers(self, after: PersonId | None, limit: int) -> list[PersonId]:
        """Them, in the order of their identifiers, from the one behind *after* on."""

    def teams(self, managers: Collection[PersonId]) -> dict[PersonId, list[PersonId]]:
        """Whom each manages; those who manage nobody are left out."""

    def told(self, kind: str, people: Collection[PersonId]) -> dict[PersonId, datetime]:
        """The instant of the last message of that kind to each; those who had none are left out."""

    def certified(self, since: datetime | None) -> list[CertifiedRow]:
        """The certificates in force that were first awarded after an instant, by day, then last name."""

    def in_force(self, certificates: Collection[str]) -> dict[str, tuple[Level, Decimal]]:
        """Those of the certificates that are in force: level and grade; unknown and revoked ones are left out."""

    def listed(self, prefix: str, address: str) -> ListedBefore:
        """What the lists say whose key begins like that, or that went to that address."""
