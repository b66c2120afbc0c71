"""Which membership a move to another session ends (SES-15)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.sessions.sessions import Session


def session_to_leave(sessions: Iterable[Session], person: PersonId, today: date) -> Session:
    """Of a person's sessions the one that runs for them today, else the last. Raises Refused SES-15 without any."""
    memberships = [(session, member) for session in sessions if (member := session.member(person))]
    if not memberships:
        raise Refused("SES-15", "in no session", {"person": person})
    running = [pair for pair in memberships if pair[1].runs_on(today)]
    return max(running or memberships, key=lambda pair: pair[1].end)[0]
