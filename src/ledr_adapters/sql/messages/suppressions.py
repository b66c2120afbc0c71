"""The addresses to which nothing is sent any more, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.provider_events import Suppression

_s = t.suppressions.c

AMONG = Prepared(
    sa.select(t.suppressions).where(one_of(_s.address_key, "addresses"), _s.channel == sa.bindparam("channel"))
)


class SqlSuppressions:
    """The suppressed addresses."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def among(self, channel: str, addresses: Collection[str]) -> dict[str, Suppression]:
        """Those of the addresses that are suppressed."""
        keys = {address: address_key(address) for address in addresses}
        rows = AMONG.rows(self._connection, channel=channel, addresses=list(keys.values()))
        known = {row.address_key: _suppression(row) for row in rows}
        return {address: known[key] for address, key in keys.items() if key in known}

    def add(self, suppression: Suppression) -> None:
        """Suppress an address."""
        address = suppression.address.strip()
        row = {
            "channel": suppression.channel,
            "address_key": address_key(address),
            "address": address,
            "cause": suppression.cause.value,
            "detail": suppression.detail,
            "since": suppression.since,
        }
        insert_new_rows(self._connection, t.suppressions, [row])

    def lift(self, address: str) -> Sequence[Suppression]:
        """Suppress an address no more."""
        gone = sa.delete(t.suppressions).where(_s.address_key == address_key(address)).returning(*_s)
        return [_suppression(row) for row in self._connection.execute(gone)]

    def list(self) -> Sequence[Suppression]:
        """All of them, oldest first."""
        everything = sa.select(t.suppressions).order_by(_s.since, _s.channel, _s.address_key)
        return [_suppression(row) for row in self._connection.execute(everything)]


def _suppression(row: Any) -> Suppression:
    return Suppression(
        channel=row.channel, address=row.address, cause=Cause(row.cause), detail=row.detail, since=row.since
    )
