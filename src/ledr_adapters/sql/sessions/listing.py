"""The list of sessions, a page at a time: by start, and those that run or have expired by end."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.paging import paged
from ledr_core.domain.kernel.identifiers import CompanyId, SessionId
from ledr_core.ports.paging import Page
from ledr_core.ports.readings import SessionRow

_s, _m, _h, _w = t.sessions.c, t.memberships.c, t.holdings.c, t.waiting.c
_members = sa.select(sa.func.count()).where(_m.session_id == _s.id, _m.left_at.is_(None)).scalar_subquery()
_held = sa.select(sa.func.count()).where(_h.session_id == _s.id, _h.until.is_(None)).scalar_subquery()
_waits = sa.select(sa.func.count()).where(_w.session_id == _s.id).scalar_subquery()
_ROWS = (
    sa.select(
        t.sessions,
        t.companies.c.name.label("company"),
        t.courses.c.reference.label("course"),
        t.courses.c.title.label("course_title"),
        _members.label("members"),
        _held.label("held"),
        _waits.label("waits"),
    )
    .select_from(t.sessions)
    .outerjoin(t.companies)
    .join(t.courses)
)


def session_rows(
    connection: sa.Connection,
    company: CompanyId | None,
    expired: bool | None,
    today: date | None,
    kind: str | None,
    page: Page[SessionId],
) -> list[SessionRow]:
    """The rows of a page of sessions."""
    statement, by = _ROWS, _s.start
    if company is not None:
        statement = statement.where(_s.company_id == company)
    if kind is not None:
        statement = statement.where(_s.kind == kind)
    if expired is not None and today is not None:
        statement, by = statement.where(_s.end < today if expired else _s.end >= today), _s.end
    return [
        SessionRow(
            id=SessionId(row.id),
            reference=row.reference,
            company=row.company,
            course=row.course,
            course_title=row.course_title,
            kind=row.kind,
            start=row.start,
            end=row.end,
            package=row.package,
            members=row.members,
            held=row.held,
            waiting=row.waits,
        )
        for row in connection.execute(paged(connection, statement, page, [by, _s.reference], _s.id))
    ]
