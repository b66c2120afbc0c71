"""The schema made at once and the one made by the migrations are the same, on each kind of database."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledr_adapters import open_rehearsal, upgrade
from ledr_adapters.sql import schema
from ledr_adapters.sql.damage import damage
from ledr_adapters.sql.tables import metadata
from ledr_core import Unavailable
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school
from tests.integration.sql.restored import configuration, restore


@pytest.fixture
def engine(new_database_url: str) -> Iterator[sa.Engine]:
    """An engine of its own over an empty database of each kind."""
    made = sa.create_engine(new_database_url)
    yield made
    made.dispose()


def migrate(engine: sa.Engine) -> None:
    """Make the schema by all the migrations, the first one included."""
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "head")


def test_the_migrations_lead_to_the_tables_as_they_are_declared(engine: sa.Engine) -> None:
    """Alembic finds nothing to add, to remove or to change: types, nullability and indexes included."""
    migrate(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_a_school_made_at_once_has_the_schema_of_one_that_was_migrated(
    engine: sa.Engine, new_database_url: str
) -> None:
    """Down to what Alembic does not compare: names of constraints, and the conditions of partial indexes."""
    migrate(engine)
    migrated = definitions(engine)
    with engine.begin() as connection:
        version = connection.scalar(sa.text("select version_num from alembic_version"))
        metadata.drop_all(connection)
        connection.execute(sa.text("drop table alembic_version"))

    a_school(new_database_url, clock=FixedClock("2026-11-19")).close()

    assert definitions(engine) == migrated
    with engine.connect() as connection:
        assert connection.scalar(sa.text("select version_num from alembic_version")) == version == schema.HEAD
    assert any("until is null" in str(index).lower() for index in migrated["indexes"])


def definitions(engine: sa.Engine) -> dict[str, Any]:
    """Everything that the database says of our tables; that of the version is Alembic's own."""
    inspector = sa.inspect(engine)
    found: dict[str, Any] = {
        table: {
            "columns": {one["name"]: (str(one["type"]), one["nullable"], one["default"]) for one in columns},
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": _sorted(inspector.get_foreign_keys(table)),
            "unique": _sorted(inspector.get_unique_constraints(table)),
            "checks": _sorted(inspector.get_check_constraints(table)),
        }
        for table in sorted(set(inspector.get_table_names()) - {"alembic_version"})
        for columns in [inspector.get_columns(table)]
    }
    statement = {
        "sqlite": "select tbl_name, name, sql from sqlite_master where type = 'index' order by name",
        "postgresql": "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 2",
    }[engine.dialect.name]
    with engine.connect() as connection:
        rows = connection.execute(sa.text(statement))
        found["indexes"] = [tuple(row) for row in rows if row[0] != "alembic_version"]
    return found


def _sorted(constraints: Any) -> list[Any]:
    return sorted(constraints, key=repr)


