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
    VERSION.create(engine, checkfirst=False)
    return "".join(f"{one};\n" for one in said)


if __name__ == "__main__":
    for one in DIALECTS:
        (STATEMENTS / f"{one}.sql").write_text(script(one), encoding="utf-8")
