"""Whatever can be deleted or erased: the schema says which tables name it, and none of them stands in the way."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import pytest
import sqlalchemy as sa
from attrs import frozen

from ledr_adapters.sql.errors import speaking_our_words
from ledr_adapters.sql.tables import metadata
from ledr_core import Conflict, Unavailable
from ledr_core.application.areas import AREAS
from ledr_core.application.operating.operation import operations_of
from ledr_core.school import InsideSchool
from tests.full_school import LEA, a_full_school
from tests.integration.conftest import address
from tests.integration.messages.delivering import Delivering
from tests.postgresql import PostgresServer


@frozen
class Deletion:
    """What an operation takes; the row that it deletes, if any, and the tables whose rows have it refused by a rule."""

    given: Mapping[str, object]
    table: str | None = None
    column: str = "reference"
    value: str = ""
    refused_by: frozenset[str] = frozenset()


DELETIONS: Final = {
    "companies.delete": Deletion(
        {"company": "Ancienne"}, "companies", "name", "Ancienne", frozenset({"sessions", "endings"})
    ),
    "people.reset_account": Deletion({"person": LEA}),
    "people.erase": Deletion({"person": LEA}),
    "sessions.remove_member": Deletion({"session": "Lyon", "person": LEA}),
    "sessions.change_kind": Deletion({"session": "Lyon", "kind": "licence", "package": 2}),
    "sessions.delete": Deletion({"session": "Brest"}, "sessions", "reference", "Brest", frozenset({"holdings"})),
    "catalogue.delete_theme": Deletion(
        {"theme": "t9"}, "themes", "reference", "t9", frozenset({"badges", "passes", "attempts"})
    ),
    "cases.delete_copy": Deletion({"person": LEA, "course": "recruter"}),
    "certifications.delete": Deletion({"person": LEA, "course": "recruter"}),
    "organisation.delete_team": Deletion({"company": "Ancienne", "team": "siege"}, "teams", "name", "Siège"),
}
"""One of each operation that cannot be undone."""

DONE: Final = {
    "attempts",
    "badges",
    "copies",
    "finishes",
    "passes",
    "practice_answers",
    "practices",
    "quizzes",
    "viewings",
    "workshop_answers",
    "workshop_work",
}
"""The tables of what somebody did, which goes with a reset (ACC-13)."""
STAYS: Final = {
    "certifications",
    "connections",
    "demo_moves",
    "documents",
    "endings",
    "former_managers",
    "goals",
    "holdings",
    "key_figures",
    "manager_links",
    "memberships",
    "messages",
    "notes",
    "notifications",
    "passwords",
    "placements",
    "records",
    "reset_links",
    "team_members",
    "team_supervisors",
    "waiting",
}
"""Those of who somebody is, what they hold and what they were told, which stays."""
EVIDENCE: Final = {
    "attempts",
    "badges",
    "certifications",
    "connections",
    "copies",
    "documents",
    "endings",
    "finishes",
    "holdings",
    "memberships",
    "messages",
    "passes",
    "records",
    "viewings",
    "workshop_work",
}
"""The tables that keep the evidence of a training when its person is erased, under the identifier alone (PASS-6)."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def full(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Delivering, sa.Engine]]:
    """A full school on each kind of database, and an engine of its host."""
    folder = tmp_path_factory.mktemp("full")
    with _database(request, f"sqlite:///{folder / 'ecole.db'}") as url:
        ledr, engine = a_full_school(url, folder), sa.create_engine(url)
        yield ledr, engine
        engine.dispose()
        ledr.school.close()


@contextmanager
def _database(request: pytest.FixtureRequest, file: str) -> Iterator[str]:
    if request.param == "sqlite":
        yield file
        return
    server: PostgresServer = request.getfixturevalue("postgresql_server")
    with server.database() as url:
        yield url


