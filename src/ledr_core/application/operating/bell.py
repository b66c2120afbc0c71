"""What rings the bell beside a message: the kinds that concern a person, in one place (NOTE-1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledr_core.ports.notifications import NewNotification
from ledr_core.ports.outbox import NewMessage

BELL_KINDS: Final = frozenset(
    {
        "slot_given",
        "slot_taken",
        "slot_soon",
        "waiting",
        "end_reminder",
        "certified",
        "manager_certified",
        "correction_amended",
        "right_answer",
        "report_closed",
        "attestations",
    }
)
"""None of them has a secret: access codes, links that are keys and lists of other people stay out of the bell."""


def noticed(messages: Sequence[NewMessage]) -> list[NewNotification]:
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
        if message.kind in BELL_KINDS and message.person is not None and message.channel == "email"
    ]
