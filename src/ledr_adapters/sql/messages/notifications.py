"""The bell, as rows and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_new_rows
from ledr_adapters.sql.paging import place_of
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.ports.notifications import NewNotification, Notification
from ledr_core.ports.paging import WHOLE, Page

_n = t.notifications.c
_NAMED: Final = sa.select(
    t.notifications, t.sessions.c.reference.label("session_reference"), t.courses.c.title.label("course_title")
).select_from(
    t.notifications.outerjoin(t.sessions, t.sessions.c.id == _n.session_id).outerjoin(
        t.courses, t.courses.c.id == t.sessions.c.course_id
    )
)


class SqlNotifications:
    """What people have been told."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, notifications: Sequence[NewNotification]) -> None:
        """Write those whose key is new."""
        insert_new_rows(self._connection, t.notifications, list(map(_new_row, notifications)))

    def latest(self, person: PersonId, page: Page[str] = WHOLE) -> list[Notification]:
        """A page of the notifications of a person, latest first."""
        theirs = _n.person_id == person
        statement = _NAMED.where(theirs).order_by(_n.number.desc()).limit(page.limit)
        if page.after is not None:
            (seen,) = place_of(self._connection, page.after, (_n.number,), _n.id, whose=theirs)
            statement = statement.where(_n.number < seen)
        return [_notification(row) for row in self._connection.execute(statement)]

    def unread(self, person: PersonId) -> int:
        """How many of them the person has not read."""
        counted = sa.select(sa.func.count()).where(_n.person_id == person, _n.read.is_(None))
        return self._connection.scalar(counted) or 0

    def read(self, person: PersonId, at: datetime) -> None:
        """Take all of them as read."""
        unread = sa.update(t.notifications).where(_n.person_id == person, _n.read.is_(None))
        self._connection.execute(unread.values(read=at))


def _new_row(one: NewNotification) -> dict[str, Any]:
    return {
        "id": one.id,
        "key": one.key,
        "person_id": one.person,
        "session_id": one.session,
        "kind": one.kind,
        "facts": one.facts,
        "created": one.created,
    }


def _notification(row: Any) -> Notification:
    return Notification(
        id=row.id,
        key=row.key,
        person=PersonId(row.person_id),
        session=None if row.session_id is None else SessionId(row.session_id),
        kind=row.kind,
        facts=row.facts,
        created=row.created,
        read=row.read,
        session_reference=row.session_reference,
        course_title=row.course_title,
    )
