"""Leaving an organisation: who may be asked to, and what ends with it (INV-2)."""

from __future__ import annotations

from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.naming import sight_of, whose_role
from ledr_core.application.sessions.enrolment import end_links
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.people.person import Person


def leave(work: Work, email: str) -> None:
    """End somebody's role, teams and premium status. Raises Refused INV-2, TEAM-1 and TEAM-6."""
    found = whose_role(work, email) if sight_of(work).administers else work.own_subject(email, "TEAM-1")
    former = found.company
    if former is None:
        raise Refused("TEAM-6", "no organisation", {"person": found.id})
    _must_be_free_to_leave(work, found)
    managers = set(found.managers)
    found.leave_company()
    end_links(work, found, former, managers)


def _must_be_free_to_leave(work: Work, person: Person) -> None:
    """Raises Refused INV-2 while somebody is a member of a session of their company that has not ended."""
    seats = (seat for seat in work.seats(person.id) if seat.company == person.company)
    held = next((seat for seat in seats if not seat.member.ended(work.today)), None)
    if held is not None:
        raise Refused("INV-2", "member of a session", {"person": person.id, "session": held.session})
