"""What became of messages, read for the question why one did not arrive."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.delivery import Cause, DeliveryState
from ledr_core.domain.diagnosis import Suppression
from ledr_core.domain.identifiers import PersonId
from ledr_core.ports.deliveries import Delivery, Reported

MOST_DOMAINS: Final = 25
"""How many domains of a company are looked at."""

_m, _e, _s, _p = t.messages.c, t.message_events.c, t.suppressions.c, t.people.c


class domain_of(FunctionElement[str]):
    """What stands behind the @ of an address."""

    type = sa.Text()
    inherit_cache = True


@compiles(domain_of)
def _split_part(element: domain_of, compiler: Any, **options: Any) -> str:
    return f"split_part({compiler.process(element.clauses, **options)}, '@', 2)"


@compiles(domain_of, "sqlite")
def _substr(element: domain_of, compiler: Any, **options: Any) -> str:
    address = compiler.process(element.clauses, **options)
    return f"substr({address}, instr({address}, '@') + 1)"


HANDED = Prepared(sa.select(_m.id, _m.provider, _m.sent_to, _m.delivery, _m.cause).where(one_of(_m.id, "messages")))
EVENTS = Prepared(
    sa.select(_e.message_id, _e.state, _e.at, _e.cause, _e.detail)
    .where(one_of(_e.message_id, "messages"))
    .order_by(_e.at, _e.number)
)
SUPPRESSIONS = Prepared(
    sa.select(_s.channel, _s.address_key, _s.cause, _s.since, _s.detail).where(one_of(_s.address_key, "addresses"))
)


_company = sa.select(_p.company_id).where(_p.id == sa.bindparam("person")).scalar_subquery()
_domain: sa.ColumnElement[Any] = domain_of(_p.email_key).label("domain")
_number: sa.ColumnElement[Any] = sa.func.count().label("number")
DOMAINS = Prepared(
    sa.select(_domain, _number)
    .where(_p.company_id == _company, _p.id != sa.bindparam("person"))
    .group_by(_domain)
    .order_by(_number.desc(), _domain)
    .limit(sa.literal_column(str(MOST_DOMAINS)))
)


class SqlDeliveries:
    """What became of messages."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, messages: Collection[str]) -> dict[str, Delivery]:
        """What became of messages, by their identifiers."""
        wanted = list(messages)
        events: dict[str, list[Reported]] = {}
        for row in EVENTS.rows(self._connection, messages=wanted):
            reported = Reported(DeliveryState(row.state), row.at, _cause(row.cause), row.detail)
            events.setdefault(row.message_id, []).append(reported)
        return {
            row.id: Delivery(
                provider=row.provider,
                sent_to=row.sent_to,
                delivery=None if row.delivery is None else DeliveryState(row.delivery),
                cause=_cause(row.cause),
                events=tuple(events.get(row.id, ())),
            )
            for row in HANDED.rows(self._connection, messages=wanted)
        }

    def suppressions(self, addresses: Collection[str]) -> dict[tuple[str, str], Suppression]:
        """Which of these addresses and numbers nothing is sent to, by channel and casefolded address."""
        keys = sorted({address.strip().casefold() for address in addresses})
        return {
            (row.channel, row.address_key): Suppression(Cause(row.cause), row.since, row.detail)
            for row in SUPPRESSIONS.rows(self._connection, addresses=keys)
        }

    def domains_of_colleagues(self, person: PersonId) -> dict[str, int]:
        """The domains of the other people of somebody's company, the most used first."""
        return {row.domain: row.number for row in DOMAINS.rows(self._connection, person=person)}


def _cause(value: str | None) -> Cause | None:
    return None if value is None else Cause(value)
