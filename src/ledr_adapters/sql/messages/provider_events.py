"""What providers report of messages, and the suppressed addresses, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.messages.delivery import Cause, DeliveryState, ProviderEvent
from ledr_core.ports.provider_events import Suppression

_e, _s = t.message_events.c, t.suppressions.c

EVENTS = Prepared(sa.select(t.message_events).where(one_of(_e.message_id, "messages")).order_by(_e.at, _e.number))
ORPHANS = Prepared(
    sa.select(_e.number, _e.reference).where(
        one_of(_e.reference, "references"), _e.provider == sa.bindparam("provider"), _e.message_id.is_(None)
    )
)
AMONG = Prepared(
    sa.select(t.suppressions).where(one_of(_s.address_key, "addresses"), _s.channel == sa.bindparam("channel"))
)


class SqlProviderEvents:
    """The events that providers have reported."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def record(self, event: ProviderEvent, message: str | None, now: datetime) -> bool:
        """Keep an event; gives whether it was new."""
        row = (
            event.provider,
            event.fingerprint,
            message,
            event.reference,
            event.state.value,
            event.at,
            None if event.cause is None else event.cause.value,
            event.permanent,
            event.detail,
            event.address,
            event.url,
            now,
        )
        return insert_new_rows(self._connection, t.message_events, _EVENT, [row]) == 1

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
                sa.update(t.message_events).where(_e.number == row.number).values(message_id=message)
            )
            adopted[message] = None
        return tuple(adopted)


_EVENT: Final = (
    "provider",
    "fingerprint",
    "message_id",
    "reference",
    "state",
    "at",
    "cause",
    "permanent",
    "detail",
    "address",
    "url",
    "recorded",
)


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


class SqlSuppressions:
    """The suppressed addresses."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def among(self, channel: str, addresses: Collection[str]) -> dict[str, Suppression]:
        """Those of the addresses that are suppressed."""
        keys = {address: _key(address) for address in addresses}
        rows = AMONG.rows(self._connection, channel=channel, addresses=list(keys.values()))
        known = {row.address_key: _suppression(row) for row in rows}
        return {address: known[key] for address, key in keys.items() if key in known}

    def add(self, suppression: Suppression) -> None:
        """Suppress an address."""
        address = suppression.address.strip()
        row = (
            suppression.channel,
            _key(address),
            address,
            suppression.cause.value,
            suppression.detail,
            suppression.since,
        )
        insert_new_rows(self._connection, t.suppressions, _SUPPRESSION, [row])

    def lift(self, address: str) -> Sequence[Suppression]:
        """Suppress an address no more."""
        gone = sa.delete(t.suppressions).where(_s.address_key == _key(address)).returning(*_s)
        return [_suppression(row) for row in self._connection.execute(gone)]

    def list(self) -> Sequence[Suppression]:
        """All of them, oldest first."""
        everything = sa.select(t.suppressions).order_by(_s.since, _s.channel, _s.address_key)
        return [_suppression(row) for row in self._connection.execute(everything)]


_SUPPRESSION: Final = ("channel", "address_key", "address", "cause", "detail", "since")


def _key(address: str) -> str:
    return address.strip().casefold()


def _suppression(row: Any) -> Suppression:
    return Suppression(row.channel, row.address, Cause(row.cause), row.detail, row.since)
