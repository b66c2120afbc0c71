"""The memberships of a person, ended ones too, and the slots that they held: a read model (TRACK-9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared
from ledr_adapters.sql.sessions.rows import holding_of
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.sessions.slots import Holding
from ledr_core.ports.sessions import MembershipHistory

_m, _h, _person = t.memberships.c, t.holdings.c, sa.bindparam("person", type_=sa.String)
MEMBERSHIPS = Prepared(
    sa.select(
        *(_m.session_id, _m.start, _m.end, _m.enrolled, _m.left_at),
        t.sessions.c.reference,
        t.companies.c.name.label("company"),
        t.courses.c.reference.label("course"),
    )
    .select_from(t.memberships.join(t.sessions).join(t.courses).outerjoin(t.companies))
    .where(_m.person_id == _person)
    .order_by(_m.enrolled, _m.start, _m.session_id, _m.number)
)
HOLDINGS = Prepared(sa.select(t.holdings).where(_h.person_id == _person).order_by(_h.since, _h.number))


def history_of(connection: sa.Connection, person: PersonId) -> list[MembershipHistory]:
    """All of them, oldest first, in two statements."""
    rows = MEMBERSHIPS.rows(connection, person=person)
    enrolled: dict[str, list[datetime]] = defaultdict(list)
    for row in rows:
        enrolled[row.session_id].append(row.enrolled)
    held: dict[tuple[str, datetime], list[Holding]] = defaultdict(list)
    for row in HOLDINGS.rows(connection, person=person):
        held[row.session_id, _during(enrolled[row.session_id], row.since)].append(holding_of(row))
    return [_stay(row, held[row.session_id, row.enrolled]) for row in rows]


def _during(enrolled: Sequence[datetime], since: datetime) -> datetime:
    """When the membership began in which a slot was given: who comes back to a session is enrolled again."""
    return max((one for one in enrolled if one <= since), default=enrolled[0])


def _stay(row: Any, holdings: Sequence[Holding]) -> MembershipHistory:
    return MembershipHistory(row.reference, row.company, row.course, row.start, row.end, row.left_at, tuple(holdings))
