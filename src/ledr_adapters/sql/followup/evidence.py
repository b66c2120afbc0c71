"""What trainings left: a statement for each kind of it, whatever the number of people (PASS-6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.people.roles import LEARNING
from ledr_adapters.sql.prepared import one_of
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.ports.evidence import Of, Row, Rows

_Select: TypeAlias = "sa.Select[Any]"
_m, _s, _h, _n, _v, _l = t.memberships.c, t.sessions.c, t.holdings.c, t.connections.c, t.viewings.c, t.lessons.c
_b, _w, _a, _c = t.badges.c, t.workshop_work.c, t.workshop_answers.c, t.certifications.c
_t, _q = t.attempts.c, t.attempt_answers.c
_course, _theme = t.courses.c.title.label("course"), t.themes.c.title.label("theme")
_workshop = t.workshops.c.title.label("workshop")
_READ: Final[Mapping[str, Callable[[Any], object]]] = {"grade": Decimal}
"""How values are read that are kept as texts."""


def _as_it_is(value: object) -> object:
    return value


class SqlEvidence:
    """What people did in trainings, and what became of it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def learners(self, session: SessionId) -> list[PersonId]:
        """Who learns in a session, or learnt in it and has left, by name."""
        members = sa.select(_m.person_id).where(_m.session_id == session, _m.role.in_(LEARNING))
        people = sa.select(t.people.c.id).where(t.people.c.id.in_(members))
        return list(map(PersonId, self._connection.scalars(people.order_by(t.people.c.list_key))))

    def of(self, people: Collection[PersonId], only: Of | None = None) -> Rows:
        """What people have of each kind, oldest first."""
        return {kind: self._rows(_asked(select(), people, kind, only)) for kind, select in _KINDS.items()}

    def _rows(self, statement: _Select) -> Mapping[PersonId, list[Row]]:
        found: dict[PersonId, list[Row]] = {}
        for row in self._connection.execute(statement).mappings():
            read = {name: _READ.get(name, _as_it_is)(row[name]) for name in row if name != "person"}
            found.setdefault(PersonId(row["person"]), []).append(read)
        return found


def _asked(statement: _Select, people: Collection[PersonId], kind: str, only: Of | None) -> _Select:
    """The statement of a kind for these people, and for one session if asked."""
    statement = statement.where(one_of(statement.selected_columns["person"].element, "people", people))
    return statement if only is None or kind not in _NARROWED else statement.where(_NARROWED[kind](only))


def _enrolments() -> _Select:
    return (
        sa.select(
            _m.person_id.label("person"),
            _s.reference.label("session"),
            t.companies.c.name.label("company"),
            _course,
            _m.start,
            _m.end,
            _m.left_at.label("left"),
        )
        .join(t.sessions, _s.id == _m.session_id)
        .join(t.courses, t.courses.c.id == _s.course_id)
        .outerjoin(t.companies, t.companies.c.id == _s.company_id)
        .where(_m.role.in_(LEARNING))
        .order_by(_m.start, _s.reference, _m.number)
    )


def _slots() -> _Select:
    return (
        sa.select(_h.person_id.label("person"), _s.reference.label("session"), _h.slot, _h.since, _h.until)
        .join(t.sessions, _s.id == _h.session_id)
        .order_by(_h.since, _s.reference, _h.number)
    )


def _connections() -> _Select:
    began, last = _n.started, _n.last_active
    return sa.select(_n.person_id.label("person"), began, last.label("ended")).order_by(began, _n.number)


def _lessons() -> _Select:
    return (
        sa.select(_v.person_id.label("person"), _l.reference.label("lesson"), _l.title, _v.seen, _l.seconds)
        .join(t.lessons, _l.id == _v.lesson_id)
        .where(_v.seen.is_not(None))
        .order_by(_v.seen, _l.reference)
    )


def _themes() -> _Select:
    return (
        sa.select(_b.person_id.label("person"), _course, _theme, _b.earned.label("validated"))
        .join(t.courses, t.courses.c.id == _b.course_id)
        .join(t.themes, t.themes.c.id == _b.theme_id)
        .order_by(_b.earned, t.courses.c.reference, t.themes.c.reference)
    )


def _workshops() -> _Select:
    return (
        sa.select(_w.person_id.label("person"), _workshop, _w.opened, _w.completed)
        .join(t.workshops, t.workshops.c.id == _w.workshop_id)
        .order_by(_w.opened.nulls_last(), t.workshops.c.reference)
    )


def _workshop_answers() -> _Select:
    return (
        sa.select(_a.person_id.label("person"), _workshop, _a.question, _a.text, _a.answered)
        .join(t.workshops, t.workshops.c.id == _a.workshop_id)
        .order_by(_a.answered, t.workshops.c.reference, _a.question)
    )


def _assessments() -> _Select:
    right = sa.case((_q.right, 1), else_=0)
    return (
        sa.select(
            _t.person_id.label("person"),
            _course,
            _theme,
            _t.number.label("attempt"),
            _t.started,
            _t.finished,
            _t.outcome,
            _t.score,
            sa.func.count(_q.position).label("answers"),
            sa.func.coalesce(sa.func.sum(right), 0).label("right"),
        )
        .join(t.courses, t.courses.c.id == _t.course_id)
        .join(t.themes, t.themes.c.id == _t.theme_id)
        .outerjoin(t.attempt_answers, _q.attempt_id == _t.id)
        .group_by(_t.id, t.courses.c.id, t.themes.c.id)
        .order_by(_t.started, t.themes.c.reference, _t.number)
    )


def _certifications() -> _Select:
    return (
        sa.select(_c.person_id.label("person"), _course, _c.level, _c.grade, _c.awarded_on, _c.company, _c.revoked)
        .join(t.courses, t.courses.c.id == _c.course_id)
        .order_by(_c.awarded_on, t.courses.c.reference, _c.revoked.nulls_last(), _c.id)
    )


_KINDS: Final[Mapping[str, Callable[[], _Select]]] = {
    "enrolments": _enrolments,
    "slots": _slots,
    "connections": _connections,
    "lessons": _lessons,
    "themes": _themes,
    "workshops": _workshops,
    "workshop_answers": _workshop_answers,
    "assessments": _assessments,
    "certifications": _certifications,
}
_NARROWED: Final[Mapping[str, Callable[[Of], sa.ColumnElement[Any]]]] = {
    "enrolments": lambda only: _m.session_id == only.session,
    "slots": lambda only: _h.session_id == only.session,
    "lessons": lambda only: one_of(_v.lesson_id, "lessons", only.lessons),
    "themes": lambda only: _b.course_id == only.course,
    "workshops": lambda only: one_of(_w.workshop_id, "workshops", only.workshops),
    "workshop_answers": lambda only: one_of(_a.workshop_id, "workshops", only.workshops),
    "assessments": lambda only: _t.course_id == only.course,
    "certifications": lambda only: _c.course_id == only.course,
}
"""What makes each of them that of one session; connections are of none."""
