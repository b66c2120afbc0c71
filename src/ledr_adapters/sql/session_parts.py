"""The members, open holdings and waiting lists of many sessions, read at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import repeat
from typing import Any, TypeVar

import sqlalchemy as sa
from attrs import define, field

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import plain_columns
from ledr_adapters.sql.statements import one_of
from ledr_adapters.sql.unit import Rows
from ledr_core.domain.identifiers import PersonId
from ledr_core.domain.members import Member
from ledr_core.domain.roles import Role
from ledr_core.domain.slots import Holding, Opened
from ledr_core.domain.waiting import Waiter

T = TypeVar("T")


@define
class Parts:
    """The parts of a session, and the rows that they were read from, by key."""

    members: dict[PersonId, Member] = field(factory=dict)
    holdings: list[Holding] = field(factory=list)
    queue: list[Waiter] = field(factory=list)
    member_rows: Rows = field(factory=dict)
    holding_rows: Rows = field(factory=dict)
    waiting_rows: Rows = field(factory=dict)


def parts_of(connection: sa.Connection, sessions: Collection[str]) -> dict[str, Parts]:
    """The parts of those sessions, in three statements whatever their number."""
    parts = {session: Parts() for session in sessions}
    _members(connection, parts)
    _holdings(connection, parts)
    _waiting(connection, parts)
    return parts


def _members(connection: sa.Connection, parts: dict[str, Parts]) -> None:
    m = t.memberships.c
    columns = (m.session_id, m.number, m.person_id, m.role, m.start, m.end, m.enrolled, m.welcomed)
    statement = sa.select(*columns).where(one_of(connection, m.session_id, parts), m.left_at.is_(None))
    sessions, numbers, people, roles, *rest = plain_columns(connection, statement.order_by(m.session_id, m.number))
    rows = zip(map(PersonId, people), _meant(Role, roles), *rest, repeat(None))
    for session, number, row in zip(sessions, numbers, rows, strict=False):
        of_session = parts[session]
        of_session.member_rows[session, number] = row
        of_session.members[row[0]] = Member(number, *row)


def _holdings(connection: sa.Connection, parts: dict[str, Parts]) -> None:
    h = t.holdings.c
    columns = (h.session_id, h.number, h.slot, h.person_id, h.since, h.opened_by)
    statement = sa.select(*columns).where(one_of(connection, h.session_id, parts), h.until.is_(None))
    found = plain_columns(connection, statement.order_by(h.session_id, h.number))
    sessions, numbers, slots, people, since, opened = found
    rows = zip(slots, map(PersonId, people), since, _meant(Opened, opened), repeat(None), repeat(None))
    for session, number, row in zip(sessions, numbers, rows, strict=False):
        of_session = parts[session]
        of_session.holding_rows[session, number] = row
        of_session.holdings.append(Holding(number, *row))


def _waiting(connection: sa.Connection, parts: dict[str, Parts]) -> None:
    w = t.waiting.c
    statement = sa.select(w.session_id, w.person_id, w.position, w.queued_by_run)
    statement = statement.where(one_of(connection, w.session_id, parts)).order_by(w.session_id, w.position)
    sessions, people, positions, queued = plain_columns(connection, statement)
    for session, person, row in zip(sessions, map(PersonId, people), zip(positions, queued, strict=True), strict=True):
        of_session = parts[session]
        of_session.waiting_rows[session, person] = row
        of_session.queue.append(Waiter(person, row[1]))


def _meant(meaning: Callable[[str], T], texts: Sequence[str]) -> list[T]:
    """What each text means; there are few different ones."""
    known: dict[Any, T] = {text: meaning(text) for text in set(texts)}
    return [known[text] for text in texts]
