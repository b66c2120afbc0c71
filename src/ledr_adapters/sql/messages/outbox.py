"""The outbox, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows, put_row, update_rows
from ledr_adapters.sql.paging import on_the_way, paged
from ledr_adapters.sql.prepared import Prepared, PreparedChange, one_of
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.messages.delivery import Cause, DeliveryState, SendState
from ledr_core.ports.outbox import Conclusion, NewMessage, Outage, Settlement, StoredMessage
from ledr_core.ports.paging import WHOLE, Page

STOPPED: Final = "the sender stopped before the answer"
"""Why the outcome of a message is unknown whose sender was not heard of any more."""

_m = t.messages.c
_COLUMNS: Final = tuple(column for column in _m if column.name not in ("address_key", "holder", "lease"))

SEND_STATES: Final = frozenset(SendState)
WRITTEN = Prepared(sa.select(_m.id).where(one_of(_m.id, "messages")))
_pending = (_m.state == "pending", _m.channel == sa.bindparam("channel"), _m.due <= sa.bindparam("now"))
_next = sa.select(*_COLUMNS).where(*_pending).order_by(_m.due, _m.tries, _m.number).limit(sa.bindparam("limit"))
_NEXT_FREE: Final = _next.with_for_update(skip_locked=True)
_NEXT_OF_ALL: Final = _next.with_for_update()
NEXT = Prepared(_next)
_select = sa.select(*_COLUMNS)
ONE = Prepared(_select.where(_m.id == sa.bindparam("message")))
MANY = Prepared(_select.where(one_of(_m.id, "messages")).order_by(_m.number))
UNCERTAIN = Prepared(
    _select.where(_m.state == "unknown", sa.or_(_m.lease.is_(None), _m.lease <= sa.bindparam("now")))
    .order_by(_m.due, _m.number)
    .limit(sa.bindparam("limit"))
)
EXPIRED = PreparedChange(
    sa.update(t.messages)
    .where(_m.state == "sending", _m.lease < sa.bindparam("now"))
    .values(state="unknown", reason=STOPPED, lease=None, not_found=0)
)
_o = t.tries.c
OUTAGE = Prepared(sa.select(_o.failures, _o.closed_until).where(_o.key == sa.bindparam("key")))


class SqlOutbox:
    """The messages."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads

    def put(self, messages: Sequence[NewMessage]) -> list[NewMessage]:
        """Write those whose key is new."""
        if not messages:
            return []
        rows = [_new_row(message) for message in messages]
        if insert_new_rows(self._connection, t.messages, rows) == len(messages):
            return list(messages)
        (written,) = WRITTEN.columns(self._connection, messages=[message.id for message in messages])
        fresh = set(written)
        return [message for message in messages if message.id in fresh]

    def get(self, message: str) -> StoredMessage | None:
        """One message."""
        rows = ONE.rows(self._connection, message=message)
        return _stored(rows[0]) if rows else None

    def many(self, messages: Collection[str]) -> dict[str, StoredMessage]:
        """Messages by identifier."""
        if not messages:
            return {}
        rows = MANY.rows(self._connection, locked=not self._reads, messages=list(messages))
        return {row.id: _stored(row) for row in rows}

    def with_references(self, provider: str, references: Collection[str]) -> dict[str, str]:
        """The messages that a provider took."""
        if not references:
            return {}
        statement = sa.select(_m.reference, _m.id).where(one_of(_m.reference, "references"), _m.provider == provider)
        return {row.reference: row.id for row in self._connection.execute(statement, {"references": list(references)})}

    def list(
        self,
        person: PersonId | None = None,
        kind: str | None = None,
        state: str | None = None,
        since: datetime | None = None,
        address: str | None = None,
        page: Page[str] = WHOLE,
    ) -> list[StoredMessage]:
        """Messages by due instant, then creation."""
        statement = _select
        conditions = (
            (person, _m.person_id == person),
            (kind, _m.kind == kind),
            (address, _m.address_key == (address and address_key(address))),
        )
        for value, condition in conditions:
            statement = statement if value is None else statement.where(condition)
        if since is not None:
            statement = statement.where(_m.due >= since)
        if state is not None:
            statement = statement.where(*_in_state(state, page))
        statement = paged(self._connection, statement, page, [_m.due, _m.number], _m.id)
        return [_stored(row) for row in self._connection.execute(statement)]

    def accepted(self, people: Collection[PersonId]) -> Mapping[PersonId, Sequence[StoredMessage]]:
        """The messages to each of several people that left."""
        of_theirs = (one_of(_m.person_id, "people", people), _m.state == SendState.ACCEPTED)
        statement = sa.select(*_COLUMNS).where(*of_theirs).order_by(_m.due, _m.number)
        found: dict[PersonId, list[StoredMessage]] = {}
        for message in map(_stored, self._connection.execute(statement)):
            if message.person is not None:
                found.setdefault(message.person, []).append(message)
        return found

    def claim(
        self, channel: str, provider: str, now: datetime, lease: datetime, holder: str, limit: int
    ) -> Sequence[StoredMessage]:
        """Take the next pending messages of a channel that are due."""
        values: dict[str, Any] = {"channel": channel, "now": now, "limit": limit}
        if self._connection.dialect.name == "postgresql":
            rows = list(self._connection.execute(_NEXT_FREE, values))
            if not rows:  # what a report keeps for a moment is not another sender's: wait for it
                rows = list(self._connection.execute(_NEXT_OF_ALL, values))
        else:
            rows = NEXT.rows(self._connection, **values)
        taken = [(row.number, "sending", holder, lease, provider, row.tries + 1) for row in rows]
        columns = ("state", "holder", "lease", "provider", "tries")
        update_rows(self._connection, t.messages, ("number",), columns, taken)
        return [_stored(row) for row in rows]

    def rewrite(self, facts: Mapping[str, Mapping[str, object]], holder: str | None = None) -> set[str]:
        """Write other facts of messages."""
        key, owner = (("id",), ()) if holder is None else (("id", "holder"), (holder,))
        rows = [(message, *owner, dict(written)) for message, written in facts.items()]
        if update_rows(self._connection, t.messages, key, ("facts",), rows) == len(rows):
            return set(facts)
        own = sa.select(_m.id).where(one_of(_m.id, "messages"), sa.true() if holder is None else _m.holder == holder)
        return set(self._connection.scalars(own, {"messages": list(facts)}))

    def expire(self, now: datetime) -> int:
        """Sending messages whose lease has ended become unknown."""
        return EXPIRED.run(self._connection, now=now)

    def settle(self, holder: str, settlements: Sequence[Settlement]) -> int:
        """Write down what became of messages."""
        rows: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for settled in settlements:
            values = _changes(settled)
            rows.setdefault(tuple(values), []).append((settled.message, holder, *values.values()))
        return sum(
            update_rows(self._connection, t.messages, ("id", "holder"), columns, some) for columns, some in rows.items()
        )

    def uncertain(self, now: datetime, limit: int) -> Sequence[StoredMessage]:
        """Messages of unknown outcome that are worth asking for now."""
        return [_stored(row) for row in UNCERTAIN.rows(self._connection, now=now, limit=limit)]

    def conclude(self, conclusion: Conclusion) -> bool:
        """Write down what was found out of a message."""
        values: dict[str, Any] = {
            "state": conclusion.state.value,
            "reason": conclusion.reason,
            "not_found": conclusion.not_found,
            "lease": conclusion.look_again,
        }
        if conclusion.state is not SendState.UNKNOWN:
            values |= {"holder": None}
        if conclusion.again:
            values |= {"sent_again": _m.sent_again + 1}
        kept = {"sent": conclusion.sent, "due": conclusion.due, "reference": conclusion.reference}
        values |= {name: value for name, value in kept.items() if value is not None}
        if conclusion.facts is not None:
            values |= {"facts": dict(conclusion.facts), "resolved": conclusion.resolved}
        still = sa.update(t.messages).where(_m.id == conclusion.message, _m.state == "unknown")
        return self._connection.execute(still.values(values)).rowcount > 0

    def reported(self, message: str, state: DeliveryState, cause: Cause | None) -> None:
        """Write down the delivery state that follows from what the provider has reported."""
        known = sa.update(t.messages).where(_m.id == message)
        self._connection.execute(known.values(delivery=state.value, cause=None if cause is None else cause.value))

    def accept(self, message: str, at: datetime, facts: Mapping[str, object], *, resolved: bool) -> None:
        """A message that is no sender's at present was taken after all."""
        free = sa.update(t.messages).where(_m.id == message, _m.state.in_(("unknown", "pending")))
        values = {"state": "accepted", "sent": at, "reason": "", "facts": dict(facts), "resolved": resolved}
        self._connection.execute(free.values(**values, holder=None, lease=None, not_found=0))

    def put_off(self, channel: str, now: datetime, until: datetime) -> int:
        """Pending messages of a channel that are due wait until that instant."""
        due = sa.update(t.messages).where(_m.state == "pending", _m.channel == channel, _m.due <= now)
        return self._connection.execute(due.values(due=until)).rowcount

    def release(self, channel: str, address: str, now: datetime, excluding: Collection[str]) -> int:
        """Messages kept back because that address was suppressed are due now."""
        kept = sa.select(_m.number, _m.sent_to).where(
            _m.state == "suppressed", _m.channel == channel, _m.sent_to.is_not(None), _m.kind.not_in(excluding)
        )
        wanted = address_key(address)  # SQLite knows the case of ASCII letters alone
        freed = [
            (row.number, "pending", now, "", None)
            for row in self._connection.execute(kept)
            if address_key(row.sent_to) == wanted
        ]
        columns = ("state", "due", "reason", "holder")
        return update_rows(self._connection, t.messages, ("number",), columns, freed)

    def adopt(self, address: str, person: PersonId, excluding: Collection[str]) -> None:
        """Messages that were handed over for that address are that person's."""
        went = (_m.address_key == address_key(address), _m.sent_to.is_not(None))
        nobodys = (*went, _m.person_id.is_(None), _m.kind.not_in(excluding))
        theirs = {"person_id": person, "address": None, "address_key": None}
        self._connection.execute(sa.update(t.messages).where(*nobodys).values(theirs))

    def outage(self, channel: str) -> Outage:
        """Whether the provider of a channel was found out of service."""
        rows = OUTAGE.rows(self._connection, key=_outage_key(channel))
        return Outage(failures=rows[0].failures, until=rows[0].closed_until) if rows else Outage(failures=0, until=None)

    def note_outage(self, channel: str, now: datetime, until: datetime) -> None:
        """It was found out of service, once more."""
        failures = self.outage(channel).failures + 1
        row = {"key": _outage_key(channel), "failures": failures, "last": now, "closed_until": until}
        put_row(self._connection, t.tries, row, ["key"])

    def end_outage(self, channel: str) -> None:
        """It is in service."""
        self._connection.execute(sa.delete(t.tries).where(_o.key == _outage_key(channel)))


