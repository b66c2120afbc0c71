"""Rows that no release of ours has written: which one it is that cannot be read.

Reading trusts the database, since it is fast by that. Where something goes wrong the tables are looked through, each
column for what it cannot hold: nothing, another type, text that is no date or JSON, a word that is not of its list, a
link that leads nowhere; a key that is another's; and JSON, last, for what is not of its shape.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from enum import StrEnum
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.doubles import keys_of
from ledr_adapters.sql.insides import INSIDE, ByWord
from ledr_adapters.sql.shapes import Shape, fits
from ledr_core.domain.assessments.attempt import Outcome
from ledr_core.domain.catalogue.questions import QuestionKind
from ledr_core.domain.certification.certification import Kind
from ledr_core.domain.certification.copies import State
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.texts import address_key, folded
from ledr_core.domain.messages.delivery import Cause, DeliveryState, SendState
from ledr_core.domain.organisation.invitations import Ended
from ledr_core.domain.organisation.key_figures import Rhythm
from ledr_core.domain.organisation.roles import OrganisationRole, OverallRole
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.rotation import PolicyKind
from ledr_core.domain.sessions.sessions import MOST_SEATS, SessionKind
from ledr_core.domain.sessions.slots import Closed, Opened
from ledr_core.ports.unit import Damage, ReadsFacts

_Row: TypeAlias = dict[sa.Column[Any], Any]
ROWS_AT_ONCE: Final = 1000

WORDS: Final[Mapping[sa.Column[Any], type[StrEnum]]] = {
    t.people.c.role: Role,
    t.people.c.organisation_role: OverallRole,
    t.invitations.c.role: OrganisationRole,
    t.invitations.c.ended: Ended,
    t.key_figures.c.every: Rhythm,
    t.memberships.c.role: Role,
    t.sessions.c.kind: SessionKind,
    t.sessions.c.policy: PolicyKind,
    t.holdings.c.opened_by: Opened,
    t.holdings.c.closed_by: Closed,
    t.questions.c.kind: QuestionKind,
    t.copies.c.state: State,
    t.certifications.c.level: Level,
    t.documents.c.kind: Kind,
    t.attempts.c.outcome: Outcome,
    t.messages.c.state: SendState,
    t.messages.c.delivery: DeliveryState,
    t.messages.c.cause: Cause,
    t.provider_events.c.state: DeliveryState,
    t.provider_events.c.cause: Cause,
    t.suppressions.c.cause: Cause,
}
"""The columns that hold a word of a list."""
_NUMBERS: Final = frozenset({t.certifications.c.grade})
"""The columns that hold a number as text."""
_FACTS: Final = frozenset({t.messages.c.facts, t.notifications.c.facts})
"""The columns that hold the facts of a message."""
_FILES: Final = frozenset({t.people.c.picture, t.modules.c.sheet_sha256})
"""The columns that name a file by its content."""
_NEEDS: Final = {t.modules.c.sheet_sha256: t.modules.c.sheet}
"""The columns that say something only beside what the other one holds: a file without its name cannot be given."""

_BEYOND: Final = {
    t.sessions.c.package: f"? not between 0 and {MOST_SEATS}",
    t.questions.c.level: f"kind = '{QuestionKind.PROGRAMME}' and ? is null",
    t.attempts.c.score: "outcome is not null and ? is null",
}
"""The columns whose type says less than what they may hold."""
_KEYS: Final[Mapping[sa.Column[Any], tuple[sa.Column[Any], Callable[[str], str]]]] = {
    t.companies.c.name_key: (t.companies.c.name, folded),
    t.people.c.email_key: (t.people.c.email, address_key),
    t.teams.c.name_key: (t.teams.c.name, folded),
    t.invitations.c.address_key: (t.invitations.c.address, address_key),
    t.sessions.c.reference_key: (t.sessions.c.reference, folded),
}
"""The columns by which something is found, what it is called, and what makes the one of the other."""


def reads_any(_kind: str, _facts: Mapping[str, object]) -> None:
    """Where nobody is there who knows the kinds of message."""


def damage(connection: sa.Connection, reads_facts: ReadsFacts = reads_any) -> Damage | None:
    """The first row found that cannot be read, None when all can."""
    on_sqlite = connection.dialect.name == "sqlite"
    unsound = _on_sqlite if on_sqlite else _on_a_server
    for table in t.metadata.sorted_tables:
        wanted = _first(table, unsound)
        found = None if wanted is None else connection.execute(wanted).first()
        if found is not None:
            return Damage(table.name, _named(found[1:]), found[0])
    return (_not_text(connection) if on_sqlite else None) or _lost(connection) or _other_inside(connection, reads_facts)


def _first(table: sa.Table, unsound: Callable[[sa.Column[Any]], Iterator[str]]) -> sa.Select[Any] | None:
    """What looks for the first row of a table that cannot be read, None where the database sees to it itself."""
    said = {one.name: " or ".join(f"({condition})" for condition in unsound(one)) for one in table.columns}
    cases = [(sa.text(conditions), name) for name, conditions in said.items() if conditions]
    if not cases:
        return None
    which = sa.case(*cases, else_=None)
    key: list[sa.ColumnElement[Any]] = [
        sa.literal_column(_said(one)[0]) for one in table.primary_key.columns
    ]  # as it stands there, readable or not
    return sa.select(which, *key).select_from(table).where(which.is_not(None)).limit(1)


def _named(key: Iterable[Any]) -> str:
    return ", ".join(str(part) for part in key)


def _said(column: sa.Column[Any]) -> tuple[str, str]:
    """A column as SQL, and the words that it may hold."""
    words = ", ".join(f"'{word.value}'" for word in WORDS.get(column, ()))
    return f'{column.table.name}."{column.name}"', words


def _anywhere(column: sa.Column[Any]) -> Iterator[str]:
    """What a column should not hold on any database: a link that leads nowhere, a word that is not of its list."""
    name, words = _said(column)
    if words:
        yield f"{name} not in ({words})"
    for target in (*(link.column for link in column.foreign_keys), *([t.files.c.sha256] if column in _FILES else [])):
        there = f'"{target.table.name}" as there where there."{target.name}" = {name}'
        yield f"{name} is not null and not exists (select 1 from {there})"
    if column in _NEEDS:
        yield f"{name} is not null and {_said(_NEEDS[column])[0]} is null"
    if column in _BEYOND:
        yield _BEYOND[column].replace("?", name)


def _on_a_server(column: sa.Column[Any]) -> Iterator[str]:
    """What a column of PostgreSQL, which checks types itself, should not hold."""
    yield from _anywhere(column)
    name, _ = _said(column)
    if column in _NUMBERS:
        yield f"{name} !~ '^[0-9]+(\\.[0-9]+)?$'"


def _on_sqlite(column: sa.Column[Any]) -> Iterator[str]:
    """What a column of SQLite, which keeps whatever it is given, should not hold."""
    yield from _anywhere(column)
    name, _ = _said(column)
    if not column.nullable:
        yield f"{name} is null"
    if column in _NUMBERS:
        yield f"{name} glob '*[^0-9.]*' or {name} in ('', '.')"
    yield _OF_TYPE[next(kind for kind in _OF_TYPE if isinstance(column.type, kind))].replace("?", name)


_OF_TYPE: Final[Mapping[type[Any], str]] = {
    t.UtcInstant: (
        "typeof(?) not in ('text', 'null') or length(?) <> 26 "
        "or datetime(substr(?, 1, 19), '+0 days') is not substr(?, 1, 19) "
        "or substr(?, 20) not glob '.[0-9][0-9][0-9][0-9][0-9][0-9]' or ? < '0001'"
    ),
    sa.JSON: "typeof(?) = 'blob' or (? is not null and not json_valid(?))",  # a number may be kept as one
    sa.Date: "typeof(?) not in ('text', 'null') or date(?, '+0 days') is not ? or ? < '0001'",
    sa.Boolean: "? not in (0, 1)",
    sa.Integer: "typeof(?) not in ('integer', 'null')",
    sa.LargeBinary: "typeof(?) not in ('blob', 'null')",
    sa.String: "typeof(?) not in ('text', 'null')",
}


def _not_text(connection: sa.Connection) -> Damage | None:
    """A text that is none: SQLite keeps bytes as they come."""
    driver: Any = connection.connection.driver_connection
    usual, driver.text_factory = driver.text_factory, bytes
    try:
        for table in t.metadata.sorted_tables:
            names = [one.name for one in (*table.primary_key.columns, *table.columns)]
            listed = ", ".join(f'"{name}"' for name in names)
            for row in driver.execute(f'select {listed} from "{table.name}"'):
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, bytes) and not _decodes(value, table.c[name]):
                        key = [_readable(part) for part in row[: len(table.primary_key.columns)]]
                        return Damage(table.name, _named(key), name)
    finally:
        driver.text_factory = usual
    return None


def _decodes(value: bytes, column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.LargeBinary) or _readable(value).encode() == value


def _readable(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _lost(connection: sa.Connection) -> Damage | None:
    """What is not found by what it is called."""
    for key, (called, made) in _KEYS.items():
        named = sa.select(next(iter(key.table.primary_key.columns)), called, key)
        with connection.execute(named, execution_options={"yield_per": ROWS_AT_ONCE}) as rows:
            for row, name, kept in rows:
                if kept not in keys_of(made(name), name):
                    return Damage(key.table.name, str(row), key.name)
    return None


def _other_inside(connection: sa.Connection, reads_facts: ReadsFacts) -> Damage | None:
    """JSON of another shape than its column's, or facts of a message that its kind cannot read."""
    for table in t.metadata.sorted_tables:
        shapes = {column: shape for column, shape in INSIDE.items() if column.table is table}
        with closing(_with_json(connection, table, shapes)) as rows:
            for row in rows:
                wrong = (one.name for one, shape in shapes.items() if not _is_sound(row, one, shape, reads_facts))
                if name := next(wrong, None):
                    return Damage(table.name, _named(row[one] for one in table.primary_key.columns), name)
    return None


def _with_json(
    connection: sa.Connection, table: sa.Table, shapes: Collection[sa.Column[Any]]
) -> Generator[_Row, None, None]:
    """The rows of a table that has some JSON, which is given as text: it may be such as no reader takes."""
    if not shapes:
        return
    plain = [column for column in table.columns if column not in shapes]
    found = sa.select(*plain, *(sa.cast(column, sa.Text).label(column.name) for column in shapes))
    with connection.execute(found, execution_options={"yield_per": ROWS_AT_ONCE}) as rows:
        for row in rows:
            yield dict(zip((*plain, *shapes), row, strict=True))


def _is_sound(row: _Row, column: sa.Column[Any], shape: Shape | ByWord, reads_facts: ReadsFacts) -> bool:
    try:
        value = None if row[column] is None else json.loads(row[column])
        if value is None:
            return column.nullable is True
        if isinstance(shape, ByWord):
            shape = shape.shapes.get(row[shape.column], object)
        if column in _FACTS and not row.get(t.messages.c.resolved):  # one that has left keeps what it said
            reads_facts(row[column.table.c.kind], value)
    except Exception:  # also JSON deeper than Python goes
        return False
    return fits(value, shape)
