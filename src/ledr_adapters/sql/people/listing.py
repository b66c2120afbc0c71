"""The list of people: by name, narrowed by what is asked, a page at a time.

What few people have in common (a session, a manager, a rare word) is looked up first, and they are put in order; else
the list is read in its order from an index, and who does not fit is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.paging import paged, place_of
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.search import few_found, found, has_words
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId, SessionId
from ledr_core.domain.people.roles import Role
from ledr_core.ports.paging import Page
from ledr_core.ports.readings import PersonRow

_p, _m, _s, _links = t.people.c, t.memberships.c, t.sessions.c, t.manager_links.c
NEAR: Final = 5_000
"""Rows of the list that are looked at one by one for what common words find, before the words are."""
_latest = (
    sa.select(_s.reference)
    .join(t.memberships, _m.session_id == _s.id)
    .where(_m.person_id == _p.id, _m.left_at.is_(None))
    .order_by(_m.end.desc(), _m.enrolled.desc())
    .limit(1)
    .scalar_subquery()
)
"""The session that somebody was last enrolled in."""
_ROWS = sa.select(
    _p.id,
    _p.email,
    _p.first_name,
    _p.last_name,
    _p.role,
    t.companies.c.name.label("company"),
    _latest.label("session"),
).outerjoin_from(t.people, t.companies, t.companies.c.id == _p.company_id)
ROWS = Prepared(_ROWS.where(one_of(_p.id, "people")).order_by(_p.list_key))
MEMBERS = Prepared(sa.select(_m.person_id).where(_m.session_id == sa.bindparam("session"), _m.left_at.is_(None)))
MANAGED = Prepared(sa.select(_links.person_id).where(_links.manager_id == sa.bindparam("manager")))


def people_rows(
    connection: sa.Connection,
    company: CompanyId | None,
    session: SessionId | None,
    role: Role | None,
    text: str | None,
    managed_by: PersonId | None,
    page: Page[PersonId],
) -> list[PersonRow]:
    """The rows of a page of people by last name, first name, address."""
    conditions = [_p.email != _p.id] if company is None else [_p.company_id == company]  # who was erased has none
    conditions += [] if role is None else [_p.role == role]
    few = list(_few(connection, session, text, managed_by, page))
    people: Sequence[str]
    if few:
        words = [] if text is None else has_words("person", _p.id, text)
        people = _in_order(connection, [*words, *conditions], set.intersection(*few), page)
    elif text is not None:
        people = _near_or_anywhere(connection, conditions, text, page)
    else:
        statement = paged(connection, _ROWS.where(*conditions), page, [_p.list_key], _p.id)
        return [_row(row) for row in connection.execute(statement)]
    return [_row(row) for row in ROWS.rows(connection, people=people)]


def _few(
    connection: sa.Connection,
    session: SessionId | None,
    text: str | None,
    managed_by: PersonId | None,
    page: Page[PersonId],
) -> Iterable[set[str]]:
    """The people among whom all are that have something in common, of each that few have."""
    if session is not None:
        yield set(MEMBERS.columns(connection, session=session)[0])
    if managed_by is not None:
        yield set(MANAGED.columns(connection, manager=managed_by)[0])
    if text is not None:
        rare = found if page.limit is None else few_found
        owners = rare(connection, "person", text)
        if owners is not None:
            yield owners


def _near_or_anywhere(
    connection: sa.Connection, conditions: Sequence[sa.ColumnElement[bool]], text: str, page: Page[PersonId]
) -> Sequence[str]:
    """Those on a page whom common words find: many are near in the list; where they are not, the words tell where."""
    statement = sa.select(_p.id, _p.list_key).where(*conditions)
    near = paged(connection, statement, Page(page.after, NEAR), [_p.list_key], _p.id).subquery()
    here = sa.select(near.c.id).where(*has_words("person", near.c.id, text)).order_by(near.c.list_key)
    people = connection.scalars(here.limit(page.limit)).all()
    if len(people) == page.limit or (connection.scalar(sa.select(sa.func.count()).select_from(near)) or 0) < NEAR:
        return people
    return _in_order(connection, conditions, found(connection, "person", text), page)


def _in_order(
    connection: sa.Connection, conditions: Sequence[sa.ColumnElement[bool]], few: set[str], page: Page[PersonId]
) -> list[str]:
    """Those of a few people who are on a page."""
    some = sa.select(_p.id, _p.list_key).where(one_of(_p.id, "few"), *conditions)
    if page.after is not None:
        (place,) = place_of(connection, page.after, [_p.list_key], _p.id)
        some = some.where(_p.list_key > place)
    ordered = sorted(connection.execute(some, {"few": list(few)}).all(), key=lambda row: row.list_key)
    return [row.id for row in ordered[: page.limit]]


def _row(row: Any) -> PersonRow:
    return PersonRow(
        id=PersonId(row.id),
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        role=Role(row.role),
        company=row.company,
        session=row.session,
    )