@contextmanager
def undone(full: tuple[Delivering, sa.Engine]) -> Iterator[tuple[InsideSchool, sa.Connection]]:
    """The school in a transaction of its host that is given up in the end."""
    ledr, engine = full
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("pragma foreign_keys = on")
            connection.rollback()
        with ledr.school.transaction(connection) as inside:
            yield inside, connection
        connection.rollback()


def naming(table: str) -> dict[str, list[sa.Column[Any]]]:
    """The columns of other tables that name a row of this one, by table: what the schema says."""
    found: dict[str, list[sa.Column[Any]]] = {}
    for other in metadata.sorted_tables:
        columns = [link.parent for link in other.foreign_keys if link.column.table.name == table]
        if columns and other.name != table:
            found[other.name] = columns
    return found


def rows_of(connection: sa.Connection, columns: list[sa.Column[Any]], named: str) -> int:
    """How many rows of a table name it."""
    where = sa.or_(*(column == named for column in columns))
    return connection.scalar(sa.select(sa.func.count()).select_from(columns[0].table).where(where)) or 0


def identifier_of(connection: sa.Connection, table: str, column: str, value: str) -> str | None:
    found = metadata.tables[table]
    return connection.scalar(sa.select(found.c.id).where(found.c[column] == value))


def test_every_table_has_rows_and_every_one_that_names_a_person_names_lea(full: tuple[Delivering, sa.Engine]) -> None:
    with undone(full) as (_, connection):
        counts = {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in metadata.sorted_tables
        }
        lea = identifier_of(connection, "people", "email", LEA) or ""
        hers = {table: rows_of(connection, columns, lea) for table, columns in naming("people").items()}

    assert [table for table, count in counts.items() if not count] == []
    assert [table for table, count in hers.items() if not count] == []


def test_every_operation_that_cannot_be_undone_is_tried_here() -> None:
    operations = (operation for area in AREAS.values() for operation in operations_of(area).values())

    assert {operation.name for operation in operations if operation.destructive} == set(DELETIONS)


@pytest.mark.parametrize("name", DELETIONS)
def test_what_is_deleted_goes_with_all_that_names_it(full: tuple[Delivering, sa.Engine], name: str) -> None:
    """Where a row is deleted, there is before one of each table that names it, and none after."""
    area, verb = name.split(".")
    deletion = DELETIONS[name]
    with undone(full) as (inside, connection):
        named = deletion.table and identifier_of(connection, deletion.table, deletion.column, deletion.value)
        tables = naming(deletion.table) if deletion.table else {}
        before = {table: rows_of(connection, columns, named or "") for table, columns in tables.items()}

        getattr(getattr(inside, area), verb)(by="staff", **deletion.given)

        after = {table: rows_of(connection, columns, named or "") for table, columns in tables.items()}
        if deletion.table:
            assert identifier_of(connection, deletion.table, deletion.column, deletion.value) is None

    assert {table for table, count in before.items() if not count} == deletion.refused_by
    assert set(after.values()) <= {0}


@pytest.mark.rule("ACC-13")
def test_a_reset_leaves_nothing_of_what_somebody_did_and_all_else(full: tuple[Delivering, sa.Engine]) -> None:
    """Every table that names a person is one or the other; a new one has to be put where it belongs."""
    tables = naming("people")
    assert set(tables) - {"people"} == DONE | STAYS
    with undone(full) as (inside, connection):
        lea = identifier_of(connection, "people", "email", LEA) or ""
        before = {table: rows_of(connection, columns, lea) for table, columns in tables.items()}

        inside.people.reset_account(by="staff", person=LEA)

        after = {table: rows_of(connection, columns, lea) for table, columns in tables.items()}

    assert {table: after[table] for table in DONE} == dict.fromkeys(DONE, 0)
    assert {table: after[table] for table in STAYS} == {table: before[table] for table in STAYS}


