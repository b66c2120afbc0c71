"""Databases as former releases left them, from the files in `stored`."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ledr_adapters.sql import schema

STORED = Path(__file__).parent / "stored"
MIGRATIONS = Path(schema.__file__).parent / "migrations"


def configuration(connection: sa.Connection | None = None) -> Config:
    """Alembic's, over the migrations of the school."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def restore(engine: sa.Engine, release: str) -> None:
    """Have an empty database be as the release of that schema left it."""
    with engine.begin() as connection:
        command.upgrade(configuration(connection), release)
        server = engine.dialect.name == "postgresql"
        if server:
            connection.exec_driver_sql("set local time zone 'UTC'")
        for statement in (STORED / f"{release}.sql").read_text(encoding="utf-8").splitlines()[1:]:
            connection.exec_driver_sql(statement if server else statement.replace("'\\x", "X'"))  # bytes
        if server:
            _number_on(connection)


def _number_on(connection: sa.Connection) -> None:
    """Go on numbering where the rows end, in the tables whose rows PostgreSQL numbers itself."""
    tables = "select table_name from information_schema.columns where column_default like 'nextval(%%'"
    for table in connection.exec_driver_sql(f"{tables} and column_name = 'number'").scalars().all():
        last = f"select max(number) from {table} having max(number) is not null"
        connection.exec_driver_sql(f"select setval(pg_get_serial_sequence('{table}', 'number'), ({last}))")
