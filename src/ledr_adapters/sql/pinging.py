"""Whether a connection that waited for its next use is still one: a server is asked only when it may be gone.

To ask costs as much as a statement, before each work. A server that ends a connection says so, and the operating
system knows at once whether something was said; a network that lost a connection in silence does so after a while.
"""

from __future__ import annotations

import select
import time
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import exc

UNASKED_SECONDS: Final = 5.0
"""A connection that has waited for longer is asked whatever it looks like."""
_GIVEN_BACK: Final = "ledr_given_back"


def ping_when_in_doubt(engine: sa.Engine) -> None:
    """Have each connection of the engine looked at when it is taken again; a dead one is replaced, with all others."""

    @sa.event.listens_for(engine, "checkin")
    def _given_back(_: Any, record: Any) -> None:
        record.info[_GIVEN_BACK] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def _taken(connection: Any, record: Any, _: Any) -> None:
        given_back = record.info.get(_GIVEN_BACK)
        if given_back is None or (time.monotonic() - given_back < UNASKED_SECONDS and _silent(connection)):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            if engine.dialect.is_disconnect(error, connection, None):
                raise exc.InvalidatePoolError from error
            raise


def _silent(connection: Any) -> bool:
    """Whether nothing has come from the server since its last answer; its end would have."""
    if connection.closed or not hasattr(select, "poll"):
        return False
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    return not heard.poll(0)
