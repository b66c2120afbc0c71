"""Databases with the tables of a school and nothing in them: made once a run, for thousands of tests."""

import sqlalchemy as sa

from ledr_adapters.sql.schema import HEAD, prepare
from ledr_adapters.sql.store import engine_for
from ledr_adapters.sql.tables import metadata

OURS = tuple(f'"{table.name}"' for table in metadata.sorted_tables)
OTHERS = f"""
    select format('drop table %%I cascade', tablename) from pg_tables
    where schemaname = 'public' and tablename not in ({", ".join(f"'{name}'" for name in metadata.tables)})
    and tablename <> 'alembic_version'
"""
"""What takes away the tables that a test has made."""
COUNTED = """
    select format('alter sequence %%I restart', sequencename) from pg_sequences
    where schemaname = 'public' and last_value is not null
"""
"""What has rows numbered from 1 again."""
OUT = """
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""


EMPTY = f"""
    create function pg_temp.empty() returns void language plpgsql as $$ begin
        {"; ".join(f"delete from {table}" for table in OURS)};
        update alembic_version set version_num = '{HEAD}';
    end $$
"""
"""A function, whose statements are planned once."""


def make_tables(url: str) -> None:
    """Make the tables in an empty database."""
    engine = engine_for(url)
    prepare(engine)
    engine.dispose()


class Emptied:
    """A PostgreSQL database with the tables, for one test after the other."""

    def __init__(self, url: str) -> None:
        make_tables(url)
        self._url = url
        self._connection = sa.create_engine(url, poolclass=sa.NullPool).connect()
        with self._connection.begin():
            self._connection.exec_driver_sql("set session_replication_role = replica")  # rows go in any order
            self._connection.exec_driver_sql(EMPTY)

    def url(self) -> str:
        """Its URL, when it is as it was when its tables were made; whoever is still connected is out."""
        with self._connection.begin():
            run = self._connection.exec_driver_sql
            run(OUT)
            found = run(f"{OTHERS} union all {COUNTED}").scalars().all()
            run("; ".join([*found, "select pg_temp.empty()"]))
        return self._url

    def close(self) -> None:
        """Leave it."""
        self._connection.close()
