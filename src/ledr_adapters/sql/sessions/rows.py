"""Sessions with their members, holdings and waiting lists, as rows and back."""

from __future__ import annotations

from typing import Any

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.rows import Mapper, PartRows
from ledr_adapters.sql.sessions.parts import Parts
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId
from ledr_core.domain.sessions.members import Member
from ledr_core.domain.sessions.rotation import Policy, PolicyKind
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Closed, Holding, Opened
from ledr_core.domain.sessions.waiting import Waiter, WaitingList

MEMBERS = PartRows[Session, Member](
    t.memberships,
    ("session_id", "number"),
    lambda session: {(session.id, member.number): member for member in (*session.members.values(), *session.left)},
    {
        "person_id": "person",
        "role": "role",
        "start": "start",
        "end": "end",
        "enrolled": "enrolled",
        "welcomed": "welcomed",
        "left_at": "left",
    },
)
HOLDINGS = PartRows[Session, Holding](
    t.holdings,
    ("session_id", "number"),
    lambda session: {(session.id, holding.number): holding for holding in (*session.holdings, *session.closed)},
    {
        "slot": "slot",
        "person_id": "person",
        "since": "since",
        "opened_by": "opened_by",
        "until": "until",
        "closed_by": "closed_by",
        "opener": "opener",
        "closer": "closer",
    },
)
WAITING = PartRows[Session, Waiter](
    t.waiting,
    ("session_id", "person_id"),
    lambda session: {(session.id, waiter.person): waiter for waiter in session.waiting},
    {"queued_by_run": "queued_by_run"},
    place="position",
)
SESSION = Mapper[Session](
    t.sessions,
    {"id": "id"},
    {
        "reference": "reference",
        "reference_key": "key",
        "company_id": "company",
        "course_id": "course",
        "kind": "kind",
        "start": "start",
        "end": "end",
        "package": "package",
        "policy": "policy.kind",
        "every": "policy.every",
        "weekends": "policy.weekends",
        "holidays": "policy.holidays",
        "paced_from": "policy.paced_from",
        "members_enrolled": "members_enrolled",
        "holdings_opened": "holdings_opened",
        "next_change_on": "next_change_on",
    },
    (MEMBERS, HOLDINGS, WAITING),
    named=("reference", "reference_key"),
)


def session_of(row: Any, parts: Parts) -> Session:
    """The session of a row and its parts."""
    return Session(
        id=SessionId(row.id),
        reference=row.reference,
        company=None if row.company_id is None else CompanyId(row.company_id),
        course=CourseId(row.course_id),
        kind=SessionKind(row.kind),
        start=row.start,
        end=row.end,
        package=row.package,
        policy=Policy(
            kind=PolicyKind(row.policy),
            every=row.every,
            weekends=row.weekends,
            holidays=row.holidays,
            paced_from=row.paced_from,
        ),
        members=parts.members,
        holdings=parts.holdings,
        waiting=WaitingList(parts.queue),
        members_enrolled=row.members_enrolled,
        holdings_opened=row.holdings_opened,
        next_change_on=row.next_change_on,
    )


def holding_of(row: Any) -> Holding:
    """The holding of a row, closed ones too."""
    return Holding(
        number=row.number,
        slot=row.slot,
        person=PersonId(row.person_id),
        since=row.since,
        opened_by=Opened(row.opened_by),
        until=row.until,
        closed_by=None if row.closed_by is None else Closed(row.closed_by),
        opener=None if row.opener is None else PersonId(row.opener),
        closer=None if row.closer is None else PersonId(row.closer),
    )
