"""Demo days: a prospect chooses one, and is a tester on that day only (ACC-9)."""

from __future__ import annotations

from datetime import date

from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role


def visit_on(work: Work, email: str, day: date) -> None:
    """Give an address that demo day, in the place of another one; an account that is no visitor's stays as it is."""
    visitor = work.unit.people.with_email(email) or _new_visitor(work, email, day)
    if visitor.demo_day is None:
        return
    visitor.visit_on(day)


def _new_visitor(work: Work, email: str, day: date) -> Person:
    visitor = Person.new(PersonId(work.ports.chance.identifier()), email, Role.TESTER, work.moment, demo_day=day)
    work.unit.people.add(visitor)
    return visitor
