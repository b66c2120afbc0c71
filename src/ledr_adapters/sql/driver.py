"""Statements given to the driver itself, where what SQLAlchemy does around a statement takes longer than the statement.

SQLite answers in the same process, often in microseconds. Whoever listens to statements or has them logged misses
none: they go through SQLAlchemy then, as they do on PostgreSQL, which loses connections and has to be told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy import exc

OWN: Final = "ledr_own"
"""The option of connections that are not a host's."""


def fetched(connection: sa.Connection, statement: str, values: Any) -> Sequence[Any]:
    """All that a statement finds. Raises as SQLAlchemy does."""
    if not _directly(connection):
        result = connection.exec_driver_sql(statement, values)
        try:
            rows: Sequence[Any] = result.cursor.fetchall() if result.cursor else []
        except connection.dialect.loaded_dbapi.Error as error:
            raise _as_sqlalchemy_says(connection, error, statement, values) from error
        result.close()
        return rows
    driver: Any = connection.connection.driver_connection
    try:
        return driver.execute(statement, values).fetchall()  # type: ignore[no-any-return]
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy_says(connection, error, statement, values) from error


def changed(connection: sa.Connection, statement: str, values: Any) -> int:
    """Run a statement that changes rows; gives how many it touched. Raises as SQLAlchemy does."""
    return _touched(connection, "execute", statement, values)


def written(connection: sa.Connection, statement: str, rows: list[tuple[Any, ...]]) -> int:
    """Run a statement for each of the rows; gives how many it touched. Raises as SQLAlchemy does."""
    return _touched(connection, "executemany", statement, rows)


def _touched(connection: sa.Connection, how: Literal["execute", "executemany"], statement: str, values: Any) -> int:
    if not _directly(connection):
        return connection.exec_driver_sql(statement, values).rowcount
    driver: Any = connection.connection.driver_connection
    try:
        return getattr(driver, how)(statement, values).rowcount  # type: ignore[no-any-return]
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy_says(connection, error, statement, values) from error


def _directly(connection: sa.Connection) -> bool:
    """Whether nobody is there to notice: a connection of our own to SQLite, without listeners, not logged."""
    engine = connection.engine
    if engine.dialect.name != "sqlite" or engine.echo or OWN not in connection.get_execution_options():
        return False
    statements: Any = engine.dispatch
    driver: Any = engine.dialect.dispatch
    return not (
        statements.before_cursor_execute
        or statements.after_cursor_execute
        or driver.do_execute
        or driver.do_executemany
        or driver.handle_error
    )


def _as_sqlalchemy_says(connection: sa.Connection, error: Exception, statement: str, values: Any) -> BaseException:
    return exc.DBAPIError.instance(
        statement,
        values,
        error,
        connection.dialect.loaded_dbapi.Error,
        hide_parameters=connection.engine.hide_parameters,
        dialect=connection.dialect,
    )
