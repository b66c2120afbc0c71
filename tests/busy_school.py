"""A school on whose next day the daily run has something of everything to do, for tests of crashes and races.

It is made by operations, once, and copied; `state` gives all that a run decides, to compare what two runs made of it.
"""

import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from attrs import define

from ledr_adapters.sql import tables
from ledr_core import School
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school, learners
from tests.postgresql import PostgresServer

EVE = "2026-11-19"
TODAY = "2026-11-20"
MORNING = f"{TODAY}T05:00"
"""The run's instant: a Friday at five in Paris."""

KINDS = {"slot_given", "slot_taken", "slot_soon", "welcome", "end_reminder", "inactivity"}
"""The messages that the run writes, all of them."""


def a_busy_school(url: str, copies: int) -> None:
    """Make it in an empty database: so many sessions of each sort."""
    clock = FixedClock("2026-10-01T09:00")
    school = a_school(url, clock=clock)
    try:
        for number in range(copies):
            early_sessions(school, clock, f"{number:02}")
        clock.set(f"{EVE}T05:00")
        assert school.jobs.daily(by="staff").failures == ()
        clock.set(f"{EVE}T09:00")
        for number in range(copies):
            what_happens_on_the_eve(school, clock, f"{number:02}")
        clock.set(f"{TODAY}T03:00")
        for number in range(copies):
            accounts_made_before_the_run(school, f"{number:02}")
    finally:
        school.close()


def early_sessions(school: School, clock: FixedClock, n: str) -> None:
    """What has been there for weeks."""
    clock.set("2026-10-30T09:00")
    a_session(school, f"Naturelle {n}", f"nat{n}", "ana bob cleo dan eve", holders=2, waiting=3, policy="natural")
    a_session(school, f"Quotidienne {n}", f"day{n}", "ana bob cleo dan eve fay", holders=3, waiting=3, every=1)
    a_session(school, f"Finie {n}", f"fin{n}", "ana bob", holders=2, end="2026-11-19")
    a_session(school, f"Bientôt finie {n}", f"end{n}", "ana bob", kind="licence", end="2026-11-27")
    a_session(school, f"Silencieuse {n}", f"still{n}", "ana bob", kind="licence")
    a_session(school, f"À la main {n}", f"hand{n}", "ana bob cleo", holders=1, waiting=2)
    a_session(school, f"Départ {n}", f"gone{n}", "ana bob cleo dan", holders=2, waiting=2, policy="natural")
    school.sessions.change_member_end(by="staff", session=f"Départ {n}", person=address(f"gone{n}ana"), end=EVE)
    a_session(school, f"Pas prête {n}", f"unfit{n}", "ana bob cleo", holders=1, waiting=2, policy="natural")
    school.sessions.change_member_end(by="staff", session=f"Pas prête {n}", person=address(f"unfit{n}bob"), end=EVE)
    a_session(school, f"Demain {n}", f"new{n}", "ana bob", kind="licence", start=TODAY, end="2027-11-19")
    a_session(school, f"Slots de demain {n}", f"soon{n}", "ana bob cleo", holders=2, waiting=1, every=2, start=TODAY)
    clock.set("2026-11-18T09:00")
    a_session(school, f"Bientôt {n}", f"two{n}", "ana bob cleo", holders=2, waiting=1, every=3)


def what_happens_on_the_eve(school: School, clock: FixedClock, n: str) -> None:
    """After the run of the eve: somebody finishes, a slot comes free where people wait."""
    for lesson in ("l1", "l2"):
        school.learning.watch(by=address(f"nat{n}ana"), lesson=lesson, ended=True)
    a_session(school, f"Libre {n}", f"free{n}", "ana bob cleo", holders=1, waiting=2, policy="natural")
    school.slots.release(by="staff", session=f"Libre {n}", person=address(f"free{n}ana"))


def accounts_made_before_the_run(school: School, n: str) -> None:
    """Early on the day itself; whoever is made after a run is welcomed at once."""
    for name, role in (("pilot", "pilot"), ("manager", "manager")):
        person = {"email": address(f"{name}{n}"), "first_name": name.title(), "last_name": n}
        school.people.create(by="staff", **person, role=role, company="Manpower")


