"""Every operation that reads, in a school of 1,000 people and in one of 1,000,000: how much longer does it take?

The operations are those of the registry, so that a new one is here by itself. Each is asked as it stands and with each
of its optional parameters whose values are known here, by staff, and by the pilot, the manager and the learner where
they may; lists that grow by page, of 10 rows. What comes back must be of one size in both schools. Both are asked in
turn, some times each, and the quickest of each side counts: the processor's time on SQLite, which answers in the same
process; elapsed time on PostgreSQL. A ratio of 1 is what costs the same whatever the school's size.

What counts over the whole school says so of itself, and is judged otherwise: against the statements that it runs, by
hand, every row fetched. Exits 1 when a ratio is above its limit.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from attrs import define, frozen

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import options, told
from benchmarks.growth_data import BIG, MANAGER, PILOT, SESSION, WITNESS, furnish, surrounded
from ledr_core import Content, LedrError, School
from ledr_core.application.areas import AREAS, operations_in
from ledr_core.application.operating.operation import Operation
from ledr_core.application.operating.permissions import Who

GROWTH, COUNTING = 1.5, 1.2
SIZES, SMALL = (1_000, 1_000_000), (1_000, 1_500)
ROWS: Final = 10
KNOWN: Final[Mapping[str, Any]] = {
    "code": "CODE0",
    "company": BIG,
    "course": "recruter",
    "date": "2026-11-19",
    "days": 30,
    "expired": False,
    "file": Content("certificat.pdf", b"%PDF"),
    "kind": "welcome",
    "learners": 200,
    "lesson": "l0",
    "message": "m0",
    "limit": ROWS,
    "module": "m0",
    "person": WITNESS,
    "question": 1,
    "reference": "m0",
    "role": "pilot",
    "scope": "all",
    "seed": "1",
    "session": SESSION,
    "since": "2020-02-01",
    "state": "failed",
    "team": "Équipe 0",
    "text": "zebulon",
    "theme": "t1",
    "token": "0" * 40,
    "workshop": "w0",
    "year": 2026,
}
"""Values of parameters by their names, in words that both schools know."""
OF_ONE_PERSON: Final = ("accounts.connections", "notifications.history")
"""Lists that are somebody's, whom staff have to name."""
Answer = TypeVar("Answer")
ACTORS: Final = ((Who.PILOT, PILOT), (Who.MANAGER, MANAGER), (Who.SELF, WITNESS))


@frozen
class Call:
    """An operation asked by somebody for some values, after the *last* row of a page where it goes on."""

    operation: Operation
    by: str
    values: Mapping[str, Any]
    goes_on: bool = False

    def of(self, school: School) -> Callable[[], tuple[str, int]]:
        """Asks it of a school; gives what comes back, and how many of it: an error is an answer too."""
        values = dict(self.values)
        if self.goes_on:
            rows = school.perform(self.operation.name, self.by, values)
            values["after"] = getattr(rows[-1], str(self.operation.rows_named_by))

        def ask() -> tuple[str, int]:
            try:
                result = school.perform(self.operation.name, self.by, values)
            except LedrError as error:
                return f"{type(error).__name__} {getattr(error, 'rule', '')}", 0
            return type(result).__name__, len(result) if isinstance(result, tuple) else 1

        return ask

    @property
    def name(self) -> str:
        """The operation, who asks, and what it is narrowed by."""
        narrowed = [name for name in self.values if name not in ("limit", *_required(self.operation))]
        narrowed += ["after"] * self.goes_on
        who = "" if self.by == "staff" else f" by {self.by.partition('@')[0]}"
        return self.operation.name + (f" ({', '.join(narrowed)})" if narrowed else "") + who


def calls() -> Iterator[Call]:
    """All there is to ask of a school, whatever is new in the registry too."""
    for area in AREAS:
        for operation in operations_in(area).values():
            if operation.reads:
                yield from _ways(operation)


def _ways(operation: Operation) -> Iterator[Call]:
    unknown = [name for name in _required(operation) if name not in KNOWN]
    assert not unknown, f"{operation.name}: which {unknown} to ask for? Say so in KNOWN."
    optional = [field.name for field in operation.parameters if not field.required and field.name in KNOWN]
    plain = {name: KNOWN[name] for name in (*_required(operation), "limit") if name in _names(operation)}
    if "person" in optional and (operation.name in OF_ONE_PERSON or not operation.rows_named_by):
        plain["person"] = WITNESS
    yield Call(operation, "staff", plain)
    for name in optional:
        if name not in plain and name != "file":
            yield Call(operation, "staff", plain | {name: KNOWN[name]})
    if operation.rows_named_by and operation.name != "slots.ledger":
        yield Call(operation, "staff", plain, goes_on=True)
    for who, email in ACTORS:
        if who in operation.permission.who:
            yield Call(operation, email, plain)


def _required(operation: Operation) -> list[str]:
    return [field.name for field in operation.parameters if field.required]


