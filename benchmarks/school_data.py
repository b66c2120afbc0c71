"""A large school written straight into a database: what the benchmarks of the daily run and of assignments work on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.schema import prepare
from ledr_adapters.sql.store import engine_for
from ledr_core.domain.people.person import place_in_lists

TODAY = date(2026, 11, 23)
"""A Monday: the day of the measured run."""
RUN_AT = "2026-11-23T05:00"
EVERY = 10
PACKAGE = 2


def build(url: str, sessions: int, members: int, due: int, *, drawn: bool = False) -> sa.Engine:
    """A school of that many slot sessions with so many members each, *due* of which are due on that day.

    Some members hold the slots of their session, the others wait; everybody has been welcomed. All sessions are alike
    and paced, with one slot to pass on where they are due, unless they are *drawn*: dates, policies, paces, packages,
    lengths of lists (as many members on average), who has finished and when they were last there, the same each time.
    """
    engine = engine_for(url)
    prepare(engine)
    with engine.begin() as connection:
        _catalogue(connection)
        for first in range(0, sessions, 500):
            numbers = range(first, min(first + 500, sessions))
            _write(connection, [(_drawn if drawn else _alike)(number, members, number < due) for number in numbers])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("analyze")
    return engine


def _catalogue(connection: sa.Connection) -> None:
    connection.execute(sa.insert(t.companies), {"id": "company", "name": "Client", "name_key": "client", "version": 1})
    connection.execute(
        sa.insert(t.courses), {"id": "course", "reference": "recruter", "title": "Recruter", "version": 1}
    )


@frozen
class Member:
    """One member; without a day on which a slot was given, they wait."""

    start: date
    end: date
    given: date | None = None
    finished: bool = False
    there: date | None = None
    """When they were last connected."""


@frozen
class Session:
    """One session: its members, those who hold a slot first."""

    number: int
    is_due: bool
    start: date
    end: date
    members: Sequence[Member]
    package: int = PACKAGE
    policy: str = "paced"
    every: int | None = EVERY
    weekends: bool = False

    @property
    def holders(self) -> int:
        """How many of the members hold a slot."""
        return sum(member.given is not None for member in self.members)


def _alike(number: int, members: int, is_due: bool) -> Session:
    start, end = date(2026, 9, 1), date(2027, 8, 31)
    given = [TODAY - timedelta(days=14 if is_due else 4), TODAY - timedelta(days=3)]
    holders = [Member(start, end, day) for day in given]
    return Session(number, is_due, start, end, [*holders, *[Member(start, end)] * (members - PACKAGE)])


def _drawn(number: int, members: int, is_due: bool) -> Session:
    chance = Random(number)
    start, end = TODAY - timedelta(days=chance.randint(40, 300)), TODAY + timedelta(days=chance.randint(1, 330))
    policy = chance.choices(("paced", "natural", "manual"), (6, 3, 1))[0]
    every = chance.randint(2, 30) if policy == "paced" else None
    package = chance.randint(1, 4)
    waiting = chance.randint(0, 2 * members - 5)  # two and a half slots are held on average

    def one(given: date | None = None, *, finished: bool = False) -> Member:
        first = start + timedelta(days=chance.choice((0, 0, 0, chance.randint(1, 30))))
        last = end - timedelta(days=chance.choice((0, 0, 0, chance.randint(0, (end - TODAY).days))))
        there = TODAY - timedelta(days=chance.randint(0, 30)) if given and chance.random() < 0.5 else None
        return Member(first, last, given, finished, there)

    overdue = [TODAY - timedelta(days=2 * (every or 7) + 3)] if is_due else []
    days = [*overdue, *(TODAY - timedelta(days=chance.randint(1, 25)) for _ in range(package))][:package]
    holders = [one(day, finished=chance.random() < 0.1 or (policy == "natural" and day in overdue)) for day in days]
    everybody = [*holders, *(one() for _ in range(waiting))]
    return Session(number, is_due, start, end, everybody, package, policy, every, chance.random() < 0.5)


def _write(connection: sa.Connection, sessions: Sequence[Session]) -> None:
    rows: dict[sa.Table, list[dict[str, Any]]] = defaultdict(list)
    for session in sessions:
        rows[t.sessions].append(_session(session))
        for place, member in enumerate(session.members, 1):
            for table, row in _member(session, place, member):
                rows[table].append(row)
    for table in (t.people, t.sessions, t.memberships, t.holdings, t.waiting, t.finishes, t.connections):
        if rows[table]:
            connection.execute(sa.insert(table), rows[table])


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": f"s{session.number:06}",
        "reference": f"Session {session.number}",
        "reference_key": f"session {session.number}",
        "company_id": "company",
        "course_id": "course",
        "kind": "slot",
        "start": session.start,
        "end": session.end,
        "package": session.package,
        "policy": session.policy,
        "every": session.every,
        "weekends": session.weekends,
        "holidays": True,
        "paced_from": session.start if session.every else None,
        "members_enrolled": len(session.members),
        "holdings_opened": session.holders,
        "next_change_on": TODAY if session.is_due else date(2026, 12, 1),
        "version": 1,
    }


def _member(session: Session, number: int, member: Member) -> Iterator[tuple[sa.Table, dict[str, Any]]]:
    identifier, person = f"s{session.number:06}", f"p{session.number:06}x{number - 1:04}"
    here = {"session_id": identifier, "person_id": person}
    yield t.people, _person(person, session.start)
    dates = {"start": member.start, "end": member.end, "enrolled": _instant(session.start)}
    yield (
        t.memberships,
        {**here, **dates, "number": number, "role": "learner", "welcomed": True, "left_at": None},
    )
    if member.given is None:
        yield t.waiting, {**here, "position": number - session.holders, "queued_by_run": None}
    else:
        given = {"number": number, "slot": number, "since": _instant(member.given), "opened_by": "rotation"}
        yield t.holdings, {**here, **given, "until": None, "closed_by": None}
    if member.finished:
        yield t.finishes, {"person_id": person, "course_id": "course", "finished": _instant(TODAY - timedelta(days=1))}
    if member.there is not None:
        yield (
            t.connections,
            {"person_id": person, "started": _instant(member.there), "last_active": _instant(member.there)},
        )


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
