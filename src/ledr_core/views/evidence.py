"""The evidence of trainings as its files show it (PASS-6)."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

EvidenceRow: TypeAlias = "tuple[object, ...]"
"""Texts, numbers, days and instants, None for nothing, in the order of the columns."""


@frozen
class EvidencePart:
    """What there is of one kind: its columns by name, and its rows, oldest first."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]

    def column(self, name: str) -> tuple[object, ...]:
        """What stands in one of its columns, row by row."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)


@frozen
class LearnerEvidence:
    """The evidence of one learner, part by part, empty ones too; after an erasure the identifier alone names them."""

    person: str
    name: str
    parts: tuple[EvidencePart, ...]

    def part(self, name: str) -> EvidencePart:
        """The part of that name."""
        return next(part for part in self.parts if part.name == name)


@frozen
class EvidenceView:
    """The evidence of a session, or of one learner where that is None; `until` is the instant of the latest fact."""

    school: str
    session: str | None
    until: datetime | None
    learners: tuple[LearnerEvidence, ...]


@frozen
class LearnerPage:
    """The page of one of its learners."""

    evidence: EvidenceView
    learner: LearnerEvidence


@frozen
class SessionPage:
    """The page that leads to those of its learners, by the addresses of these beside it."""

    evidence: EvidenceView
    pages: tuple[str, ...]
