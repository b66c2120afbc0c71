"""Results about what people are told on the platform."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from ledr_core.views.messages import MessageKindName


@frozen
class NotificationItem:
    """A notification: its title, what it is about, when, whether it has been read, and where it leads."""

    notification: str
    title: str
    kind: MessageKindName
    at: datetime
    read: bool
    session: str | None
    link: str


@frozen
class BellView:
    """The latest notifications, latest first, and how many of all are unread (NOTE-1)."""

    latest: tuple[NotificationItem, ...]
    unread: int
