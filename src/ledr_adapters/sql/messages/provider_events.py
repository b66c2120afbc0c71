"""What providers report of messages, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.messages.delivery import Cause, DeliveryState, ProviderEvent

_e = t.provider_events.c

EVENTS = Prepared(sa.select(t.provider_events).where(one_of(_e.message_id, "messages")).order_by(_e.at, _e.number))
ORPHANS = Prepared(
    sa.select(_e.number, _e.reference).where(
        one_of(_e.reference, "references"), _e.provider == sa.bindparam("provider"), _e.message_id.is_(None)
    )
)


class SqlProviderEvents:
    """The events that providers have reported."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def record(self, event: ProviderEvent, message: str | None, now: datetime) -> bool:
        """Keep an event; gives whether it was new."""
        row = {
            "provider": event.provider,
            "fingerprint": event.fingerprint,
            "message_id": message,
            "reference": event.reference,
            "state": event.state.value,
            "at": event.at,
            "cause": None if event.cause is None else event.cause.value,
            "permanent": event.permanent,
            "detail": event.detail,
            "address": event.address,
            "url": event.url,
            "recorded": now,
        }
        return insert_new_rows(self._connection, t.provider_events, [row]) == 1

    def of(self, messages: Collection[str]) -> dict[str, list[ProviderEvent]]:
        """The events of messages, each by the instant at which it happened."""
        found: dict[str, list[ProviderEvent]] = {}
        for row in EVENTS.rows(self._connection, messages=list(messages)):
            found.setdefault(row.message_id, []).append(_event(row))
        return found

    def adopt(self, provider: str, messages: Mapping[str, str]) -> Sequence[str]:
        """Events that came before it was known whose they are."""
        if not messages:
            return ()
        adopted: dict[str, None] = {}
        for row in ORPHANS.rows(self._connection, provider=provider, references=list(messages)):
            message = messages[row.reference]
            self._connection.execute(
                sa.update(t.provider_events).where(_e.number == row.number).values(message_id=message)
            )
            adopted[message] = None
        return tuple(adopted)


def _event(row: Any) -> ProviderEvent:
    return ProviderEvent(
        provider=row.provider,
        state=DeliveryState(row.state),
        at=row.at,
        message=row.message_id,
        reference=row.reference,
        cause=None if row.cause is None else Cause(row.cause),
        permanent=row.permanent,
        detail=row.detail,
        address=row.address,
        url=row.url,
        fingerprint=row.fingerprint,
    )
