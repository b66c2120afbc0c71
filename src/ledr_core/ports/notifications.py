"""The bell: what a person is told on the platform. Contract: ledr_core.testing.contracts.notifications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.ports.paging import WHOLE, Page


@frozen(kw_only=True)
class NewNotification:
    """Something to tell a person; the key makes sure that it is told once.

    Its facts hold no secret, and of other people their identifiers: names are looked up when it is read (NOTE-8).
    """

    id: str
    key: str
    person: PersonId
    kind: str
    facts: Mapping[str, object]
    created: datetime
    session: SessionId | None = None


@frozen(kw_only=True)
class Notification(NewNotification):
    """A notification as it is kept, with what its session and course are called; `read` is when the person saw it."""

    read: datetime | None = None
    session_reference: str | None = None
    course_title: str | None = None


class Notifications(Protocol):
    """What people have been told, written in the transaction of what causes it."""

    def put(self, notifications: Sequence[NewNotification]) -> None:
        """Write those whose key is new. A person or a session that does not exist is Unavailable."""

    def latest(self, person: PersonId, page: Page[str] = WHOLE) -> list[Notification]:
        """A page of the notifications of a person, latest first; none for an unknown person.

        Raises LookupError when there is none to go on after of that name.
        """

    def unread(self, person: PersonId) -> int:
        """How many of them the person has not read; 0 for an unknown one."""

    def read(self, person: PersonId, at: datetime) -> None:
        """Take all of them as read; those that were keep their instant."""
