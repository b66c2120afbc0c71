"""Placement tests, as rows and back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import asdict

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.rows import Mapper
from ledr_adapters.sql.statements import locked
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.kernel.identifiers import PersonId, PlacementId, QuestionId
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.learning.placement import PlacementQuestion, PlacementTest, ThemeScore

PLACEMENT = Mapper[PlacementTest](
    t.placements,
    {"id": "id"},
    {
        "person_id": "person",
        "email": "email",
        "email_key": lambda test: address_key(test.email),
        "seed": "seed",
        "questions": lambda test: [[question.id, question.edition, question.theme] for question in test.questions],
        "started": "started",
        "finished": "finished",
        "result": lambda test: list(map(asdict, test.result)),
        "token_hash": "token_hash",
    },
)


class SqlPlacements:
    """The placement tests."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(PLACEMENT)

    def get(self, test: PlacementId) -> PlacementTest | None:
        """One go at the test."""
        return self._one(t.placements.c.id == test)

    def with_token(self, token_hash: str) -> PlacementTest | None:
        """The one whose result this hash of a secret opens."""
        return self._one(t.placements.c.token_hash == token_hash)

    def taken(self, email: str, person: PersonId | None = None) -> bool:
        """Whether one was finished with that address, or by that person."""
        p = t.placements.c
        whose = p.email_key == address_key(email)
        theirs = whose if person is None else sa.or_(whose, p.person_id == person)
        return (
            self._connection.execute(sa.select(p.id).where(theirs, p.finished.is_not(None)).limit(1)).first()
            is not None
        )

    def add(self, test: PlacementTest) -> None:
        """Keep a new one."""
        self.tracker.add(test)

    def _one(self, condition: sa.ColumnElement[bool]) -> PlacementTest | None:
        statement = locked(self._connection, sa.select(t.placements).where(condition), reads=self._reads)
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else self.tracker.loaded(_test(row), row.version)


def _test(row: Any) -> PlacementTest:
    return PlacementTest(
        id=PlacementId(row.id),
        questions=tuple(
            PlacementQuestion(id=QuestionId(one), edition=edition, theme=theme) for one, edition, theme in row.questions
        ),
        seed=row.seed,
        started=row.started,
        email=row.email,
        person=row.person_id and PersonId(row.person_id),
        finished=row.finished,
        result=tuple(ThemeScore(**score) for score in row.result),
        token_hash=row.token_hash,
    )
