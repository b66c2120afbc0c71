"""Writes what makes the tables, src/ledr_adapters/sql/tables/*.sql, of the tables themselves (`make reference`)."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from ledr_adapters.sql.schema import STATEMENTS, VERSION
from ledr_adapters.sql.tables import metadata

DIALECTS: Final = ("sqlite", "postgresql")


def script(dialect: str) -> str:
    """The statements for a kind of database, each ended by a semicolon at the end of its line."""
    said: list[str] = []
    spoken = sa.make_url(f"{dialect}://").get_dialect()()
    engine = sa.create_mock_engine(
        f"{dialect}://", lambda statement, *_, **__: said.append(str(statement.compile(dialect=spoken)).strip())
    )
    metadata.create_all(engine, checkfirst=False)
    version = sa.Column("version_num", sa.String(32), nullable=False, primary_key=True)
    sa.Table(VERSION, sa.MetaData(), version).create(engine, checkfirst=False)
    tables = [one for one in said if one.startswith("CREATE TABLE")]
    others = sorted(set(said) - set(tables))  # indexes, which come in any order
    return "".join(f"{one};\n" for one in (*tables, *others))


if __name__ == "__main__":
    for one in DIALECTS:
        (STATEMENTS / f"{one}.sql").write_text(script(one), encoding="utf-8")
