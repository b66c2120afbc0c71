"""The outbox, the log of the jobs and the settings, as rows and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.identifiers import CourseId, PersonId, SessionId
from ledr_core.ports.store import NewMessage, Run, SettingValue, StoredMessage

_m = t.messages.c


WRITTEN = Prepared(sa.select(_m.id).where(one_of(_m.id, "messages")))


class SqlOutbox:
    """The messages."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, messages: Sequence[NewMessage]) -> list[NewMessage]:
        """Write those whose key is new."""
        if not messages:
            return []
        rows = [_new_row(message) for message in messages]
        if insert_new_rows(self._connection, t.messages, _NEW, rows) == len(messages):
            return list(messages)
        (written,) = WRITTEN.columns(self._connection, messages=[message.id for message in messages])
        fresh = set(written)
        return [message for message in messages if message.id in fresh]

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


_NEW: Final = (
    "id",
    "key",
    "person_id",
    "address",
    "address_key",
    "session_id",
    "kind",
    "channel",
    "due",
    "created",
    "facts",
    "resolved",
    "state",
    "reason",
    "tries",
)


def _new_row(message: NewMessage) -> tuple[Any, ...]:
    return (
        message.id,
        message.key,
        message.person,
        message.address,
        message.address and message.address.casefold(),
        message.session,
        message.kind,
        message.channel,
        message.due,
        message.created,
        message.facts,
        False,
        "pending",
        "",
        0,
    )


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


_r = t.runs.c
_of_job = sa.select(t.runs).where(_r.job == sa.bindparam("job")).order_by(_r.date.desc(), _r.started.desc()).limit(1)
LAST_STARTED = Prepared(_of_job)
LAST_FINISHED = Prepared(_of_job.where(_r.finished.is_not(None)))


class SqlRuns:
    """The log of the jobs."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def last(self, job: str, *, finished: bool = False) -> Run | None:
        """The run of a job for its latest date."""
        rows = (LAST_FINISHED if finished else LAST_STARTED).rows(self._connection, job=job)
        return _run(rows[0]) if rows else None

    def last_before(self, job: str, day: date) -> Run | None:
        """The run of a job that is over, for the latest date before that day."""
        statement = sa.select(t.runs).where(_r.job == job, _r.date < day, _r.finished.is_not(None))
        row = self._connection.execute(statement.order_by(_r.date.desc(), _r.started.desc()).limit(1)).one_or_none()
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
            insert_new_rows(self._connection, t.runs, list(row), [tuple(row.values())])

    def list(self, since: date | None = None) -> list[Run]:
        """The runs, in the order of their starts."""
        statement = sa.select(t.runs).order_by(t.runs.c.started, t.runs.c.job)
        if since is not None:
            statement = statement.where(t.runs.c.date >= since)
        return [_run(row) for row in self._connection.execute(statement)]


def _run(row: Any) -> Run:
    return Run(row.job, row.date, row.started, row.finished, row.done, row.skipped, row.failures)


_s = t.settings.c
SETTINGS = Prepared(sa.select(t.settings).order_by(_s.name, _s.since.asc().nulls_first(), _s.number))


class SqlSettings:
    """What operators have set."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def values(self) -> list[SettingValue]:
        """All values set, by name, then by day; those without a day first."""
        rows = SETTINGS.rows(self._connection)
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
