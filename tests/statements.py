"""The statements that reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from ledr_core import School


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements that an engine is given from now on."""
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(engine, "before_cursor_execute", note)


@contextmanager
def statements_of(school: School) -> Iterator[list[str]]:
    """Those of a school's database."""
    store: Any = school._desk.ports.store
    with counted(store.engine) as statements:
        yield statements
