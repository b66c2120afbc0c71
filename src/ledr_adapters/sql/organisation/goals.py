"""Personal goals, as rows and back."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_core.domain.kernel.identifiers import CompanyId, GoalId, PersonId
from ledr_core.domain.organisation.goals import Goal

_g = t.goals.c


class SqlGoals:
    """The goals that organisations set."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, goal: Goal) -> None:
        """Keep a new goal."""
        row = {
            "id": goal.id,
            "company_id": goal.company,
            "person_id": goal.person,
            "text": goal.text,
            "due": goal.due,
            "author_id": goal.author,
            "created": goal.created,
        }
        self._connection.execute(sa.insert(t.goals).values(row))

    def of(self, person: PersonId) -> list[Goal]:
        """The goals of a person."""
        order = (_g.due.is_(None), _g.due, _g.created, _g.id)
        rows = self._connection.execute(sa.select(t.goals).where(_g.person_id == person).order_by(*order))
        return [
            Goal(
                id=GoalId(row.id),
                company=CompanyId(row.company_id),
                person=PersonId(row.person_id),
                text=row.text,
                due=row.due,
                author=None if row.author_id is None else PersonId(row.author_id),
                created=row.created,
            )
            for row in rows
        ]

    def end(self, person: PersonId, company: CompanyId) -> None:
        """Forget what an organisation has set somebody."""
        self._connection.execute(sa.delete(t.goals).where(_g.person_id == person, _g.company_id == company))
