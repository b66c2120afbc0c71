"""The attempts at assessments, as rows and back."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.statements import chunks, locked
from ledr_adapters.sql.unit import Layout, Mapper, Row, Rows, Tracker
from ledr_core.domain.assessments.attempt import Attempt, Outcome, Paper
from ledr_core.domain.assessments.item_health import Recorded
from ledr_core.domain.assessments.order import History, Item, encounters
from ledr_core.domain.assessments.retakes import Past
from ledr_core.domain.assessments.sitting import Sitting
from ledr_core.domain.kernel.identifiers import AttemptId, CourseId, PersonId, QuestionId, ThemeId
from ledr_core.ports.attempts import Exposed


def _main(sitting: Sitting) -> tuple[Row, Row]:
    attempt, outcome = sitting.attempt, sitting.attempt.outcome
    return (sitting.id,), (
        sitting.person,
        sitting.theme,
        sitting.course,
        sitting.number,
        sitting.seed,
        attempt.to_plain(),
        sitting.shown,
        sitting.began,
        sitting.ended,
        outcome.value if outcome else None,
        attempt.score if outcome else None,
    )


def _answers(sitting: Sitting) -> Rows:
    """Those given now: former ones are neither loaded nor written again."""
    return {
        (sitting.id, one.position): (one.question, one.edition, one.level, list(one.chosen), one.right, one.at)
        for one in sitting.answers
    }


def _paper(sitting: Sitting) -> Rows:
    plain = sitting.attempt.paper.to_plain()
    return {(sitting.id,): (plain["settings"], plain["levels"])}


ATTEMPT = Mapper[Sitting](
    Layout(
        t.attempts,
        ("id",),
        (
            "person_id",
            "theme_id",
            "course_id",
            "number",
            "seed",
            "state",
            "shown_id",
            "started",
            "finished",
            "outcome",
            "score",
        ),
    ),
    _main,
    [
        (Layout(t.attempt_papers, ("attempt_id",), ("settings", "levels")), _paper),
        (
            Layout(
                t.attempt_answers,
                ("attempt_id", "position"),
                ("question_id", "edition", "level", "chosen", "right", "answered"),
            ),
            _answers,
        ),
    ],
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
            AttemptId(row.id),
            PersonId(row.person_id),
            ThemeId(row.theme_id),
            CourseId(row.course_id),
            row.number,
            row.seed,
            Attempt.from_plain(Paper.from_plain(plain), row.state),
            row.started,
            row.finished,
            QuestionId(row.shown_id) if row.shown_id else None,
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
            Past(row.started, row.finished, Outcome(row.outcome) if row.outcome else None, row.score or 0)
            for row in self._connection.execute(statement.order_by(_a.number))
        ]

    def bank(self, theme: ThemeId) -> dict[Item, QuestionId]:
        """The questions of a theme that may be drawn."""
        statement = sa.select(_q.id, _q.reference, _q.edition, _q.level).where(_q.theme_id == theme, t.IN_BANK)
        items = {
            Item(row.reference, row.edition, row.level): QuestionId(row.id)
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
