"""The message with the access codes (ACC-2, ACC-15)."""

from __future__ import annotations

from datetime import date

from ledr_core.application.access.letters import WELCOME, WelcomeFacts
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.messages.welcoming import due_without_session
from ledr_core.domain.people.person import Person
from ledr_core.ports.outbox import NewMessage


def greet_late(work: Work) -> None:
    """Welcome at once whoever has a space from today on without a session, where today's run is over (ACC-15)."""
    late = [one for one in work.unit.people.changed() if due_without_session(one, work.today)]
    if not late or not work.daily_run_over:
        return
    work.flush()
    for person in late:
        if person.demo_day is not None or not work.seats(person.id):
            greet(work, person)


def greet(work: Work, person: Person) -> None:
    """Write the welcome of an account without membership, once; of a demo on its day (ACC-9, ACC-15)."""
    if person.greet(work.today):
        work.write([welcome(work, person.id, None, None, demo_day=person.demo_day)])


def welcome(
    work: Work,
    person: PersonId,
    session: SessionId | None,
    member: int | None,
    demo_day: date | None = None,
) -> NewMessage:
    """The message with the access codes; a password comes into it when it leaves (ACC-15)."""
    key: str = person if session is None else f"{session}:{member}"
    if demo_day is not None:
        key = f"{key}:{demo_day}"
    facts = WelcomeFacts(demo_day=demo_day, member=member)
    return WELCOME.message(work, person, session, key, facts)
