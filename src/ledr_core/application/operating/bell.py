"""What rings the bell beside a message: it says so itself (NOTE-1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledr_core.ports.notifications import NewNotification
from ledr_core.ports.outbox import NewMessage

if TYPE_CHECKING:
    from ledr_core.application.operating.message_kinds import Kinds


def noticed(messages: Sequence[NewMessage], kinds: Kinds) -> list[NewNotification]:
    """The notifications that go with these messages, under the same keys and identifiers."""
    return [
        NewNotification(
            id=message.id,
            key=message.key,
            person=message.person,
            session=message.session,
            kind=message.kind,
            facts=message.facts,
            created=message.created,
        )
        for message in messages
        if message.person is not None and message.channel == "email" and _rings(message.kind, kinds)
    ]


def _rings(kind: str, kinds: Kinds) -> bool:
    return kind in kinds and kinds[kind].rings
