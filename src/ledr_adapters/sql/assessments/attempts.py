"""The attempts at assessments, as rows and back."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, PreparedChange, in_one_text, one_of
from ledr_adapters.sql.rows import Mapper, PartRows
from ledr_adapters.sql.statements import chunks
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.assessments.attempt import Attempt, Outcome, Paper
from ledr_core.domain.assessments.item_health import Sums, Tally
from ledr_core.domain.assessments.order import Bank, Encounter, encounters
from ledr_core.domain.assessments.retakes import Past
from ledr_core.domain.assessments.sitting import Answered, Sitting
from ledr_core.domain.catalogue.questions import Askable
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
_LINE_END = "\n"
"""What no reference has in it."""
BANK = Prepared(
    sa.select(_q.level, _q.exposure, in_one_text(_q.reference, _LINE_END).label("names"))
    .where(_q.theme_id == sa.bindparam("theme"), t.IN_BANK)
    .group_by(_q.level, _q.exposure)
)
"""One row for all questions of a level that were shown as often: thousands of rows would take longer than the rest."""
ASKABLE = Prepared(sa.select(_q.id, _q.reference, _q.edition, _q.level).where(one_of(_q.reference, "references")))


_THAT_COUNT = sa.text(f"attempts.outcome in ('{Outcome.PASSED}', '{Outcome.FAILED}')")


def _tallies() -> sa.Select[Any]:
    """The sums of `item_health.Tally` by question, from the answers that count to questions that may be drawn."""
    right = sa.cast(_given.right, sa.Integer)
    given = (
        sa.select(_a.id, _a.score, _q.reference, _q.level, right.label("right"))
        .select_from(t.attempts.join(t.attempt_answers).join(t.questions, _q.id == _given.question_id))
        .where(_a.theme_id == sa.bindparam("theme"), _THAT_COUNT, _q.theme_id == _a.theme_id, t.IN_BANK)
        .cte("given")
        .c
    )
    share = sa.func.avg(sa.cast(given.right, sa.Double)).label("share")
    usual = sa.select(given.level, share).group_by(given.level).cte("usual").c
    beyond = given.right - usual.share
    others = sa.func.nullif(sa.func.count().over(partition_by=given.id) - 1, 0)
    rest = (sa.func.sum(beyond).over(partition_by=given.id) - beyond) / others
    answers = sa.select(given.reference, given.score, given.right, rest.label("rest"))
    one = answers.join(usual.level.table, usual.level == given.level).subquery("answers").c
    with_rest = sa.case((one.rest.is_not(None), one.right), else_=0)
    sums = (*_sums(one.right, one.right, one.score), *_sums(one.rest, with_rest, one.rest))
    return sa.select(one.reference, *(sum_.label(f"sum{place}") for place, sum_ in enumerate(sums))).group_by(
        one.reference
    )


def _sums(asked: Any, right: Any, number: Any) -> tuple[sa.Function[Any], ...]:
    """Those of `item_health.Sums`, in the order of its fields."""
    total = sa.func.sum
    return (sa.func.count(asked), total(right), total(number), total(number * number), total(number * right))


TALLIES = Prepared(_tallies())

_one = sa.select(t.attempts)
BY_ID = Prepared(_one.where(_a.id == sa.bindparam("attempt")))
UNDER_WAY = Prepared(
    _one.where(_a.person_id == sa.bindparam("person"), _a.theme_id == sa.bindparam("theme"), _a.finished.is_(None))
)
PAPER_OF = Prepared(sa.select(t.attempt_papers).where(t.attempt_papers.c.attempt_id == sa.bindparam("attempt")))
WAITING = Prepared(sa.select(_a.shown_id).where(_a.id == sa.bindparam("attempt"), _a.finished.is_(None)))
SHOWN_ONCE_MORE = PreparedChange(
    sa.update(t.questions).where(_q.id == sa.bindparam("question")).values(exposure=_q.exposure + 1)
)


class SqlAttempts:
    """The attempts at assessments."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(ATTEMPT)

    def get(self, attempt: AttemptId) -> Sitting | None:
        """The attempt so identified."""
        return self.tracker.known(attempt) or self._loaded(BY_ID, attempt=attempt)

    def under_way(self, person: PersonId, theme: ThemeId) -> Sitting | None:
        """The attempt at a theme that a person has begun and not ended."""
        return self._loaded(UNDER_WAY, person=person, theme=theme)

    def _loaded(self, statement: Prepared, **values: Any) -> Sitting | None:
        rows = statement.rows(self._connection, locked=not self._reads, **values)
        if not rows:
            return None
        (row,) = rows
        (paper,) = PAPER_OF.rows(self._connection, attempt=row.id)
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
        found = WAITING.one(self._connection, attempt=attempt)
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

    def bank(self, theme: ThemeId) -> Bank:
        """The questions of a theme that may be drawn."""
        found: dict[int, dict[int, list[str]]] = {}
        for row in BANK.rows(self._connection, theme=theme):
            found.setdefault(row.level, {})[row.exposure] = row.names.split(_LINE_END)
        return found

    def askable(self, references: Collection[str]) -> dict[str, Askable]:
        """Questions as they are now, by reference."""
        return {
            row.reference: Askable(
                id=QuestionId(row.id), reference=row.reference, edition=row.edition, level=row.level or 0
            )
            for row in ASKABLE.rows(self._connection, references=list(references))
        }

    def encounters(self, person: PersonId, theme: ThemeId) -> dict[str, Encounter]:
        """What the person was shown in attempts at the theme."""
        shown = _shown(sa.and_(_a.theme_id == theme, _a.person_id == person)).subquery()
        statement = (
            sa.select(shown.c.number, _q.reference)
            .select_from(shown.join(t.questions, _q.id == shown.c.question_id))
            .order_by(shown.c.number, shown.c.position)
        )
        rows = self._connection.execute(statement)
        return encounters([reference for _, reference in asked] for _, asked in groupby(rows, lambda row: row.number))

    def show(self, question: QuestionId | None) -> None:
        """Count a question as shown once more."""
        if question is not None:
            SHOWN_ONCE_MORE.run(self._connection, question=question)

    def exposed(self, theme: ThemeId) -> Exposed:
        """What attempts at a theme have shown."""
        begun = self._connection.scalar(sa.select(sa.func.count()).where(_a.theme_id == theme))
        shown = _shown(_a.theme_id == theme).subquery()
        times = sa.select(shown.c.question_id, sa.func.count().label("times")).group_by(shown.c.question_id).subquery()
        statement = sa.select(_q.reference, times.c.times).join(times, times.c.question_id == _q.id)
        return Exposed(begun or 0, {row[0]: row[1] for row in self._connection.execute(statement)})

    def tallies(self, theme: ThemeId) -> dict[str, Tally]:
        """What the answers of the attempts at a theme that ended and count add up to."""
        rows = TALLIES.rows(self._connection, theme=theme)
        return {reference: Tally(Sums(*numbers[:5]), Sums(*numbers[5:])) for reference, *numbers in rows}

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


def _shown(attempts: sa.ColumnElement[bool]) -> sa.CompoundSelect[Any]:
    """Each question shown in these attempts: those answered, and the one shown last where it was not."""
    answered = sa.select(_a.number, _given.position, _given.question_id).select_from(t.attempts.join(t.attempt_answers))
    unanswered = sa.select(_a.number, sa.literal(_LAST), _a.shown_id).where(_a.shown_id.is_not(None))
    return sa.union_all(answered.where(attempts), unanswered.where(attempts))
