"""The attempts at assessments, as rows and back."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.rows import Mapper, PartRows
from ledr_adapters.sql.statements import chunks, locked
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.assessments.attempt import Attempt, Outcome, Paper
from ledr_core.domain.assessments.item_health import Recorded
from ledr_core.domain.assessments.order import History, Item, encounters
from ledr_core.domain.assessments.retakes import Past
from ledr_core.domain.assessments.sitting import Answered, Sitting
from ledr_core.domain.kernel.identifiers import AttemptId, CourseId, PersonId, QuestionId, ThemeId
from ledr_core.ports.attempts import Exposed


def _score(sitting: Sitting) -> int | None:
    return sitting.attempt.score if sitting.attempt.outcome else None


PAPER = PartRows[Sitting, dict[str, Any]](
    t.attempt_papers,
    ("attempt_id",),
    lambda sitting: {(sitting.id,): sitting.attempt.paper.to_plain()},
    {"settings": itemgetter("settings"), "levels": itemgetter("levels")},
)
ANSWERS = PartRows[Sitting, Answered](
    t.attempt_answers,
    ("attempt_id", "position"),
    lambda sitting: {(sitting.id, one.position): one for one in sitting.answers},
    {
        "question_id": "question",
        "edition": "edition",
        "level": "level",
        "chosen": lambda answered: list(answered.chosen),
        "right": "right",
        "answered": "at",
    },
)
"""Those given now: former ones are neither loaded nor written again."""
ATTEMPT = Mapper[Sitting](
    t.attempts,
    {"id": "id"},
    {
        "person_id": "person",
        "theme_id": "theme",
        "course_id": "course",
        "number": "number",
        "seed": "seed",
        "state": lambda sitting: sitting.attempt.to_plain(),
        "shown_id": "shown",
        "started": "began",
        "finished": "ended",
        "outcome": lambda sitting: sitting.attempt.outcome and sitting.attempt.outcome.value,
        "score": _score,
    },
    (PAPER, ANSWERS),
)

_a, _q, _given = t.attempts.c, t.questions.c, t.attempt_answers.c


class SqlAttempts:
    """The attempts at assessments."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(ATTEMPT)

    def get(self, attempt: AttemptId) -> Sitting | None:
        """The attempt so identified."""
        return self.tracker.known(attempt) or self._loaded(_a.id == attempt)

    def under_way(self, person: PersonId, theme: ThemeId) -> Sitting | None:
        """The attempt at a theme that a person has begun and not ended."""
        return self._loaded(sa.and_(_a.person_id == person, _a.theme_id == theme, _a.finished.is_(None)))

    def _loaded(self, condition: Any) -> Sitting | None:
        statement = locked(self._connection, sa.select(t.attempts).where(condition), reads=self._reads)
        row = self._connection.execute(statement).one_or_none()
        if row is None:
            return None
        paper = self._connection.execute(
            sa.select(t.attempt_papers).where(t.attempt_papers.c.attempt_id == row.id)
        ).one()
        plain = {"settings": paper.settings, "levels": paper.levels}
        sitting = Sitting(
            id=AttemptId(row.id),
            person=PersonId(row.person_id),
            theme=ThemeId(row.theme_id),
            course=CourseId(row.course_id),
            number=row.number,
            seed=row.seed,
            attempt=Attempt.from_plain(Paper.from_plain(plain), row.state),
            began=row.started,
            ended=row.finished,
            shown=QuestionId(row.shown_id) if row.shown_id else None,
        )
        return self.tracker.loaded(sitting, row.version)

    def waiting(self, attempt: AttemptId) -> QuestionId | None:
        """The question that waits in an attempt, read alone."""
        found = self._connection.scalar(sa.select(_a.shown_id).where(_a.id == attempt, _a.finished.is_(None)))
        return QuestionId(found) if found else None

    def past(self, person: PersonId, theme: ThemeId) -> list[Past]:
        """All the attempts of a person at a theme in the order begun."""
        statement = sa.select(_a.started, _a.finished, _a.outcome, _a.score).where(
            _a.person_id == person, _a.theme_id == theme
        )
        return [
            Past(
                began=row.started,
                ended=row.finished,
                outcome=Outcome(row.outcome) if row.outcome else None,
                score=row.score or 0,
            )
            for row in self._connection.execute(statement.order_by(_a.number))
        ]

    def bank(self, theme: ThemeId) -> dict[Item, QuestionId]:
        """The questions of a theme that may be drawn."""
        statement = sa.select(_q.id, _q.reference, _q.edition, _q.level).where(_q.theme_id == theme, t.IN_BANK)
        items = {
            Item(reference=row.reference, version=row.edition, level=row.level): QuestionId(row.id)
            for row in self._connection.execute(statement)
        }
        return dict(sorted(items.items(), key=lambda pair: (pair[0].level, pair[0].reference)))

    def history(self, person: PersonId, theme: ThemeId) -> History:
        """What the person was shown in attempts at the theme, and how often each question was shown to anyone."""
        shown = _shown(theme).subquery()
        statement = (
            sa.select(shown.c.number, _q.reference)
            .select_from(shown.join(t.questions, _q.id == shown.c.question_id))
            .where(shown.c.person_id == person)
            .order_by(shown.c.number, shown.c.position)
        )
        rows = self._connection.execute(statement)
        own = encounters([reference for _, reference in asked] for _, asked in groupby(rows, lambda row: row.number))
        return History(own, self._exposure(theme))

    def exposed(self, theme: ThemeId) -> Exposed:
        """What attempts at a theme have shown."""
        statement = sa.select(sa.func.count()).where(_a.theme_id == theme)
        return Exposed(self._connection.scalar(statement) or 0, self._exposure(theme))

    def _exposure(self, theme: ThemeId) -> dict[str, int]:
        shown = _shown(theme).subquery()
        statement = (
            sa.select(_q.reference, sa.func.count())
            .select_from(shown.join(t.questions, _q.id == shown.c.question_id))
            .group_by(_q.reference)
        )
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def recorded(self, theme: ThemeId) -> list[Recorded]:
        """The attempts at a theme that ended and count."""
        statement = (
            sa.select(_a.id, _a.score, _q.reference, _given.right)
            .select_from(t.attempts.join(t.attempt_answers).join(t.questions, _q.id == _given.question_id))
            .where(_a.theme_id == theme, _a.outcome.in_([Outcome.PASSED.value, Outcome.FAILED.value]))
            .order_by(_a.started, _a.id, _given.position)
        )
        rows = self._connection.execute(statement)
        return [
            Recorded(score, tuple((row.reference, row.right) for row in given))
            for (_, score), given in groupby(rows, lambda row: (row.id, row.score))
        ]

    def withdrawn(self, questions: Collection[QuestionId]) -> set[str]:
        """Those of the questions that are withdrawn now, or deleted."""
        found = {str(question) for question in questions}
        for some in chunks(questions):
            found.difference_update(self._connection.scalars(sa.select(_q.id).where(_q.id.in_(some), ~_q.withdrawn)))
        return found

    def add(self, attempt: Sitting) -> None:
        """Keep a new attempt."""
        self.tracker.add(attempt)


_LAST = 1_000_000
"""The place of a question that was shown last and not answered, after all answers of its attempt."""


def _shown(theme: ThemeId) -> sa.CompoundSelect[Any]:
    """Each question shown in the attempts at a theme: those answered, and the one shown last where it was not."""
    answered = sa.select(_a.person_id, _a.number, _given.position, _given.question_id).select_from(
        t.attempts.join(t.attempt_answers)
    )
    unanswered = sa.select(_a.person_id, _a.number, sa.literal(_LAST), _a.shown_id)
    return sa.union_all(
        answered.where(_a.theme_id == theme), unanswered.where(_a.theme_id == theme, _a.shown_id.is_not(None))
    )
