"""Personal goals that an organisation sets its members (TEAM-5)."""

from __future__ import annotations

from datetime import date, datetime

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CompanyId, GoalId, PersonId


@frozen
class Goal:
    """What a member is to reach, by a day or without one; it ends when they leave the organisation."""

    id: GoalId
    company: CompanyId
    person: PersonId
    text: str
    due: date | None
    author: PersonId | None
    """Who has set it; None for staff."""
    created: datetime
