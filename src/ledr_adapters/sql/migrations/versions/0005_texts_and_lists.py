"""Texts in whatever form they are written, lists by page, and searching: keys, words and indexes.

What was told apart before and has the same key now stops nothing: the first keeps it, the others get one of their own
(`ledr_adapters.sql.doubles`). A suppressed address that is there twice is there once.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from ledr_adapters.sql.doubles import key_of_double
from ledr_core.domain.kernel.texts import address_key, composed, folded, words_of
from ledr_core.domain.people.person import place_in_lists

revision = "0005"
down_revision = "0004"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
AT_ONCE = 5_000
PARTS = ("lessons", "modules", "themes", "courses", "workshops", "questions", "cases")


def upgrade() -> None:
    """Make the columns, fill them, then make the indexes."""
    op.add_column("people", sa.Column("list_key", KEY, server_default=sa.text("''"), nullable=False))
    op.add_column("sessions", sa.Column("reference_key", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "search_words",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("word", KEY, nullable=False),
        sa.PrimaryKeyConstraint("kind", "owner_id", "word", name=op.f("pk_search_words")),
    )
    fill(op.get_bind())
    _index()


def fill(connection: sa.Connection) -> None:
    """Give the rows that there are their keys and words."""
    for table in PARTS:
        _compose_references(connection, table)
    _keys(connection, "sessions", "reference", "reference_key", folded)
    _keys(connection, "companies", "name", "name_key", folded)
    _keys(connection, "people", "email", "email_key", address_key)
    for table, column, key in (("messages", "address", "address_key"), ("placements", "email", "email_key")):
        _change(connection, table, "id", key, _unlike(connection, table, column, key))
    _suppressions(connection)
    people = ("people", "id", "last_name", "first_name", "email")
    places = ((row.id, place_in_lists(*row[1:])) for row in _rows(connection, *people))
    _change(connection, "people", "id", "list_key", places)
    _words(connection, "person", ((row.id, " ".join(row[1:])) for row in _rows(connection, *people)))
    modules = _rows(connection, "modules", "id", "reference", "title")
    _words(connection, "module", ((row.id, f"{row.reference} {row.title}") for row in modules))


def _rows(connection: sa.Connection, table: str, *columns: str) -> Iterator[Any]:
    """Those columns of all rows, the first being the key, some rows at a time: others may change meanwhile."""
    names: list[sa.ColumnClause[Any]] = [sa.column(name) for name in columns]
    some = sa.select(*names).select_from(sa.table(table)).order_by(names[0]).limit(AT_ONCE)
    rows = connection.execute(some).all()
    while rows:
        yield from rows
        rows = connection.execute(some.where(names[0] > rows[-1][0])).all()


def _keys(connection: sa.Connection, table: str, column: str, key: str, of: Callable[[str], str]) -> None:
    """Give each row its key, a double one of its own."""
    taken: set[str] = set()
    changed: list[tuple[str, str]] = []
    for row in _rows(connection, table, "id", column, key):
        own = of(row[1])
        own = own if own not in taken else key_of_double(own, row[1])
        taken.add(own)
        if own != row[2]:
            changed.append((row.id, own))
    if table != "sessions":  # make room for one another where a key is unique already
        _change(connection, table, "id", key, ((one, f"\n{one}") for one, _ in changed))
    _change(connection, table, "id", key, changed)


def _unlike(connection: sa.Connection, table: str, column: str, key: str) -> Iterator[tuple[str, str]]:
    """The rows whose address has another key now."""
    for row in _rows(connection, table, "id", column, key):
        if row[1] is not None and (own := address_key(row[1])) != row[2]:
            yield row.id, own


def _suppressions(connection: sa.Connection) -> None:
    """Keep one entry a channel and address: the oldest."""
    table = sa.table("suppressions", *map(sa.column, ("channel", "address_key", "address", "since")))
    kept: dict[tuple[str, str], str] = {}
    for row in connection.execute(sa.select(table).order_by(table.c.since, table.c.address_key)).all():
        key = kept.setdefault((row.channel, address_key(row.address)), row.address_key)
        if key != row.address_key:
            this = sa.and_(table.c.channel == row.channel, table.c.address_key == row.address_key)
            connection.execute(sa.delete(table).where(this))
    for (channel, own), key in kept.items():
        if own != key:
            this = sa.and_(table.c.channel == channel, table.c.address_key == key)
            connection.execute(sa.update(table).where(this).values(address_key=own))


def _compose_references(connection: sa.Connection, table: str) -> None:
    """References in composed form; where two would be alike, the later gets a number behind it."""
    rows = list(_rows(connection, table, "id", "reference"))
    taken = {row.reference for row in rows}
    for row in rows:
        whole = free = str(composed(row.reference))
        if whole == row.reference:
            continue
        number = 1
        while free in taken:
            number += 1
            free = f"{whole} ({number})"
        taken.add(free)
        _change(connection, table, "id", "reference", [(row.id, free)])


def _change(connection: sa.Connection, table: str, key: str, column: str, rows: Iterable[tuple[Any, str]]) -> None:
    place = sa.table(table, sa.column(key), sa.column(column))
    statement = sa.update(place).where(place.c[key] == sa.bindparam("which")).values({column: sa.bindparam("value")})
    for some in _batches(rows):
        connection.execute(statement, [{"which": which, "value": value} for which, value in some])


def _words(connection: sa.Connection, kind: str, texts: Iterable[tuple[str, str]]) -> None:
    table = sa.table("search_words", *map(sa.column, ("kind", "owner_id", "word")))
    rows = ((owner, word) for owner, text in texts for word in sorted(words_of(text)))
    for some in _batches(rows):
        values = [{"kind": kind, "owner_id": owner, "word": word} for owner, word in some]
        connection.execute(sa.insert(table), values)


def _batches(rows: Iterable[tuple[Any, str]]) -> Iterator[list[tuple[Any, str]]]:
    iterator = iter(rows)
    while some := list(islice(iterator, AT_ONCE)):
        yield some


def _index() -> None:
    op.create_index("ix_search_words_kind_word_owner_id", "search_words", ["kind", "word", "owner_id"], unique=False)
    op.drop_index("ix_people_company_id", "people")
    op.create_index("ix_people_list_key", "people", ["list_key"], unique=False)
    op.create_index("ix_people_company_id_list_key", "people", ["company_id", "list_key"], unique=False)
    op.create_index("ix_people_role_list_key", "people", ["role", "list_key"], unique=False)
    op.create_index("ix_people_company_id_role_list_key", "people", ["company_id", "role", "list_key"], unique=False)
    op.drop_index("ix_sessions_company_id", "sessions")
    op.create_index("uq_sessions_reference_key", "sessions", ["reference_key"], unique=True)
    op.create_index("ix_sessions_start_reference", "sessions", ["start", "reference"], unique=False)
    op.create_index("ix_sessions_end_reference", "sessions", ["end", "reference"], unique=False)
    for by in ("start", "end"):
        name = f"ix_sessions_company_id_{by}_reference"
        op.create_index(name, "sessions", ["company_id", by, "reference"], unique=False)
    op.drop_index("ix_messages_person_id", "messages")
    op.create_index("ix_messages_due_number", "messages", ["due", "number"], unique=False)
    op.create_index("ix_messages_person_id_due_number", "messages", ["person_id", "due", "number"], unique=False)
    op.create_index("ix_messages_kind_due_number", "messages", ["kind", "due", "number"], unique=False)
    _index_some("ix_messages_not_accepted", "messages", ["state", "due", "number"], "state <> 'accepted'")
    _index_some("ix_messages_delivery", "messages", ["delivery", "due", "number"], "delivery is not null")
    chosen = ["workshop_id", "question", "chosen"]
    _index_some("ix_workshop_answers_chosen", "workshop_answers", chosen, "chosen is not null")
    op.create_index("ix_runs_started_job_date", "runs", ["started", "job", "date"], unique=False)
    op.create_index("ix_certifications_person_id", "certifications", ["person_id"], unique=False)


def _index_some(name: str, table: str, columns: list[str], where: str) -> None:
    """An index that has some of the rows alone."""
    some = sa.text(where)
    op.create_index(name, table, columns, unique=False, sqlite_where=some, postgresql_where=some)