def _names(operation: Operation) -> list[str]:
    return [field.name for field in operation.parameters]


def main() -> int:
    chosen = options(__doc__, f"{SMALL[0]} people against {SMALL[1]}, once each")
    sizes, seconds = (SMALL, 0.0) if chosen.small else (SIZES, 0.2)
    figures: list[dict[str, Any]] = []
    for database, place in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        with ExitStack() as stack:
            copied = stack.enter_context(place())
            small, large = (surrounded(copied(f"school{size}"), size) for size in sizes)
            stack.callback(small.close)
            stack.callback(large.close)
            clock = time.thread_time if database == "SQLite" else time.perf_counter
            figures += measured(database, Pair(small, large, clock, seconds))
    return told("growth", figures, chosen)


def measured(database: str, pair: Pair) -> Iterator[dict[str, Any]]:
    """A figure a call."""
    for call in calls():
        small, large = call.of(pair.small), call.of(pair.large)
        known, few, many = pair.quickest(small, large)
        what = f"{few * 1000:.2f} ms, in the large school {many * 1000:.2f} ms"
        figure = {"name": f"{database}: {call.name}", "what": what, "ratio": many / few}
        if call.operation.counts:
            yield counting(figure, pair, large, many)
            continue
        assert known[0] == known[1], f"{call.name}: {known[0]} in the small school, {known[1]} in the large one"
        yield figure | {"limit": GROWTH}


def counting(figure: dict[str, Any], pair: Pair, ask: Callable[[], object], seconds: float) -> dict[str, Any]:
    """What counts over the whole school, against its own statements."""
    statements = Statements.of(pair.large, ask)
    by_hand = pair.best(statements.run, seconds)
    what = f"counts over the school: {seconds * 1000:.1f} ms, its statements {by_hand * 1000:.1f} ms"
    return figure | {"what": what, "ratio": seconds / by_hand, "limit": COUNTING}


@define
class Pair:
    """A small school and a large one, asked in turn."""

    small: School
    large: School
    clock: Callable[[], float]
    seconds: float
    """How long one side is asked again and again; 0 is once."""

    def quickest(
        self, small: Callable[[], Answer], large: Callable[[], Answer]
    ) -> tuple[tuple[Answer, Answer], float, float]:
        """What each answers at first, and the time of its quickest answer."""
        (of_few, few), (of_many, many) = self._timed(small), self._timed(large)
        turns = self._turns(self._timed(large)[1]) if self.seconds else 0
        times = [(few, many), *((self._timed(small)[1], self._timed(large)[1]) for _ in range(turns))]
        return (of_few, of_many), min(few for few, _ in times), min(many for _, many in times)

    def best(self, task: Callable[[], object], about: float) -> float:
        """The quickest time of a task that takes about so long."""
        return min(self._timed(task)[1] for _ in range(self._turns(about)))

    def _turns(self, about: float) -> int:
        return max(5, min(60, int(self.seconds / max(about, 1e-4)))) if self.seconds else 1

    def _timed(self, task: Callable[[], Answer]) -> tuple[Answer, float]:
        started = self.clock()
        answer = task()
        return answer, self.clock() - started


@define
class Statements:
    """What an operation asks of the database."""

    engine: sa.Engine
    said: list[tuple[str, Any]]

    @classmethod
    def of(cls, school: School, task: Callable[[], object]) -> Statements:
        """Those that a task runs."""
        engine = school._desk.ports.store.engine  # type: ignore[attr-defined]
        said: list[tuple[str, Any]] = []

        def listen(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
            said.append((statement, values))

        sa.event.listen(engine, "before_cursor_execute", listen)
        try:
            task()
        finally:
            sa.event.remove(engine, "before_cursor_execute", listen)
        return cls(engine, said)

    def run(self) -> None:
        """All of them, every row fetched, on the bare driver."""
        with self.engine.connect() as connection:
            cursor = connection.connection.cursor()
            for statement, values in self.said:
                cursor.execute(statement, values)
                if cursor.description:
                    cursor.fetchall()


@contextmanager
def sqlite() -> Iterator[Callable[[str], str]]:
    """Copies of the school of the few, in files."""
    with tempfile.TemporaryDirectory(prefix="ledr-bench-") as folder:
        few = Path(folder, "few.db")
        furnish(f"sqlite:///{few}")

        def copied(name: str) -> str:
            shutil.copy(few, few.with_stem(name))
            return f"sqlite:///{few.with_stem(name)}"

        yield copied


@contextmanager
def postgresql() -> Iterator[Callable[[str], str]]:
    """The same as databases of a server of our own."""
    from tests.postgresql import PostgresServer

    with PostgresServer() as server:
        server.execute("create database few")
        furnish(server.url("few"))

        def copied(name: str) -> str:
            server.execute(f"create database {name} template few")
            return server.url(name)

        yield copied


if __name__ == "__main__":
    sys.exit(main())
