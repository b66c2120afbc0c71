"""The members, open holdings and waiting lists of many sessions, read at once.

There may be thousands of them: what is read of each is its row as it would be written (`rows.py`), and its part is made
of that row. The columns are therefore in the same order here as there, and as the fields of the part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeVar

import sqlalchemy as sa
from attrs import define, field

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.rows import Rows
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.members import Member
from ledr_core.domain.sessions.slots import Holding, Opened
from ledr_core.domain.sessions.waiting import Waiter

T = TypeVar("T")

_m, _h, _w = t.memberships.c, t.holdings.c, t.waiting.c
MEMBERS = Prepared(
    sa.select(_m.session_id, _m.number, _m.person_id, _m.role, _m.start, _m.end, _m.enrolled, _m.welcomed)
    .where(one_of(_m.session_id, "sessions"), _m.left_at.is_(None))
    .order_by(_m.session_id, _m.number)
)
HOLDINGS = Prepared(
    sa.select(_h.session_id, _h.number, _h.slot, _h.person_id, _h.since, _h.opened_by, _h.opener)
    .where(one_of(_h.session_id, "sessions"), _h.until.is_(None))
    .order_by(_h.session_id, _h.slot)  # as the index of open holdings has them: closed ones are not even looked at
)
WAITING = Prepared(
    sa.select(_w.session_id, _w.position, _w.person_id, _w.queued_by_run).where(one_of(_w.session_id, "sessions"))
)


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
    sessions, numbers, people, roles, *rest = MEMBERS.columns(connection, sessions=list(parts))
    rows = zip(map(PersonId, people), _meant(Role, roles), *rest, repeat(None))
    for session, number, row in zip(sessions, numbers, rows, strict=False):
        of_session = parts[session]
        of_session.member_rows[session, number] = row
        of_session.members[row[0]] = Member(number, *row)


def _holdings(connection: sa.Connection, parts: dict[str, Parts]) -> None:
    sessions, numbers, slots, people, since, opened, openers = HOLDINGS.columns(connection, sessions=list(parts))
    who = (None if one is None else PersonId(one) for one in openers)
    rows = zip(
        slots, map(PersonId, people), since, _meant(Opened, opened), repeat(None), repeat(None), who, repeat(None)
    )
    for session, number, row in sorted(zip(sessions, numbers, rows, strict=False), key=itemgetter(0, 1)):
        of_session = parts[session]
        of_session.holding_rows[session, number] = row
        of_session.holdings.append(Holding(number, *row))


def _waiting(connection: sa.Connection, parts: dict[str, Parts]) -> None:
    sessions, positions, people, queued = WAITING.columns(connection, sessions=list(parts))
    rows = zip(sessions, positions, people, queued, strict=True)
    for session, position, person, by_run in sorted(rows, key=itemgetter(0, 1)):
        of_session = parts[session]
        member = of_session.members.get(person)
        waiter = Waiter(member.person if member else PersonId(person), by_run)
        of_session.waiting_rows[session, waiter.person] = position, by_run
        of_session.queue.append(waiter)


def _meant(meaning: Callable[[str], T], texts: Sequence[str]) -> list[T]:
    """What each text means; there are few different ones."""
    known: dict[Any, T] = {text: meaning(text) for text in set(texts)}
    return [known[text] for text in texts]
