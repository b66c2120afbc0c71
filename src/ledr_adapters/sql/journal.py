"""The outbox, the log of the jobs and the settings, as rows and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.statements import chunks, insert_new
from ledr_core.domain.identifiers import CourseId, PersonId, SessionId
from ledr_core.ports.store import NewMessage, Run, SettingValue, StoredMessage

_m = t.messages.c


class SqlOutbox:
    """The messages."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, messages: Sequence[NewMessage]) -> list[NewMessage]:
        """Write those whose key is new."""
        known: set[str] = set()
        for some in chunks(message.key for message in messages):
            known.update(self._connection.scalars(sa.select(_m.key).where(_m.key.in_(some))))
        fresh = {message.key: message for message in messages if message.key not in known}
        insert_new(self._connection, t.messages, [_new_row(message) for message in fresh.values()])
        return list(fresh.values())

    def get(self, message: str) -> StoredMessage | None:
        """One message."""
        row = self._connection.execute(sa.select(t.messages).where(_m.id == message)).one_or_none()
        return None if row is None else _stored(row)

    def list(
        self,
        person: PersonId | None = None,
        kind: str | None = None,
        state: str | None = None,
        since: datetime | None = None,
        address: str | None = None,
    ) -> list[StoredMessage]:
        """Messages by due instant, then creation."""
        statement = sa.select(t.messages).order_by(_m.due, _m.number)
        conditions = (
            (person, _m.person_id == person),
            (kind, _m.kind == kind),
            (state, _m.state == state),
            (address, _m.address_key == (address and address.strip().casefold())),
        )
        for value, condition in conditions:
            statement = statement if value is None else statement.where(condition)
        if since is not None:
            statement = statement.where(_m.due >= since)
        return [_stored(row) for row in self._connection.execute(statement)]

    def claim(self, now: datetime, lease: datetime, holder: str) -> StoredMessage | None:
        """Take the next pending message that is due."""
        statement = sa.select(t.messages).where(_m.state == "pending", _m.due <= now).order_by(_m.due, _m.number)
        if self._connection.dialect.name == "postgresql":
            statement = statement.with_for_update(skip_locked=True)
        row = self._connection.execute(statement.limit(1)).one_or_none()
        if row is None:
            return None
        values = {"state": "sending", "holder": holder, "lease": lease, "tries": row.tries + 1}
        self._connection.execute(sa.update(t.messages).where(_m.number == row.number).values(values))
        return _stored(row)

    def expire(self, now: datetime) -> int:
        """Sending messages whose lease has ended become unknown."""
        ended = sa.update(t.messages).where(_m.state == "sending", _m.lease < now)
        values = {"state": "unknown", "reason": "the sender stopped before the answer", "holder": None}
        return self._connection.execute(ended.values(values)).rowcount

    def settle(
        self,
        message: str,
        holder: str,
        state: str,
        *,
        sent: datetime | None = None,
        due: datetime | None = None,
        reason: str = "",
        reference: str | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """Write down what became of a message."""
        values: dict[str, Any] = {"state": state, "sent": sent, "reason": reason, "holder": None, "lease": None}
        values |= {} if due is None else {"due": due}
        values |= {} if reference is None else {"reference": reference}
        values |= {} if facts is None else {"facts": dict(facts), "resolved": True}
        self._connection.execute(sa.update(t.messages).where(_m.id == message, _m.holder == holder).values(values))


def _new_row(message: NewMessage) -> dict[str, Any]:
    return {
        "id": message.id,
        "key": message.key,
        "person_id": message.person,
        "address": message.address,
        "address_key": message.address and message.address.casefold(),
        "session_id": message.session,
        "kind": message.kind,
        "channel": message.channel,
        "due": message.due,
        "created": message.created,
        "facts": dict(message.facts),
        "resolved": False,
        "state": "pending",
        "reason": "",
        "tries": 0,
    }


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
    )


class SqlRuns:
    """The log of the jobs."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def last(self, job: str, *, finished: bool = False) -> Run | None:
        """The run of a job for its latest date."""
        r = t.runs.c
        statement = sa.select(t.runs).where(r.job == job).order_by(r.date.desc(), r.started.desc()).limit(1)
        if finished:
            statement = statement.where(r.finished.is_not(None))
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _run(row)

    def record(self, run: Run) -> None:
        """Write a run down."""
        row = {
            "job": run.job,
            "date": run.date,
            "started": run.started,
            "finished": run.finished,
            "done": dict(run.done),
            "skipped": dict(run.skipped),
            "failures": [dict(failure) for failure in run.failures],
        }
        r = t.runs.c
        where = (r.job == run.job, r.date == run.date, r.started == run.started)
        if self._connection.execute(sa.update(t.runs).where(*where).values(row)).rowcount == 0:
            insert_new(self._connection, t.runs, [row])

    def list(self, since: date | None = None) -> list[Run]:
        """The runs, in the order of their starts."""
        statement = sa.select(t.runs).order_by(t.runs.c.started, t.runs.c.job)
        if since is not None:
            statement = statement.where(t.runs.c.date >= since)
        return [_run(row) for row in self._connection.execute(statement)]


def _run(row: Any) -> Run:
    return Run(row.job, row.date, row.started, row.finished, row.done, row.skipped, row.failures)


class SqlSettings:
    """What operators have set."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def values(self) -> list[SettingValue]:
        """All values set, by name, then by day; those without a day first."""
        s = t.settings.c
        rows = self._connection.execute(sa.select(t.settings).order_by(s.name, s.since.asc().nulls_first(), s.number))
        return [
            SettingValue(row.name, row.value, row.since, None if row.course_id is None else CourseId(row.course_id))
            for row in rows
        ]

    def put(self, value: SettingValue) -> None:
        """Set a value."""
        s = t.settings.c
        same = (
            s.name == value.name,
            s.since.is_not_distinct_from(value.since),
            s.course_id.is_not_distinct_from(value.course),
        )
        self._connection.execute(sa.delete(t.settings).where(*same))
        row = {"name": value.name, "since": value.since, "course_id": value.course, "value": value.value}
        self._connection.execute(sa.insert(t.settings), row)
