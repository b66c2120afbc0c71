"""What people answered to the questions of workshops, as rows and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from attrs import asdict

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import put_row
from ledr_adapters.sql.paging import place_of
from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import PersonId, WorkshopId
from ledr_core.domain.learning.workshops import Answer
from ledr_core.ports.paging import WHOLE, Page

_KEY = ["workshop_id", "question", "person_id"]
_a = t.workshop_answers.c


class SqlAnswers:
    """The latest answer of each person to each question of workshops."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, answer: Answer) -> None:
        """Keep an answer, instead of the former one of the same person to that question."""
        last = sa.select(sa.func.max(_a.number)).where(*_asked(answer.workshop, answer.question))
        row = asdict(answer)
        row["workshop_id"], row["person_id"] = row.pop("workshop"), row.pop("person")
        row["number"] = 1 + (self._connection.scalar(last) or 0)
        put_row(self._connection, t.workshop_answers, row, _KEY)

    def of(self, workshop: WorkshopId, question: int, person: PersonId) -> Answer | None:
        """What a person answered."""
        found = self._found(_select(workshop, question).where(_a.person_id == person))
        return found[0] if found else None

    def chosen(self, workshop: WorkshopId, question: int) -> list[Answer]:
        """Those that staff chose to show, in their order."""
        return self._found(_select(workshop, question).where(_a.chosen.is_not(None)).order_by(_a.chosen))

    def latest(
        self,
        workshop: WorkshopId,
        question: int,
        excluding: PersonId | None = None,
        page: Page[str] = WHOLE,
    ) -> list[Answer]:
        """A page of all, the last one kept first, except that of the person to be excluded."""
        statement = _select(workshop, question).order_by(_a.number.desc(), _a.id).limit(page.limit)
        if page.after is not None:
            number, seen = place_of(self._connection, page.after, (_a.number, _a.id), _a.id)
            before = sa.and_(_a.number <= number, sa.or_(_a.number < number, _a.id > seen))
            statement = statement.where(before)
        return self._found(statement if excluding is None else statement.where(_a.person_id != excluding))

    def choose(self, workshop: WorkshopId, question: int, answers: Sequence[Answer]) -> None:
        """Keep which of these are chosen. Raises Conflict when one of the chosen has been replaced meanwhile."""
        table = t.workshop_answers
        self._connection.execute(
            sa.update(table).where(*_asked(workshop, question), _a.chosen.is_not(None)).values(chosen=None)
        )
        for answer in answers:
            if answer.chosen is not None:
                kept = sa.update(table).where(_a.id == answer.id).values(chosen=answer.chosen)
                if self._connection.execute(kept).rowcount != 1:
                    raise Conflict(table.name)

    def choosing(self, workshop: WorkshopId) -> None:
        """Have others who choose wait; those who answer do not."""
        if self._connection.dialect.name == "postgresql":
            row = sa.select(t.workshops.c.id).where(t.workshops.c.id == workshop)
            self._connection.execute(row.with_for_update(key_share=True))

    def _found(self, statement: sa.Select[Any]) -> list[Answer]:
        return [
            Answer(
                id=row.id,
                workshop=WorkshopId(row.workshop_id),
                question=row.question,
                person=PersonId(row.person_id),
                text=row.text,
                answered=row.answered,
                chosen=row.chosen,
            )
            for row in self._connection.execute(statement)
        ]


def _asked(workshop: WorkshopId, question: int) -> tuple[sa.ColumnElement[bool], ...]:
    return _a.workshop_id == workshop, _a.question == question


def _select(workshop: WorkshopId, question: int) -> sa.Select[Any]:
    return sa.select(t.workshop_answers).where(*_asked(workshop, question))
