"""What pilots may do of what staff may: whom they make and enrol, and where (ROLE-13, SES-5, SES-7, SES-16)."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CompanyId
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.sessions import Session, SessionKind

_GIVEN: Final = (Role.LEARNER, Role.MANAGER)
"""The roles that pilots give."""


def must_be_a_pilots_to_give(role: Role) -> None:
    """Raises Refused ROLE-13 for another role than learner and manager."""
    if role not in _GIVEN:
        raise Refused("ROLE-13", "role to give", {"role": role, "allowed": list(_GIVEN)})


def must_be_a_pilots_to_make(role: Role, *, in_session: bool) -> None:
    """Raises Refused ROLE-13 for somebody of another role, or outside a session."""
    must_be_a_pilots_to_give(role)
    if not in_session:
        raise Refused("ROLE-13", "slot sessions only", {"role": role})


def must_be_a_pilots_to_fill(session: Session, role: Role) -> None:
    """Raises Refused for a licence session: SES-5 for a member who learns, SES-7 for another."""
    if session.kind is SessionKind.LICENCE:
        rule = "SES-5" if role.learns else "SES-7"
        raise Refused(rule, "staff only", {"session": session.reference, "role": role})


def must_be_a_pilots_to_add(person: Person, company: CompanyId | None) -> None:
    """Raises Refused ROLE-6 for people of another company than the pilot's, testers apart (SES-16)."""
    if person.role is not Role.TESTER and person.company != company:
        raise Refused("ROLE-6", "another company", {"person": person.email})


def must_be_a_pilots_to_change(person: Person, role: Role) -> None:
    """Raises Refused ROLE-13 for another role than the person has, which a tester alone takes (SES-16)."""
    if person.role not in (role, Role.TESTER):
        raise Refused("ROLE-13", "role change", {"person": person.id, "role": person.role, "wanted": role})
