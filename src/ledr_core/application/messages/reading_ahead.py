"""What the letters of several messages need, read together: as few statements for fifty of them as for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledr_core.application.operating.work import Work
from ledr_core.ports.outbox import StoredMessage

TOLD_HOW_FAR: Final = frozenset({"end_reminder", "inactivity"})
"""The kinds that say how far somebody is, and whose ground ends when the course is finished."""


def read_ahead(work: Work, messages: Sequence[StoredMessage]) -> None:
    """Have at hand whom the messages go to, what they are about, and what those kinds need that many are written of."""
    work.unit.people.many({message.person for message in messages if message.person})
    sessions = work.unit.sessions.many(list({message.session for message in messages if message.session}))
    work.prefetch((message.person for message in messages if message.kind == "welcome" and message.person), seats=True)
    known = {session.id for session in sessions}
    told = (one for one in messages if one.kind in TOLD_HOW_FAR and one.session in known)
    work.prefetch((message.person for message in told if message.person), records=True, connections=True)
