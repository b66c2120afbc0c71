"""Who has ended a course, and who is told of it, as rows and back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.jobs.endings import Attended, Ending
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.people.roles import Role

_m, _s, _f, _e, _p, _l = (
    t.memberships.c,
    t.sessions.c,
    t.finishes.c,
    t.endings.c,
    t.people.c,
    t.manager_links.c,
)
_k = t.former_managers.c


def _one_of_roles(column: sa.Column[str], wanted: Callable[[Role], bool]) -> sa.ColumnElement[bool]:
    """Whether a role is one of those, in words that a prepared statement can keep."""
    return sa.or_(*[column == role.value for role in Role if wanted(role)])


_learns = _one_of_roles(_m.role, lambda role: role.learns)
ATTENDED = Prepared(
    sa.select(_m.person_id, _s.course_id, _s.company_id, _m.start, _m.end, _m.left_at, _f.finished)
    .join(t.sessions, _s.id == _m.session_id)
    .outerjoin(t.finishes, sa.and_(_f.person_id == _m.person_id, _f.course_id == _s.course_id))
    .where(one_of(_m.person_id, "people"), _learns)
    .order_by(_m.person_id, _m.enrolled)
)
_enrolled = (
    sa.exists()
    .where(_m.person_id == _f.person_id, _s.id == _m.session_id, _s.course_id == _f.course_id, _learns)
    .correlate(t.finishes)
)
FINISHED_ALONE = Prepared(
    sa.select(_f.person_id, _f.course_id, _p.company_id, _f.finished)
    .join(t.people, _p.id == _f.person_id)
    .where(one_of(_f.person_id, "people"), ~_enrolled)
)
TOLD = Prepared(sa.select(_e.person_id, _e.course_id).where(one_of(_e.person_id, "people")))
PILOTS = Prepared(
    sa.select(_p.id).where(_p.company_id == sa.bindparam("company"), _one_of_roles(_p.role, lambda role: role.steers))
)
_manager = t.people.alias("manager")
_manages = _one_of_roles(_manager.c.role, lambda role: role.manages)
MANAGERS = Prepared(
    sa.select(_l.manager_id, _l.person_id)
    .join(_manager, _manager.c.id == _l.manager_id)
    .where(one_of(_l.person_id, "people"), _manager.c.company_id == sa.bindparam("company"), _manages)
)
FORMER_MANAGERS = Prepared(
    sa.select(_k.manager_id, _k.person_id)
    .join(_manager, _manager.c.id == _k.manager_id)
    .join(t.people, _p.id == _k.person_id)
    .where(
        one_of(_k.person_id, "people"),
        _k.company_id == sa.bindparam("company"),
        _manager.c.company_id == sa.bindparam("company"),
        _manages,
        _p.company_id.is_distinct_from(sa.bindparam("company")),
    )
)


class SqlEndings:
    """The ends of courses."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def people(self, since: date, before: date) -> list[PersonId]:
        """The people who may have ended a course on one of those days and were not told of."""

        def told(person: Any, course: Any) -> sa.ColumnElement[bool]:
            return sa.exists().where(_e.person_id == person, _e.course_id == course)

        first, last = Moment.on(since, 0).instant, Moment.on(before, 0).instant
        finished = sa.select(_f.person_id).where(
            _f.finished >= first, _f.finished < last, ~told(_f.person_id, _f.course_id)
        )
        ended = (
            sa.select(_m.person_id)
            .join(t.sessions, _s.id == _m.session_id)
            .where(_m.end >= since, _m.end < before, _learns, ~told(_m.person_id, _s.course_id))
        )
        found = sa.union(finished, ended).subquery("ended")
        named = sa.select(found.c.person_id).join(t.people, sa.and_(_p.id == found.c.person_id, _p.email != _p.id))
        return sorted(PersonId(person) for person in self._connection.scalars(named))

    def attended(self, people: Collection[PersonId]) -> list[Attended]:
        """The courses these people learn, learnt, or have finished."""
        wanted = list(people)
        memberships = [
            _attended(row, start=row.start, end=row.end, left=row.left_at)
            for row in ATTENDED.rows(self._connection, people=wanted)
        ]
        return memberships + [_attended(row) for row in FINISHED_ALONE.rows(self._connection, people=wanted)]

    def told(self, people: Collection[PersonId]) -> set[tuple[PersonId, CourseId]]:
        """The ends of theirs that were told."""
        rows = TOLD.rows(self._connection, people=list(people))
        return {(PersonId(row.person_id), CourseId(row.course_id)) for row in rows}

    def tell(self, endings: Sequence[Ending], at: datetime) -> int:
        """Take note that these were told, once."""
        rows = [
            {
                "person_id": one.person,
                "course_id": one.course,
                "ended_on": one.on,
                "finished": one.finished,
                "company_id": one.company,
                "told": at,
            }
            for one in sorted(endings, key=lambda one: (one.person, one.course))
        ]
        return insert_new_rows(self._connection, t.endings, rows)

    def recipients(self, company: CompanyId, people: Collection[PersonId]) -> Mapping[PersonId, Collection[PersonId]]:
        """Whom to tell of which of these people."""
        wanted = list(people)
        (pilots,) = PILOTS.columns(self._connection, company=company)
        found: dict[PersonId, set[PersonId]] = {PersonId(pilot): set(wanted) for pilot in pilots}
        for links in (MANAGERS, FORMER_MANAGERS):
            rows = links.columns(self._connection, company=company, people=wanted)
            for manager, person in zip(*rows, strict=True):
                found.setdefault(PersonId(manager), set()).add(PersonId(person))
        return found

    def keep_managers(self, person: PersonId, company: CompanyId, managers: Collection[PersonId], at: datetime) -> None:
        """Keep who managed somebody in the company that they leave."""
        kept = sa.delete(t.former_managers).where(_k.person_id == person, _k.company_id == company)
        self._connection.execute(kept)
        rows = [
            {"person_id": person, "company_id": company, "manager_id": manager, "kept": at}
            for manager in sorted(managers)
        ]
        insert_new_rows(self._connection, t.former_managers, rows)


def _attended(row: Any, **dates: Any) -> Attended:
    return Attended(
        person=PersonId(row.person_id),
        course=CourseId(row.course_id),
        finished=row.finished,
        company=None if row.company_id is None else CompanyId(row.company_id),
        **dates,
    )
