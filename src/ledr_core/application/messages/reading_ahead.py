"""What the letters of several messages need, read together: as few statements for fifty of them as for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledr_core.application.operating.message_kinds import About
from ledr_core.application.operating.work import Work
from ledr_core.domain.sessions.sessions import Session
from ledr_core.ports.outbox import StoredMessage


def read_ahead(work: Work, messages: Sequence[StoredMessage]) -> None:
    """Have at hand whom the messages go to, what they are about, and what their kinds need."""
    work.unit.people.many({message.person for message in messages if message.person})
    sessions = work.unit.sessions.many(list({message.session for message in messages if message.session}))
    known = {session.id: session for session in sessions}
    together: dict[Callable[[Work, About], None], list[tuple[StoredMessage, Session | None]]] = {}
    for message in messages:
        kind = work.contexts.kinds.get(message.kind)
        if kind is not None and kind.reads_ahead is not None:
            session = known.get(message.session) if message.session else None
            together.setdefault(kind.reads_ahead, []).append((message, session))
    for reads, about in together.items():
        reads(work, about)
