"""Copies of final cases, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.rows import Mapper, PartRows, Row, itself
from ledr_adapters.sql.unit import Tracker, by_person
from ledr_core.domain.certification.copies import Amendment, Copy, Rework, State
from ledr_core.domain.certification.grading import Grading
from ledr_core.domain.kernel.identifiers import CaseId, CopyId, CourseId, PersonId
from ledr_core.domain.people.roles import Role

Json = dict[str, Any]


def _grading_json(grading: Grading | None) -> Json | None:
    if grading is None:
        return None
    marks = [str(mark) for mark in grading.marks]
    return {"marks": marks, "comments": list(grading.comments), "at": grading.at.isoformat()}


def _grading(kept: Mapping[str, Any] | None) -> Grading | None:
    if kept is None:
        return None
    return Grading(
        marks=tuple(map(Decimal, kept["marks"])),
        comments=tuple(kept["comments"]),
        at=datetime.fromisoformat(kept["at"]),
    )


def _rework_json(rework: Rework | None) -> Json | None:
    if rework is None:
        return None
    return {
        "asked": rework.asked.isoformat(),
        "until": rework.until.isoformat(),
        "handed_in": rework.handed_in.isoformat() if rework.handed_in else None,
        "batch": rework.batch.isoformat() if rework.batch else None,
        "grading": _grading_json(rework.grading),
        "lapsed": rework.lapsed,
        "finished": rework.finished.isoformat() if rework.finished else None,
    }


def _rework(kept: Mapping[str, Any] | None) -> Rework | None:
    if kept is None:
        return None
    return Rework(
        asked=datetime.fromisoformat(kept["asked"]),
        until=date.fromisoformat(kept["until"]),
        handed_in=datetime.fromisoformat(kept["handed_in"]) if kept["handed_in"] else None,
        batch=date.fromisoformat(kept["batch"]) if kept["batch"] else None,
        grading=_grading(kept["grading"]),
        lapsed=kept["lapsed"],
        finished=datetime.fromisoformat(kept["finished"]) if kept["finished"] else None,
    )


def _amendment_json(amendment: Amendment) -> Json:
    return {
        "at": amendment.at.isoformat(),
        "by": amendment.by,
        "reason": amendment.reason,
        "former": _grading_json(amendment.former),
        "round": amendment.round,
    }


def _amendment(kept: Mapping[str, Any]) -> Amendment:
    former = _grading(kept["former"])
    assert former is not None
    return Amendment(
        at=datetime.fromisoformat(kept["at"]),
        by=kept["by"],
        reason=kept["reason"],
        former=former,
        round=kept["round"],
    )


def _open_until(copy: Copy) -> date | None:
    return copy.rework.sure_until if copy.rework is not None and copy.state is State.REWORKING else None


def _answers(copy: Copy) -> dict[Row, str]:
    rounds = {1: copy.answers} if copy.round == 1 else {1: copy.first_answers, 2: copy.answers}
    return {
        (copy.id, number, question): text for number, answers in rounds.items() for question, text in answers.items()
    }


ANSWERS = PartRows[Copy, str](t.copy_answers, ("copy_id", "round", "question"), _answers, {"text": itself})
COPY = Mapper[Copy](
    t.copies,
    {"id": "id"},
    {
        "person_id": "person",
        "course_id": "course",
        "case_id": "case",
        "begun": "begun",
        "handed_in": "handed_in",
        "batch": "batch",
        "state": "state.value",
        "planned": "planned",
        "open_until": _open_until,
        "grading": lambda copy: _grading_json(copy.grading),
        "rework": lambda copy: _rework_json(copy.rework),
        "amendments": lambda copy: list(map(_amendment_json, copy.amendments)),
    },
    (ANSWERS,),
)
WRITTEN = Prepared(
    sa.select(t.copy_answers).where(one_of(t.copy_answers.c.copy_id, "copies")).order_by(t.copy_answers.c.question)
)
_c, _m, _s = t.copies.c, t.memberships.c, t.sessions.c
_ordered = sa.select(t.copies).order_by(_c.id)
BY_ID = Prepared(_ordered.where(_c.id == sa.bindparam("copy", type_=sa.String)))
OF_PEOPLE = Prepared(_ordered.where(one_of(_c.person_id, "people")))
TO_CORRECT = Prepared(_ordered.where(_c.state == State.HANDED_IN.value, _c.planned <= sa.bindparam("until")))
_followed = (
    sa.select(sa.literal(1))
    .select_from(t.memberships.join(t.sessions, _s.id == _m.session_id))
    .where(_m.person_id == _c.person_id, _s.course_id == _c.course_id, _m.left_at.is_(None))
    .where(_m.end >= sa.bindparam("today"), one_of(_m.role, "roles", [role.value for role in Role if role.learns]))
    .correlate(t.copies)
)
OVER = Prepared(
    _ordered.where(_c.state == State.REWORKING.value, _c.open_until < sa.bindparam("today"), ~_followed.exists())
    .where(sa.not_(one_of(_c.id, "excluding")))
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


class SqlCopies:
    """The copies, one a person and course."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(COPY)

    def of(self, person: PersonId, course: CourseId) -> Copy | None:
        """The copy of a person in a course."""
        return next((copy for copy in self.of_person(person) if copy.course == course), None)

    def get(self, copy: CopyId) -> Copy | None:
        """The copy so identified, unless it was deleted."""
        return next(iter(self._load(BY_ID, copy=copy)), None)

    def of_person(self, person: PersonId) -> list[Copy]:
        """The copies of a person, the one begun last at the end."""
        return self.of_people([person]).get(person, [])

    def of_people(self, people: Collection[PersonId]) -> dict[PersonId, list[Copy]]:
        """The same of each of several."""
        self._load(OF_PEOPLE, people=list(people))
        return by_person(sorted(self.tracker.all(), key=lambda copy: (copy.begun, copy.id)), people)

    def count_of(self, case: CaseId) -> int:
        """How many copies were begun on a case."""
        count = sa.select(sa.func.count()).select_from(t.copies).where(t.copies.c.case_id == case)
        return self._connection.scalar(count) or 0

    def to_correct(self, until: date) -> list[Copy]:
        """The copies that wait for their grade and are planned up to that Friday, in the order of being handed in."""
        found = self._load(TO_CORRECT, until=until)
        return sorted(found, key=lambda copy: (copy.sent, copy.id))

    def over(self, today: date, excluding: Collection[CopyId], limit: int) -> list[Copy]:
        """The copies under rework that are over: 14 days and the learner's own end are passed."""
        values = {"today": today, "excluding": list(excluding), "limit": limit}
        return self._load(OVER, **values)

    def _load(self, statement: Prepared, **values: Any) -> list[Copy]:
        rows = statement.rows(self._connection, locked=not self._reads, **values)
        answers: dict[str, dict[int, dict[int, str]]] = {}
        if rows:
            for answer in WRITTEN.rows(self._connection, copies=[row.id for row in rows]):
                answers.setdefault(answer.copy_id, {}).setdefault(answer.round, {})[answer.question] = answer.text
        return [self.tracker.loaded(_copy(row, answers.get(row.id, {})), row.version) for row in rows]

    def add(self, copy: Copy) -> None:
        """Keep a new copy."""
        self.tracker.add(copy)

    def remove(self, copy: Copy) -> None:
        """Forget a copy, with its answers."""
        self.tracker.remove(copy)


def _copy(row: Any, answers: Mapping[int, dict[int, str]]) -> Copy:
    copy = Copy(
        id=CopyId(row.id),
        person=PersonId(row.person_id),
        course=CourseId(row.course_id),
        case=CaseId(row.case_id),
        begun=row.begun,
        handed_in=row.handed_in,
        batch=row.batch,
        grading=_grading(row.grading),
        rework=_rework(row.rework),
        first_answers=dict(answers.get(1, {})) if row.rework is not None else {},
        amendments=list(map(_amendment, row.amendments)),
    )
    copy.answers = dict(answers.get(copy.round, {}))
    return copy
