"""Rows that nothing of ours has written: every reading ends in a result, or in Unavailable that names table and row.

One column after the other holds, in the first row of its table, nothing, another type, or text that means nothing; one
that holds JSON, the same in one of its parts.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from ledr_adapters.sql.damage import WORDS, damage
from ledr_adapters.sql.insides import INSIDE
from ledr_adapters.sql.store import engine_for
from ledr_adapters.sql.tables import metadata
from ledr_core import LedrError, School, Unavailable
from ledr_core.application.areas import every_operation
from ledr_core.views import as_json
from tests import full_school
from tests.generated import generated
from tests.hostile import PLAUSIBLE
from tests.postgresql import PostgresServer

pytestmark = pytest.mark.slow
READINGS: Final = sorted(name for name, one in every_operation().items() if one.reads)
COLUMNS: Final = [column for table in metadata.sorted_tables for column in table.columns]
LINKED: Final = {
    table.name: {one.table.name for one in COLUMNS if any(link.column.table is table for link in one.foreign_keys)}
    for table in metadata.sorted_tables
}
"""The tables with links to each: where its identifiers are spoilt, theirs lead nowhere."""
JSON: Final = [column for column in COLUMNS if isinstance(column.type, sa.JSON)]
INSIDE_DAMAGES: Final = (None, 7, "nonsense", [None], {"a": 3}, [])
DAMAGES: Final = (None, 7, 2**62, b"\xff\xfe", "nonsense", '{"a": [1, ', "5", "2026-02-30", "")
NEW_LESSON: Final = {"reference": "neuf", "title": "Neuf", "video": "https://v/9", "seconds": 9}
PEOPLE: Final = ("lea@manpower.example", "kim@manpower.example", "bob@manpower.example")


@frozen
class Damaged:
    """A school in a file of which the rows can be spoiled."""

    school: School
    connection: sqlite3.Connection

    @contextmanager
    def holding(self, column: sa.Column[Any], value: Any) -> Iterator[bool]:
        """The first row of a table holds a value, for a block; gives whether it does, unless an index forbids it."""
        row, former = self._first(column)
        with self._spoiling(column, row, former, value) as done:
            yield done

    @contextmanager
    def holding_inside(self, column: sa.Column[Any], choose: Callable[[list[str]], str]) -> Iterator[None]:
        """The same, for JSON of which one part holds something else: *choose* picks one of all that there are."""
        row, former = self._first(column, where=f'where "{column.name}" is not null')
        with self._spoiling(column, row, former, choose(list(spoilt_inside(json.loads(former))))):
            yield

    def _first(self, column: sa.Column[Any], where: str = "") -> tuple[int, Any]:
        select = f'select rowid, "{column.name}" from {column.table.name} {where} order by rowid limit 1'
        found: tuple[int, Any] = self.connection.execute(select).fetchone()
        return found

    @contextmanager
    def _spoiling(self, column: sa.Column[Any], row: int, former: Any, value: Any) -> Iterator[bool]:
        update = f'update or ignore {column.table.name} set "{column.name}" = ? where rowid = {row}'
        done = self._takes(update, value)
        try:
            yield done
        finally:
            if done:
                self.connection.execute(update, [former])

    def _takes(self, update: str, value: Any) -> bool:
        try:
            return self.connection.execute(update, [value]).rowcount == 1
        except sqlite3.IntegrityError:  # a number of rows takes nothing else
            return False


def spoilt_inside(value: Any) -> Iterator[str]:
    """JSON of which one part, the whole of it too, holds something else."""
    for other in INSIDE_DAMAGES:
        yield json.dumps(other)
    if isinstance(value, list | dict):
        for place in value if isinstance(value, dict) else range(len(value)):
            for other in spoilt_inside(value[place]):
                spoilt = value.copy()
                spoilt[place] = json.loads(other)
                yield json.dumps(spoilt)


@pytest.fixture(scope="module")
def spoilt(full_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Damaged]:
    """A full school whose columns may be empty: SQLite takes values of any other type as they come."""
    file = Path(shutil.copy(full_file, tmp_path_factory.mktemp("damaged")))
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("pragma writable_schema = on")
        connection.execute("update sqlite_master set sql = replace(sql, 'NOT NULL', '') where type = 'table'")
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as connection,
        closing(full_school.opened(f"sqlite:///{file}")) as school,
    ):
        yield Damaged(school, connection)


@pytest.fixture(autouse=True, scope="module")
def somewhere_else(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is made goes nowhere else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("here"))
        yield


def must_end_well(school: School, name: str, table: str) -> None:
    """A reading ends in a result or an error of ours, of which Unavailable names the table and a row."""
    operation = every_operation()[name]
    plain = {one.name: PLAUSIBLE.get(one.name, ("x",))[0] for one in operation.parameters if one.required}
    about = [{"person": one} for one in PEOPLE] if any(one.name == "person" for one in operation.parameters) else [{}]
    for more in about:
        try:
            as_json(school.perform(name, "staff", plain | more))
        except Unavailable as error:
            assert (error.ground, error.facts["table"] in {table, *LINKED[table]}) == ("damaged row", True), (
                name,
                more,
            )
            assert error.facts["row"], (name, more)
        except LedrError:
            pass


@generated(150, 2_000)
@given(st.sampled_from(COLUMNS), st.sampled_from(DAMAGES), st.sampled_from(READINGS))
def test_a_reading_of_a_damaged_school_gives_a_result_or_names_the_row(
    spoilt: Damaged, column: sa.Column[Any], value: Any, reading: str
) -> None:
    with spoilt.holding(column, value):
        must_end_well(spoilt.school, reading, column.table.name)


@generated(80, 4_000)
@given(st.sampled_from(JSON), st.integers(0), st.sampled_from(READINGS))
def test_a_reading_of_json_damaged_inside_gives_a_result_or_names_the_row(
    spoilt: Damaged, column: sa.Column[Any], number: int, reading: str
) -> None:
    with spoilt.holding_inside(column, lambda all_of_them: all_of_them[number % len(all_of_them)]):
        must_end_well(spoilt.school, reading, column.table.name)


def test_an_error_that_is_kept_holds_nobody_to_what_the_database_was(spoilt: Damaged) -> None:
    """Neither who reads next nor who writes."""
    state = next(one for one in COLUMNS if str(one) == "attempts.outcome")
    ask = {"person": PEOPLE[0], "theme": "t1"}
    sound = spoilt.school.perform("assessments.state", "staff", ask)
    with spoilt.holding(state, "nonsense"), pytest.raises(Unavailable) as kept:
        spoilt.school.perform("assessments.state", "staff", ask)

    assert spoilt.school.perform("assessments.state", "staff", ask) == sound
    spoilt.school.perform("catalogue.put_lesson", "staff", NEW_LESSON)
    assert kept.value.facts["column"] == "outcome"


@pytest.mark.parametrize(
    ("table", "column", "value", "reading", "given"),
    [
        ("sessions", "package", 2**62, "sessions.show", {"session": "Metz"}),
        ("questions", "level", None, "assessments.item_health", {"theme": "t1"}),
        ("attempts", "score", None, "assessments.item_health", {"theme": "t1"}),
        ("sessions", "reference_key", "nonsense", "accounts.explain_access", {"person": PEOPLE[0]}),
    ],
)
def test_what_only_its_meaning_rules_out_is_named_by_its_column(
    spoilt: Damaged, table: str, column: str, value: Any, reading: str, given: dict[str, Any]
) -> None:
    with spoilt.holding(metadata.tables[table].c[column], value), pytest.raises(Unavailable) as named:
        spoilt.school.perform(reading, "staff", given)

    assert (named.value.facts["table"], named.value.facts["column"]) == (table, column)


def test_all_that_is_kept_as_json_has_a_shape() -> None:
    """And what is damaged inside is known by it, wherever that is."""
    assert set(JSON) == set(INSIDE)


@pytest.mark.soak
@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_reading_of_a_damaged_school_gives_a_result_or_names_the_row(
    spoilt: Damaged, column: sa.Column[Any]
) -> None:
    for value in DAMAGES:
        with spoilt.holding(column, value):
            for reading in READINGS:
                must_end_well(spoilt.school, reading, column.table.name)


def test_every_table_of_the_full_school_has_rows(spoilt: Damaged) -> None:
    """So that each is spoiled, and each is there when anything is asked."""
    for table in metadata.sorted_tables:
        (rows,) = spoilt.connection.execute(f"select count(*) from {table.name}").fetchone()
        assert rows, table.name


def test_a_sound_school_has_no_damaged_row(spoilt: Damaged) -> None:
    """Whatever an operation has written can be read."""
    engine = engine_for(str(spoilt.school._desk.ports.store.engine.url))  # type: ignore[attr-defined]
    with engine.connect() as connection:
        assert damage(connection) is None
    engine.dispose()


def test_the_same_is_told_on_a_server_which_keeps_types_itself(
    postgresql_server: PostgresServer, full_database: str
) -> None:
    """Words of a list, and JSON inside."""
    with postgresql_server.database(template=full_database) as url:
        engine = engine_for(url)
        with engine.connect() as connection:
            assert damage(connection) is None
        for column, value in [*((word, "nonsense") for word in WORDS), *((one, [None]) for one in JSON)]:
            key = next(iter(column.table.primary_key.columns))
            with engine.connect() as connection:
                row = connection.scalar(sa.select(key).where(column.is_not(None)).order_by(key).limit(1))
                connection.execute(sa.update(column.table).where(key == row).values({column.name: value}))
                found = damage(connection)
            assert found is not None
            assert (found.table, found.column) == (column.table.name, column.name)
            assert str(row) in found.row
        engine.dispose()
