"""Statements made once: what operations read again and again, without building and compiling it each time.

A statement is compiled once for each database. What it finds comes as plain values, converted column by column as the
types of the columns say.
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from attrs import define, frozen
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from ledr_adapters.sql.driver import changed, fetched

Converter = Callable[[Any], Any]


class Prepared:
    """A select that is run often, or a change that says what it wrote; parameters are bound, and given by name.

    The rows of aggregates about to change are locked where the database has row locks: `locked=True`.
    """

    def __init__(self, statement: sa.Select[Any] | sa.sql.dml.ReturningInsert[Any]) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, str, bool], _Compiled] = {}

    @cached_property
    def _row(self) -> Converter:
        """Makes a row of the values of its columns."""
        names: Any = self._statement.exported_columns.keys()
        row: Any = namedtuple("Row", names)  # type: ignore[misc]
        return row._make

    def rows(self, connection: sa.Connection, *, locked: bool = False, **values: Any) -> list[Any]:
        """What it finds, row by row, each column by its name."""
        return list(map(self._row, zip(*self.columns(connection, locked=locked, **values), strict=True)))

    def columns(self, connection: sa.Connection, *, locked: bool = False, **values: Any) -> list[Sequence[Any]]:
        """What it finds, column by column."""
        kind = (connection.dialect.name, connection.dialect.driver, locked)
        compiled = self._compiled.get(kind)
        if compiled is None:
            statement: Any = self._statement.with_for_update() if locked else self._statement  # type: ignore[union-attr]
            compiled = self._compiled[kind] = _compiled(statement, connection.dialect, statement.exported_columns)
        return compiled.find(connection, values)

    def one(self, connection: sa.Connection, **values: Any) -> Any:
        """The first column of the first row; None when there is none."""
        found = self.columns(connection, **values)[0]
        return found[0] if found else None


class PreparedChange:
    """An update or a delete that is run often; what it compares with and writes are bound parameters, given by name."""

    def __init__(self, statement: sa.Update | sa.Delete) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, str], _Compiled] = {}

    def run(self, connection: sa.Connection, **values: Any) -> int:
        """Change what it finds; gives how many rows those were."""
        kind = (connection.dialect.name, connection.dialect.driver)
        if kind not in self._compiled:
            self._compiled[kind] = _compiled(self._statement, connection.dialect)
        return self._compiled[kind].change(connection, values)


@define
class _Compiled:
    """A statement in the words of one database."""

    text: str
    parameters: list[_Parameter]
    places: list[str] | None
    """The names of the parameters in their order, each as often as it is there, where they go by their place."""
    readers: list[Converter | None]

    def find(self, connection: sa.Connection, values: dict[str, Any]) -> list[Sequence[Any]]:
        """What it finds, column by column."""
        rows = fetched(connection, self.text, self._bound(values))
        if not rows:
            return [()] * len(self.readers)
        columns = zip(*rows, strict=True)
        return [_converted(column, reader) for column, reader in zip(columns, self.readers, strict=True)]

    def change(self, connection: sa.Connection, values: dict[str, Any]) -> int:
        """How many rows it touches."""
        return changed(connection, self.text, self._bound(values))

    def _bound(self, values: dict[str, Any]) -> Any:
        given = {one.name: one.bound(values) for one in self.parameters}
        return tuple(map(given.__getitem__, self.places)) if self.places is not None else given


@frozen
class _Parameter:
    """A bound parameter; those that nobody gives keep the value they have in the statement."""

    name: str
    own: Any
    writer: Converter | None

    def bound(self, values: dict[str, Any]) -> Any:
        value = values.get(self.name, self.own)
        return value if self.writer is None else self.writer(value)


def _compiled(
    statement: sa.ClauseElement, dialect: sa.Dialect, columns: Iterable[sa.ColumnElement[Any]] = ()
) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect)
    names = list(compiled.params)
    parameters = [
        _Parameter(name, compiled.params[name], compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in names
    ]
    readers: list[Converter | None] = [
        column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
    ]
    return _Compiled(str(compiled), parameters, compiled.positiontup if compiled.positional else None, readers)


def _converted(values: Sequence[Any], reader: Converter | None) -> Sequence[Any]:
    """The values as the type promises; a value that comes often is converted once."""
    if reader is None:
        return values
    if len(values) > 20:
        different = set(values)
        if 4 * len(different) < len(values):
            known = {value: reader(value) for value in different}
            return list(map(known.__getitem__, values))
    return list(map(reader, values))


class Texts(TypeDecorator[Sequence[str]]):
    """Any number of texts as one value, so that a statement reads the same whatever their number."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        """An array on PostgreSQL, JSON elsewhere."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(sa.Text())
        from sqlalchemy.dialects import postgresql

        return dialect.type_descriptor(postgresql.ARRAY(sa.Text))

    def process_bind_param(self, value: Sequence[str] | None, dialect: sa.Dialect) -> Any:
        """To the database."""
        if value is None:
            return None
        return list(map(str, value)) if dialect.name == "postgresql" else json.dumps(value)


class one_of(FunctionElement[Any]):
    """Whether a column has one of many values, which are given as a list under that name, with the statement or now."""

    type = sa.types.NullType()  # a truth would be written "= 1" on SQLite, which then makes no use of an index
    inherit_cache = True

    def __init__(self, column: sa.ColumnElement[str], name: str, values: Iterable[str] | None = None) -> None:
        later = sa.bindparam(name, type_=Texts)
        super().__init__(
            column, later if values is None else sa.bindparam(None, list(values), type_=Texts, unique=True)
        )


@compiles(one_of)
def _in_array(element: one_of, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = any({values})"


@compiles(one_of, "sqlite")
def _in_json(element: one_of, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} in (select value from json_each({values}))"


class in_one_text(FunctionElement[str]):
    """The texts of a column in one, with a space or *between* between them, which they have not; nothing for none."""

    type = sa.String()
    inherit_cache = True

    def __init__(self, column: sa.ColumnElement[str], between: str = " ") -> None:
        super().__init__(column, sa.literal_column(f"'{between}'"))


@compiles(in_one_text)
def _string_agg(element: in_one_text, compiler: Any, **options: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **options)})"


@compiles(in_one_text, "sqlite")
def _group_concat(element: in_one_text, compiler: Any, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)})"
