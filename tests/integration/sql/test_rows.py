"""How rows are read and written: no more of them than an operation needs, and each value as its type promises."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_rows
from ledr_adapters.sql.rows import Rows, rows_in_place
from ledr_adapters.sql.schema import prepare
from ledr_adapters.sql.store import SqlStore, engine_for
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.testing.builders import a_session
from ledr_core.testing.contracts.ordinary_school import a_message, furnished

TODAY = date(2026, 11, 19)
LYON = SessionId("lyon")
NAMES = ("ana", "bob", "cleo", "dan", "eve")


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """Ana holds the one slot of Lyon; Bob, Cleo and Dan wait for it."""
    with closing(a_store(database_url)) as opened:
        yield opened


def a_store(url: str) -> SqlStore:
    engine = engine_for(url)
    prepare(engine)
    store = SqlStore(engine)
    furnished(store)
    with store.begin(reads=False) as unit:
        session = a_session(members="eve", holders="ana", waiting="bob cleo dan")
        session.next_change_on = TODAY
        unit.sessions.add(session)
    return store


@contextmanager
def statements(store: SqlStore) -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database within the block, with its values."""
    noted: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        noted.append((statement, values))

    sa.event.listen(store.engine, "before_cursor_execute", note)
    yield noted
    sa.event.remove(store.engine, "before_cursor_execute", note)


def places(store: SqlStore) -> list[tuple[str, int]]:
    w = t.waiting.c
    with store.engine.begin() as connection:
        rows = connection.execute(sa.select(w.person_id, w.position).where(w.session_id == LYON).order_by(w.position))
        return [(row.person_id, row.position) for row in rows]


def test_a_session_that_nobody_changed_is_not_written(store: SqlStore) -> None:
    with store.begin(reads=False) as unit:
        unit.sessions.get(LYON)
        with statements(store) as sent:
            unit.flush()

    assert sent == []


def test_whoever_leaves_the_front_of_a_list_moves_nobody_else(store: SqlStore) -> None:
    with store.begin(reads=False) as unit:
        unit.sessions.get(LYON).waiting.remove(PersonId("bob"))
    assert places(store) == [("cleo", 2), ("dan", 3)]

    with store.begin(reads=False) as unit:
        unit.sessions.get(LYON).waiting.add(PersonId("eve"))
    assert places(store) == [("cleo", 2), ("dan", 3), ("eve", 4)]

    with store.begin(reads=False) as unit:
        unit.sessions.get(LYON).waiting.move(PersonId("dan"), 1)
    with store.begin(reads=True) as unit:
        assert unit.sessions.get(LYON).waiting.people() == ["dan", "cleo", "eve"]
        assert [unit.readings.seats(PersonId(name))[0].position for name in ("dan", "cleo", "eve", "ana")] == [
            1,
            2,
            3,
            None,
        ]


@given(before=st.lists(st.sampled_from(NAMES), unique=True), now=st.lists(st.sampled_from(NAMES), unique=True))
def test_places_follow_the_order_and_stay_where_they_can(before: list[str], now: list[str]) -> None:
    stored: Rows = {(name,): (3 * place, None) for place, name in enumerate(before, 1)}

    placed = rows_in_place({(name,): (place, None) for place, name in enumerate(now, 1)}, stored)

    assert [name for (name,) in placed] == now
    assert [row[0] for row in placed.values()] == sorted({row[0] for row in placed.values()})
    kept = [name for name in before if name in now]
    if now[: len(kept)] == kept:
        assert all(placed[name,] == stored[name,] for name in kept)


def test_only_the_columns_that_differ_are_written(store: SqlStore) -> None:
    """So that the index of references, say, is left alone by a change of slots."""
    with store.begin(reads=False) as unit:
        unit.sessions.get(LYON).next_change_on = date(2026, 12, 1)
        with statements(store) as sent:
            unit.flush()

    assert [statement for statement, _ in sent if "reference" in statement] == []
    assert any("next_change_on" in statement for statement, _ in sent)


@pytest.mark.parametrize("others", [0, 1], ids=["equal", "different"])
def test_facts_that_only_look_equal_are_kept_apart(store: SqlStore, others: int) -> None:
    """A number and a truth may be equal to Python, and are not to whoever reads them."""
    with store.begin(reads=False) as unit:
        unit.outbox.put([a_message("k1", facts={"seen": False}), a_message("k2", facts={"seen": others})])
    with store.begin(reads=True) as unit:
        found = [message.facts["seen"] for message in unit.outbox.list()]

    assert [repr(value) for value in found] == ["False", str(others)]


def test_an_instant_comes_back_in_utc_however_the_server_tells_the_time(store: SqlStore) -> None:
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            name = connection.scalar(sa.text("select current_database()"))
            connection.exec_driver_sql(f"alter database {name} set timezone = 'Asia/Tokyo'")
        store.engine.dispose()
    with store.begin(reads=True) as unit:
        since = unit.sessions.get(LYON).holdings[0].since

    assert since.tzinfo is UTC
    assert since == a_session(holders="ana").holdings[0].since


def test_closed_holdings_and_sessions_that_are_not_due_are_not_looked_at(sqlite_url: str) -> None:
    """What SQLite says of its way to the rows: through the index of open holdings, and that of due days."""
    with closing(a_store(sqlite_url)) as store:
        with store.begin(reads=False) as unit, statements(store) as sent:
            unit.sessions.claim_due(TODAY, [], 1000)
        with store.engine.begin() as connection:
            ways = {
                row.detail
                for statement, values in sent
                for row in connection.exec_driver_sql(f"explain query plan {statement}", values)
            }

    assert [way for way in ways if "holdings" in way] == ["SEARCH holdings USING INDEX uq_one_holder (session_id=?)"]
    assert [way for way in ways if " sessions" in way] == [
        "SEARCH sessions USING INDEX ix_sessions_next_change_on (next_change_on<?)"
    ]


def test_rows_of_any_type_go_in_as_arrays_or_one_by_one(store: SqlStore) -> None:
    """Nothing, text with every special character, far days: as SQLAlchemy itself reads them back."""
    name = "l'\"été\\ {x,NULL} %s :y"
    row = ("odd", name, None, Moment.at("2026-03-29T03:30").instant, True, date(2999, 12, 31))
    table = sa.Table(
        "odd_things",
        sa.MetaData(),
        sa.Column("id", sa.String(10), primary_key=True),
        sa.Column("text", sa.Text),
        sa.Column("end", sa.Integer),
        sa.Column("at", t.UtcInstant),
        sa.Column("flag", sa.Boolean),
        sa.Column("day", sa.Date),
    )
    with store.engine.begin() as connection:
        table.create(connection)
        insert_rows(connection, table, ("id", "text", "end", "at", "flag", "day"), [row, ("none", *[None] * 5)])
        found = connection.execute(sa.select(table).order_by(table.c.id)).all()

    assert [tuple(one) for one in found] == [("none", *[None] * 5), row]
    assert found[1].at.tzinfo is UTC and isinstance(found[1].at, datetime)