@pytest.mark.rule("NOTE-6")
def test_an_erasure_leaves_the_evidence_of_the_training_and_nothing_else(full: tuple[Delivering, sa.Engine]) -> None:
    """Every table that names a person is one or the other; a new one has to be put where it belongs."""
    tables = naming("people")
    goes = set(tables) - EVIDENCE
    assert goes >= {"passwords", "waiting", "notes", "notifications", "workshop_answers", "placements"}
    with undone(full) as (inside, connection):
        lea = identifier_of(connection, "people", "email", LEA) or ""

        inside.people.erase(by="staff", person=LEA)

        after = {table: rows_of(connection, columns, lea) for table, columns in tables.items()}
        person = connection.execute(sa.select(metadata.tables["people"]).where(metadata.tables["people"].c.id == lea))
        row = person.mappings().one()
        words = connection.scalars(
            sa.select(metadata.tables["search_words"].c.word).where(metadata.tables["search_words"].c.owner_id == lea)
        ).all()

    assert {table: after[table] for table in goes} == dict.fromkeys(goes, 0)
    assert [table for table in EVIDENCE if not after[table]] == []
    assert {row["email"], row["email_key"], *words} == {lea}
    named = ("first_name", "last_name", "phone", "picture", "company_id", "demo_day")
    assert [name for name in named if row[name]] == []


@pytest.mark.rule("NOTE-6")
def test_whoever_had_many_addresses_can_be_erased(full: tuple[Delivering, sa.Engine]) -> None:
    """More than an expression of SQLite has parts; each is found."""
    messages = metadata.tables["messages"]
    with undone(full) as (inside, connection):
        lea = identifier_of(connection, "people", "email", LEA) or ""
        row = dict(connection.execute(sa.select(messages).where(messages.c.person_id == lea)).mappings().first() or {})
        many = [f"lea{number}@x.fr" for number in range(400)]
        rows = [{"number": 10_000 + n, "id": f"m{n}", "key": f"m{n}", "sent_to": one} for n, one in enumerate(many)]
        connection.execute(sa.insert(messages), [row | one for one in rows])
        inside.organisation.message(
            by="staff", company="Manpower", title="Adresses", text=" ".join(many), people=[address("bob")]
        )

        inside.people.erase(by="staff", person=LEA)

        facts = sa.cast(messages.c.facts, sa.Text)
        assert connection.scalar(sa.select(sa.func.count()).where(facts.contains("@x.fr"), facts.contains("lea1"))) == 0


def test_the_copy_that_is_deleted_has_the_answers_of_both_its_rounds(full: tuple[Delivering, sa.Engine]) -> None:
    answers = metadata.tables["copy_answers"]
    with undone(full) as (inside, connection):
        rounds = set(connection.scalars(sa.select(answers.c.round)))

        inside.cases.delete_copy(by="staff", person=LEA, course="recruter")

        left = connection.scalar(sa.select(sa.func.count()).select_from(answers))

    assert (rounds, left) == ({1, 2}, 0)


def test_a_row_that_others_name_is_no_conflict_but_a_fault_that_names_a_table(
    full: tuple[Delivering, sa.Engine],
) -> None:
    """Somebody else's change is tried again; a fault of the program is told at once, and what it is about."""
    _, engine = full
    with pytest.raises(Unavailable) as fault, speaking_our_words(engine), undone(full) as (_, connection):
        connection.execute(sa.delete(metadata.tables["people"]).where(metadata.tables["people"].c.email == LEA))

    assert not isinstance(fault.value, Conflict)
    assert (fault.value.part, fault.value.ground) == ("database", "rows belong together")
    assert fault.value.facts["table"] in {"people", *naming("people")}


def test_resetting_somebody_leaves_what_others_did(full: tuple[Delivering, sa.Engine]) -> None:
    with undone(full) as (inside, _):
        inside.people.reset_account(by="staff", person=address("bob"))
        assert inside.learning.progress(by="staff", person=LEA, course="recruter").finished
