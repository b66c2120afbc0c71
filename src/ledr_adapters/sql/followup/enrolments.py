"""Who learns in which session, in an order and a page at a time.

Whom few have in common (sessions, a manager, a rare word, a small company) are looked up and put in order; else they
are read in the order of an index, and who does not fit is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.paging import on_the_way
from ledr_adapters.sql.people.roles import LEARNING
from ledr_adapters.sql.prepared import one_of
from ledr_adapters.sql.search import few_found, found, has_words
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.ports.follow_up import Enrolment, EnrolmentId, Order, Which
from ledr_core.ports.paging import WHOLE, Page

_p, _m, _s, _h, _l = t.people.c, t.memberships.c, t.sessions.c, t.holdings.c, t.manager_links.c
FEW: Final = 5_000
"""Up to so many learners of a company are put in order; of more the order is read, and others are passed over."""
ORDERS: Final[dict[Order, tuple[sa.ColumnElement[Any], ...]]] = {
    Order.NAME: (_p.list_key, _m.start, _m.session_id, _m.number),
    Order.EMAIL: (_p.email_key, _m.start, _m.session_id, _m.number),
    Order.SESSION: (_s.reference_key, _p.list_key, _m.number),
    Order.START: (_m.start, _m.session_id, _m.number),
    Order.END: (_m.end, _m.session_id, _m.number),
}


def given(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """A column that is there before what it is compared with is looked up: the order of its table is the list's."""
    return sa.case((column.is_not(None), column))


def _with_slot(joined: sa.Join) -> sa.Join:
    held = sa.and_(_h.session_id == _m.session_id, _h.person_id == _m.person_id, _h.until.is_(None))
    return joined.outerjoin(t.companies, t.companies.c.id == _s.company_id).outerjoin(t.holdings, held)


_BY_PERSON: Final = _with_slot(
    t.people.join(t.memberships, _m.person_id == given(_p.id)).join(t.sessions, _s.id == given(_m.session_id))
)
_BY_SESSION: Final = _with_slot(
    t.sessions.join(t.memberships, _m.session_id == given(_s.id)).join(t.people, _p.id == given(_m.person_id))
)
_TOGETHER: Final = _with_slot(
    t.memberships.join(t.people, _p.id == given(_m.person_id)).join(t.sessions, _s.id == given(_m.session_id))
)
_ALONG: Final[dict[Order, sa.Join]] = {
    Order.NAME: _BY_PERSON,
    Order.EMAIL: _BY_PERSON,
    Order.SESSION: _BY_SESSION,
    Order.START: _TOGETHER,
    Order.END: _TOGETHER,
}
"""What is gone along for each order, from the table whose index has it."""
_COLUMNS: Final = (
    _m.session_id,
    _m.number,
    _m.person_id,
    _p.email,
    _p.first_name,
    _p.last_name,
    t.companies.c.name.label("company"),
    (_s.company_id == _p.company_id).label("employed"),
    _s.reference,
    _s.course_id,
    _m.start,
    _m.end,
    (_s.kind == "slot").label("shared"),
    _h.slot,
    _h.since,
)


def enrolments(
    connection: sa.Connection, which: Which, order: Order, page: Page[EnrolmentId], *, descending: bool
) -> list[Enrolment]:
    """The enrolments of a page. Raises LookupError for a row seen that there is not."""
    few = list(_few(connection, which, page))
    others = [_m.role.in_(LEARNING), *_others(which)]
    conditions = [*few, *others] if few else map(on_the_way, others)
    statement = sa.select(*_COLUMNS).select_from(_TOGETHER if few else _ALONG[order]).where(*conditions)
    statement = _paged(connection, statement.where(_m.left_at.is_(None)), order, page, descending=descending)
    return [_enrolment(*row) for row in connection.execute(statement)]


def courses(connection: sa.Connection, which: Which) -> list[CourseId]:
    """The courses that those meant follow, by reference."""
    conditions = (*_few(connection, which, WHOLE), _m.role.in_(LEARNING), *_others(which), _m.left_at.is_(None))
    followed = sa.select(_s.course_id).select_from(_TOGETHER).where(*conditions)
    c = t.courses.c
    return list(map(CourseId, connection.scalars(sa.select(c.id).where(c.id.in_(followed)).order_by(c.reference))))


def _few(connection: sa.Connection, which: Which, page: Page[EnrolmentId]) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions that few meet, each looked up by an index."""
    if which.person is not None:
        yield _m.person_id == which.person
    if which.managed_by is not None:
        yield _m.person_id.in_(sa.select(_l.person_id).where(_l.manager_id == which.managed_by))
    if which.sessions is not None:
        yield one_of(_m.session_id, "sessions", which.sessions)
    elif which.company is not None and _is_small(connection, which.company):
        yield _m.session_id.in_(sa.select(_s.id).where(_s.company_id == which.company))
    if which.text is not None:
        owners = (found if page.limit is None else few_found)(connection, "person", which.text)
        if owners is not None:
            yield one_of(_m.person_id, "owners", sorted(owners))


def _others(which: Which) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions that are looked at row by row."""
    if which.company is not None:
        yield _s.company_id == which.company
    if which.text is not None:
        yield sa.and_(*has_words("person", _m.person_id, which.text))
    if which.start is not None:
        yield _m.end >= which.start
    if which.end is not None:
        yield _m.start <= which.end


def _is_small(connection: sa.Connection, company: CompanyId) -> bool:
    some = sa.select(_m.number).join(t.sessions, _s.id == _m.session_id).where(_s.company_id == company)
    counted = sa.select(sa.func.count()).select_from(some.limit(FEW + 1).subquery())
    return (connection.scalar(counted) or 0) <= FEW


def _paged(
    connection: sa.Connection, statement: sa.Select[Any], order: Order, page: Page[EnrolmentId], *, descending: bool
) -> sa.Select[Any]:
    by = ORDERS[order]
    if page.after is not None:
        seen = _place_of(connection, page.after, by)
        further = sa.tuple_(*by) < sa.tuple_(*seen) if descending else sa.tuple_(*by) > sa.tuple_(*seen)
        begins = by[0] <= seen[0] if descending else by[0] >= seen[0]  # that an index is begun there
        statement = statement.where(begins, further)
    return statement.order_by(*(column.desc() if descending else column for column in by)).limit(page.limit)


def _place_of(
    connection: sa.Connection, after: EnrolmentId, by: Sequence[sa.ColumnElement[Any]]
) -> tuple[sa.ColumnElement[Any], ...]:
    """Where a row stands, as values of the types of those columns. Raises LookupError when there is none."""
    place = sa.select(*by).select_from(_TOGETHER)
    named = (_m.session_id == after.session, _m.number == after.number)
    row = connection.execute(place.where(*named)).first()
    if row is None:
        raise LookupError(after)
    return tuple(sa.literal(value, column.type) for value, column in zip(row, by, strict=True))


def _enrolment(
    session: str,
    number: int,
    person: str,
    email: str,
    first_name: str,
    last_name: str,
    company: str | None,
    employed: bool | None,
    reference: str,
    course: str,
    start: date,
    end: date,
    shared: bool,
    slot: int | None,
    since: datetime | None,
) -> Enrolment:
    return Enrolment(
        id=EnrolmentId(SessionId(session), number),
        person=PersonId(person),
        email=email,
        first_name=first_name,
        last_name=last_name,
        company=company,
        employed=bool(employed),
        session=reference,
        course=CourseId(course),
        start=start,
        end=end,
        shared=shared,
        slot=slot,
        allocated=None if since is None else day_of(since),
    )
