"""Personal goals that an organisation sets its members (TEAM-5)."""

from __future__ import annotations

from datetime import date, datetime

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import CompanyId, GoalId, PersonId


def due_day(day: date, today: date) -> date:
    """The day by which something is to be reached. Raises Invalid for one that is over."""
    if day < today:
        raise Invalid("due", "over", {"value": day, "earliest": today})
    return day


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
