"""The keys of addresses tell apart what only looks or sounds alike, such as ß and ss: two mailboxes (ACC-18).

Whoever was a double by the former key, and is none by this, has the key of all now; `ledr doctor` names them no more.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from ledr_adapters.sql.doubles import key_of_double
from ledr_core.domain.kernel.texts import address_key

revision = "0011"
down_revision = "0010"

AT_ONCE = 5_000


def upgrade() -> None:
    """Make anew the keys that would be others now, in every table that keeps some."""
    connection = op.get_bind()
    _people(connection)
    for table, column, key in (
        ("messages", "address", "address_key"),
        ("placements", "email", "email_key"),
        ("suppressions", "address", "address_key"),
    ):
        for text, former in _otherwise(connection, table, column, key):
            place = sa.table(table, sa.column(column), sa.column(key))
            this = sa.and_(place.c[column] == text, place.c[key] == former)
            connection.execute(sa.update(place).where(this).values({key: address_key(text)}))


def _people(connection: sa.Connection) -> None:
    """Room is made first, since keys are unique; whoever had the key of all chooses before the doubles."""
    people = sa.table("people", sa.column("email"), sa.column("email_key"))
    changed = sorted(_otherwise(connection, "people", "email", "email_key"), key=lambda row: "\n" in row[1])
    for email, former in changed:
        this = people.c.email_key == former
        connection.execute(sa.update(people).where(this).values(email_key=f"\n{email}"))
    for email, _ in changed:
        own = address_key(email)
        taken = connection.scalar(sa.select(sa.exists().where(people.c.email_key == own)))
        key = key_of_double(own, email) if taken else own
        connection.execute(sa.update(people).where(people.c.email_key == f"\n{email}").values(email_key=key))


def _otherwise(connection: sa.Connection, table: str, column: str, key: str) -> list[Any]:
    """The addresses and keys of the rows that have another key than theirs: few, of addresses beyond ASCII."""
    place = sa.table(table, sa.column(column), sa.column(key))
    rows = connection.execute(
        sa.select(place.c[column], place.c[key]).distinct(), execution_options={"yield_per": AT_ONCE}
    )
    return [row for row in rows if row[0] is not None and address_key(row[0]) != row[1]]