def of_the_first_release(engine: sa.Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Have the database be as the first release left it; gives its rows by table."""
    restore(engine, "0001")
    names = [name for name in sa.inspect(engine).get_table_names() if name != "alembic_version"]
    return rows_of(engine, {name: [one["name"] for one in sa.inspect(engine).get_columns(name)] for name in names})


def rows_of(engine: sa.Engine, columns: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of tables as the database holds them, those columns only."""
    with engine.connect() as connection:
        return {
            table: sorted(
                (
                    tuple(row)
                    for row in connection.execute(
                        sa.select(*(sa.literal_column(f'"{name}"') for name in names)).select_from(sa.table(table))
                    )
                ),
                key=repr,
            )
            for table, names in columns.items()
        }


def test_a_database_of_the_first_release_upgrades_without_loss(new_database_url: str, engine: sa.Engine) -> None:
    """Every row of every table is there as it was, and every table of that release has some."""
    before = of_the_first_release(engine)
    columns = {name: [one["name"] for one in sa.inspect(engine).get_columns(name)] for name in before}

    assert upgrade(new_database_url) == ("0001", schema.HEAD)

    assert [table for table, rows in before.items() if not rows] == []
    assert rows_of(engine, columns) == before
    with engine.connect() as connection:
        assert damage(connection) is None
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_a_school_of_the_first_release_goes_on_after_the_upgrade(new_database_url: str, engine: sa.Engine) -> None:
    """Who had finished stays so, who was seeing a lesson goes on, and the catalogue takes what is new."""
    of_the_first_release(engine)
    upgrade(new_database_url)
    lea, bob, max_ = (f"{name}@manpower.example" for name in ("lea", "bob", "max"))

    with closing(open_rehearsal(new_database_url, clock=FixedClock("2026-11-21T09:00"))) as school:
        assert school.learning.progress(by="staff", person=lea, course="recruter").finished
        assert school.sessions.show(by="staff", session="Lyon").holders[0].person == max_
        school.learning.watch(by=bob, lesson="l1", ended=True)
        assert school.learning.home(by=bob).percent == 50
        school.catalogue.put_workshop(by="staff", reference="w1", title="Annonce", modules=["m1"])
        school.catalogue.put_course(by="staff", reference="recruter", workshops=["w1"], workshops_required=1)
        shown = school.catalogue.course(by="staff", course="recruter")
        assert (shown.certifying, shown.assessments, shown.workshops) == (False, False, ("w1",))
        assert [theme.reference for theme in shown.themes] == ["t1", "t2"]
        school.learning.watch(by=bob, lesson="l2", ended=True)
        assert not school.learning.progress(by=bob).finished
        assert school.learning.progress(by="staff", person=lea, course="recruter").finished
        assert school.jobs.daily(by="staff").failures == ()
        assert {one.name: one.value for one in school.settings.list(by="staff")}["late_enrolment_days"] == 10


def test_the_newest_migration_is_the_head_that_a_new_school_gets() -> None:
    """They are one line, numbered so that an older release sorts before a newer one."""
    script = ScriptDirectory.from_config(configuration())
    line = [revision.revision for revision in script.walk_revisions()]

    assert script.get_heads() == [schema.HEAD]
    assert line == sorted(line, reverse=True)
    assert all(len(revision) == 4 and revision.isdecimal() for revision in line)


def test_upgrading_makes_a_school_where_there_is_none(new_database_url: str) -> None:
    """It says that there was none, and the release it is of now."""
    assert upgrade(new_database_url) == (None, schema.HEAD)

    with closing(a_school(new_database_url, clock=FixedClock("2026-11-19"))) as school:
        assert [one.name for one in school.companies.list(by="staff")] == ["Manpower"]


def test_upgrading_what_is_up_to_date_changes_nothing(new_database_url: str, engine: sa.Engine) -> None:
    """The school is as it was."""
    a_school(new_database_url, clock=FixedClock("2026-11-19")).close()
    before = definitions(engine)

    assert upgrade(new_database_url) == (schema.HEAD, schema.HEAD)

    assert definitions(engine) == before
    with closing(a_school(new_database_url, clock=FixedClock("2026-11-19"), furnished=False)) as school:
        assert [one.name for one in school.companies.list(by="staff")] == ["Manpower"]


def test_upgrading_leaves_a_database_of_somebody_else_alone(new_database_url: str, engine: sa.Engine) -> None:
    """It is refused in words."""
    with engine.begin() as connection:
        connection.execute(sa.text("create table invoices (number integer)"))

    with pytest.raises(Unavailable, match="not a database of ledr"):
        upgrade(new_database_url)

    assert sa.inspect(engine).get_table_names() == ["invoices"]


def test_upgrading_leaves_a_database_that_another_program_migrates_alone(
    new_database_url: str, engine: sa.Engine
) -> None:
    """A host with Alembic of its own has a table of versions too: it is not ours."""
    with engine.begin() as connection:
        connection.execute(sa.text("create table invoices (number integer)"))
        connection.execute(sa.text("create table alembic_version (version_num varchar(32) not null)"))
        connection.execute(sa.text("insert into alembic_version values ('0000')"))

    with pytest.raises(Unavailable, match="not a database of ledr"):
        upgrade(new_database_url)

    assert sorted(sa.inspect(engine).get_table_names()) == ["alembic_version", "invoices"]


def test_upgrading_leaves_a_database_of_a_newer_release_alone(new_database_url: str, engine: sa.Engine) -> None:
    """It is refused in words, naming what would help."""
    a_school(new_database_url, clock=FixedClock("2026-11-19")).close()
    with engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))

    with pytest.raises(Unavailable, match="newer"):
        upgrade(new_database_url)


def test_how_often_each_question_was_shown_is_counted_at_the_upgrade(new_database_url: str, engine: sa.Engine) -> None:
    """Answered, or shown last and left; the others start from none."""
    restore(engine, "0004")

    upgrade(new_database_url)

    with engine.connect() as connection:
        shown = Counter(
            connection.scalars(
                sa.text(
                    "select question_id from attempt_answers"
                    " union all select shown_id from attempts where shown_id is not null"
                )
            )
        )
        rows = connection.execute(sa.text("select id, exposure from questions"))
        kept = {row.id: row.exposure for row in rows}
    assert {question: times for question, times in kept.items() if times} == dict(shown)
    assert 0 < len(shown) < len(kept)
