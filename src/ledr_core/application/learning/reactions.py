"""What events cause for learning: what was done elsewhere counts in a new course (SES-10, LEARN-7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledr_core.application.operating.contexts import Reactions
from ledr_core.application.operating.work import Work
from ledr_core.domain.events import Enrolled
from ledr_core.ports.outbox import NewMessage


def _recompute(work: Work, event: Enrolled) -> Iterable[NewMessage]:
    """What was done elsewhere counts in the new course (SES-10, LEARN-7)."""
    session = work.unit.sessions.get(event.session)
    member = session.member(event.person)
    if member is not None and member.learns:
        record = work.record(event.person)
        if record.begun:
            record.review(work.outline(session.course), work.moment)
    return ()


REACTIONS: Final[Reactions] = {Enrolled: _recompute}