def a_session(
    school: School,
    reference: str,
    prefix: str,
    names: str,
    *,
    kind: str = "slot",
    start: str = "2026-10-01",
    end: str = "2027-09-30",
    holders: int = 0,
    waiting: int = 0,
    policy: str | None = None,
    every: int | None = None,
) -> None:
    """A session of people whose names begin with the prefix; the first ones hold slots, the next ones wait."""
    people = [prefix + name for name in names.split()]
    school.sessions.create(
        by="staff",
        reference=reference,
        company="Manpower",
        course="recruter",
        kind=kind,
        start=start,
        end=end,
        package=len(people) if kind == "licence" else holders,
        members=learners(people),
    )
    for person in people[:holders]:
        school.slots.assign(by="staff", session=reference, person=address(person))
    for person in people[holders : holders + waiting]:
        school.rotations.enqueue(by="staff", session=reference, person=address(person))
    if every is not None:
        school.rotations.set_policy(by="staff", session=reference, policy="paced", every=every, weekends=True)
    elif policy is not None:
        school.rotations.set_policy(by="staff", session=reference, policy=policy)


def address(name: str) -> str:
    return f"{name}@manpower.example"


# Copies


@define
class Copies:
    """A closed database of a busy school, and as many copies of it as are asked for."""

    original: str
    _copy: Callable[[], Any]

    def copy(self) -> Any:
        """A context with the URL of a copy, gone after the block."""
        return self._copy()


def copies_in_files(folder: Path, copies: int) -> Copies:
    """On SQLite: files."""
    original = folder / "original.db"
    a_busy_school(f"sqlite:///{original}", copies)

    @contextmanager
    def copy() -> Iterator[str]:
        file = folder / f"{uuid.uuid4().hex}.db"
        shutil.copy(original, file)
        yield f"sqlite:///{file}"
        for left in folder.glob(f"{file.name}*"):
            left.unlink()

    return Copies(f"sqlite:///{original}", copy)


@contextmanager
def copies_on_a_server(server: PostgresServer, copies: int) -> Iterator[Copies]:
    """On PostgreSQL: databases made from one that serves as a template."""
    with server.database() as original:
        a_busy_school(original, copies)

        def copy() -> Any:
            return server.database(template=original)

        yield Copies(original, copy)


# What is there

CHANCE = {
    "messages": {"id", "number", "reference"},
    "notifications": {"id", "number"},
    "passwords": {"hashed"},
}
"""Columns of which no two runs give the same."""
_LOG = tables.job_runs
"""It tells how the runs went, not what they did to the school."""


def state(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, chance and the log of the runs apart; messages by their key."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = {table.name: _rows(connection, table) for table in tables.metadata.sorted_tables}
    engine.dispose()
    keys = [row[0] for row in found["messages"]]
    assert len(keys) == len(set(keys))
    return found


def _rows(connection: sa.Connection, table: sa.Table) -> list[tuple[Any, ...]]:
    """As the driver has them: two states of one kind of database are compared, and what is in them is not used."""
    if table is _LOG:
        return []
    names = _decided(table)
    columns = ", ".join(f'"{name}"' for name in names)
    found = map(tuple, connection.exec_driver_sql(f'select {columns} from "{table.name}"'))
    if "facts" in names:
        place = names.index("facts")
        found = ((*row[:place], _without_chance(row[place]), *row[place + 1 :]) for row in found)
    return sorted(found, key=repr)


def _decided(table: sa.Table) -> Sequence[str]:
    names = [column.name for column in table.c if column.name not in CHANCE.get(table.name, ())]
    return sorted(names, key=lambda name: (name != "key", name))


def _without_chance(facts: Any) -> str:
    kept = json.loads(facts) if isinstance(facts, str) else facts
    return json.dumps({**kept, **({"password": "chosen"} if kept.get("password") else {})}, sort_keys=True)


def differences(one: Mapping[str, Sequence[Any]], other: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The rows that only one of two states has, by table: a short text when a test fails."""
    differing = [name for name in one if one[name] != other[name]]
    return {name: sorted(set(one[name]) ^ set(other[name]), key=repr) for name in differing}


def count_messages(url: str) -> int:
    """How many messages there are."""
    engine = sa.create_engine(url)
    count = messages_through(engine)
    engine.dispose()
    return count


def messages_through(engine: sa.Engine) -> int:
    """The same, for somebody who asks again and again."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(tables.messages)) or 0