def _in_state(state: str, page: Page[str]) -> list[sa.ColumnElement[bool] | sa.TextClause]:
    """Sent so far, or as the provider reports. Most are accepted: a page of them is found in the order of the list."""
    if state not in SEND_STATES:
        return [_m.delivery == state]
    if state != SendState.ACCEPTED:
        return [_m.state == state, t.NOT_ACCEPTED]
    return [_m.state == state if page.limit is None else on_the_way(_m.state == state)]


def _outage_key(channel: str) -> str:
    return f"provider of {channel}"


def _new_row(message: NewMessage) -> dict[str, Any]:
    return {
        "id": message.id,
        "key": message.key,
        "person_id": message.person,
        "address": message.address,
        "address_key": message.address and address_key(message.address),
        "session_id": message.session,
        "kind": message.kind,
        "channel": message.channel,
        "due": message.due,
        "created": message.created,
        "facts": message.facts,
        "resolved": False,
        "state": "pending",
        "reason": "",
        "tries": 0,
    }


def _changes(settled: Settlement) -> dict[str, Any]:
    """The columns that a settlement changes; the holder stays, so that it is known who has sent it."""
    values: dict[str, Any] = {
        "state": settled.state.value,
        "sent": settled.sent,
        "reason": settled.reason,
        "sent_to": settled.sent_to,
        "lease": None,
    }
    if settled.due is not None:
        values["due"] = settled.due
    if settled.reference is not None:
        values["reference"] = settled.reference
    if settled.state in (SendState.PENDING, SendState.FAILED):  # of what was taken, reports alone tell
        values["cause"] = settled.cause and settled.cause.value
    if settled.facts is not None:
        values |= {"facts": dict(settled.facts), "resolved": settled.resolved}
    return values


def _stored(row: Any) -> StoredMessage:
    return StoredMessage(
        id=row.id,
        key=row.key,
        person=None if row.person_id is None else PersonId(row.person_id),
        address=row.address,
        session=None if row.session_id is None else SessionId(row.session_id),
        kind=row.kind,
        channel=row.channel,
        due=row.due,
        created=row.created,
        facts=row.facts,
        state=row.state,
        sent=row.sent,
        reason=row.reason,
        tries=row.tries,
        number=row.number,
        reference=row.reference,
        resolved=row.resolved,
        provider=row.provider,
        sent_to=row.sent_to,
        not_found=row.not_found,
        sent_again=row.sent_again,
        delivery=None if row.delivery is None else DeliveryState(row.delivery),
        cause=None if row.cause is None else Cause(row.cause),
    )
