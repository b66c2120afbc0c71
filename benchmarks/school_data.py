"""A large school written straight into a database: what the benchmarks of the daily run and of assignments work on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.schema import prepare
from ledr_adapters.sql.store import engine_for
from ledr_core.domain.people.person import place_in_lists

TODAY = date(2026, 11, 23)
"""A Monday: the day of the measured run."""
RUN_AT = "2026-11-23T05:00"
EVERY = 10
PACKAGE = 2


def build(url: str, sessions: int, members: int, due: int) -> sa.Engine:
    """A school of that many paced slot sessions with so many members each, *due* of which have one slot to pass on.

    Two slots are held in each session, the others wait; everybody has been welcomed.
    """
    engine = engine_for(url)
    prepare(engine)
    with engine.begin() as connection:
        _catalogue(connection)
        for first in range(0, sessions, 500):
            _some(connection, range(first, min(first + 500, sessions)), members, due)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("analyze")
    return engine


def _catalogue(connection: sa.Connection) -> None:
    connection.execute(sa.insert(t.companies), {"id": "company", "name": "Client", "name_key": "client", "version": 1})
    connection.execute(
        sa.insert(t.courses), {"id": "course", "reference": "recruter", "title": "Recruter", "version": 1}
    )


def _some(connection: sa.Connection, numbers: range, members: int, due: int) -> None:
    rows: dict[sa.Table, list[dict[str, Any]]] = {
        t.people: [],
        t.sessions: [],
        t.memberships: [],
        t.holdings: [],
        t.waiting: [],
    }
    for number in numbers:
        for table, row in _session(number, members, is_due=number < due):
            rows[table].append(row)
    for table in (t.people, t.sessions, t.memberships, t.holdings, t.waiting):
        connection.execute(sa.insert(table), rows[table])


def _session(number: int, members: int, *, is_due: bool) -> Iterator[tuple[sa.Table, dict[str, Any]]]:
    start, end = date(2026, 9, 1), date(2027, 8, 31)
    given = [_instant(TODAY - timedelta(days=14 if is_due else 4)), _instant(TODAY - timedelta(days=3))]
    session = f"s{number:06}"
    people = [f"p{number:06}x{place:04}" for place in range(members)]
    yield (
        t.sessions,
        {
            "id": session,
            "reference": f"Session {number}",
            "reference_key": f"session {number}",
            "company_id": "company",
            "course_id": "course",
            "kind": "slot",
            "start": start,
            "end": end,
            "package": PACKAGE,
            "policy": "paced",
            "every": EVERY,
            "weekends": False,
            "holidays": True,
            "paced_from": start,
            "members_enrolled": members,
            "holdings_opened": PACKAGE,
            "next_change_on": TODAY if is_due else date(2026, 12, 1),
            "version": 1,
        },
    )
    for place, person in enumerate(people):
        yield t.people, _person(person, start)
        yield (
            t.memberships,
            {
                "session_id": session,
                "number": place + 1,
                "person_id": person,
                "role": "learner",
                "start": start,
                "end": end,
                "enrolled": _instant(start),
                "welcomed": True,
                "left_at": None,
            },
        )
        if place < PACKAGE:
            yield (
                t.holdings,
                {
                    "session_id": session,
                    "number": place + 1,
                    "slot": place + 1,
                    "person_id": person,
                    "since": given[place],
                    "opened_by": "rotation",
                    "until": None,
                    "closed_by": None,
                },
            )
        else:
            waiter = {
                "session_id": session,
                "person_id": person,
                "position": place - PACKAGE + 1,
                "queued_by_run": None,
            }
            yield t.waiting, waiter


def _person(identifier: str, day: date) -> dict[str, Any]:
    email = f"{identifier}@client.example"
    return {
        "id": identifier,
        "email": email,
        "email_key": email,
        "first_name": "Léa",
        "last_name": f"Martin {identifier}",
        "list_key": place_in_lists(f"Martin {identifier}", "Léa", email),
        "role": "learner",
        "created": _instant(day),
        "company_id": "company",
        "phone": None,
        "welcomed": False,
        "version": 1,
    }


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
