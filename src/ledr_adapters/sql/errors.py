"""What a database refuses, in the library's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import exc

from ledr_core.domain.kernel.errors import Conflict, Unavailable


@contextmanager
def speaking_our_words(engine: sa.Engine, *, waited: float | None = None) -> Iterator[None]:
    """What the database refuses, as Conflict or Unavailable; nothing of its address but the name is told.

    *waited* is how many seconds a transaction of our own waits for a lock: where one still keeps us out, that was long
    enough.
    """
    try:
        yield
    except exc.IntegrityError as error:
        if _is_dangling(error):
            raise Unavailable("database", "rows belong together", {"table": _table_of(error)}) from error
        raise Conflict(_first_line(error)) from error
    except exc.OperationalError as error:
        if _is_locked(error) and waited is not None:
            facts = {"path": _place(engine), "seconds": int(waited) if waited == int(waited) else waited}
            raise Unavailable("database", "locked", facts) from error
        if _is_conflict(error):
            raise Conflict(_first_line(error)) from error
        if "Could not decode" in str(error.orig):  # one damaged text, which the others do not suffer from
            raise ValueError(_first_line(error)) from error
        raise Unavailable(
            "database", "does not answer", {"path": _place(engine), "cause": _first_line(error)}
        ) from error
    except exc.DataError as error:
        raise ValueError(_first_line(error)) from error
    except (exc.DBAPIError, exc.TimeoutError) as error:
        raise Unavailable(
            "database", "does not answer", {"path": _place(engine), "cause": _first_line(error)}
        ) from error


def _is_dangling(error: exc.IntegrityError) -> bool:
    """Whether a row would refer to none: a fault of ours, which trying again does not mend."""
    return getattr(error.orig, "sqlstate", None) == "23503" or "FOREIGN KEY" in str(error.orig)


def _table_of(error: exc.IntegrityError) -> str:
    """The table whose rows refer to what is not there, where the database says it; else the one that was written."""
    from ledr_adapters.sql import tables as t

    said = getattr(getattr(error.orig, "diag", None), "table_name", None)
    written = (word for word in re.findall(r"\w+", error.statement or "") if word in t.metadata.tables)
    return said or next(written, "?")


def _is_conflict(error: exc.OperationalError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in ("40001", "40P01", "55P03") or _is_locked(error)


def _is_locked(error: exc.OperationalError) -> bool:
    return "database is locked" in str(error.orig)


def _first_line(error: exc.SQLAlchemyError) -> str:
    original = getattr(error, "orig", None) or error
    return str(original).strip().splitlines()[0] if str(original).strip() else type(original).__name__


def _place(engine: sa.Engine) -> str:
    return engine.url.database or engine.dialect.name
