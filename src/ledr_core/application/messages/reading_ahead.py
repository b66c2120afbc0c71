"""What the letters of several messages need, read together: as few statements for fifty of them as for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.ports.outbox import StoredMessage

TOLD_HOW_FAR: Final = frozenset({"end_reminder", "inactivity"})
"""The kinds that say how far somebody is, and whose ground ends when the course is finished."""


def read_ahead(work: Work, messages: Sequence[StoredMessage]) -> None:
    """Have at hand whom the messages go to, what they are about, and what those kinds need that many are written of."""
    work.unit.people.many({message.person for message in messages if message.person})
    sessions = work.unit.sessions.many(list({message.session for message in messages if message.session}))
    welcomed = {message.person for message in messages if message.kind == "welcome" and message.person}
    work.seats.update(work.unit.readings.seats_of(welcomed) if welcomed else {})
    courses = {session.id: session.course for session in sessions}
    told: dict[CourseId, set[PersonId]] = {}
    for message in messages:
        course = courses.get(message.session) if message.session else None
        if message.kind in TOLD_HOW_FAR and message.person and course is not None:
            told.setdefault(course, set()).add(message.person)
    if told:
        _how_far(work, told)


def _how_far(work: Work, told: dict[CourseId, set[PersonId]]) -> None:
    people = set().union(*told.values())
    work.records.update(work.unit.records.many(people))
    for course, learners in told.items():
        work.outlines[course] = work.outline(course)
        work.finishers[course] = work.unit.records.finished(course, learners)
    last = work.unit.accounts.last_connections(people)
    work.connected.update({person: day_of(instant) for person, instant in last.items()})
