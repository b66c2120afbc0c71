"""Demo days: a prospect chooses one, and is a tester on that day only (ACC-9).

A first booking stands at once. Whoever moves a day that is booked has to read the mail of that address.
"""

from __future__ import annotations

from datetime import date, timedelta

from ledr_core.application.access.letters import DEMO_MOVE, DemoMoveFacts
from ledr_core.application.access.passwords import token_hash
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.demo_days import must_be_offered
from ledr_core.domain.access.settings import RESET_LINK_MINUTES
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.ports.demo_moves import DemoMove


def visit_on(work: Work, email: str, day: date) -> None:
    """Give an address that demo day; an account that is no visitor's stays as it is.

    Another day that is booked and to come is moved at once by staff and by the visitor, else when the address says so.
    """
    visitor = work.unit.people.with_email(email) or _new_visitor(work, email, day)
    if visitor.demo_day is None or visitor.demo_day == day:
        return
    own = work.actor.person is not None and work.actor.person.id == visitor.id
    if visitor.demo_day < work.today or work.actor.is_staff or own:
        _move(work, visitor, day)
    else:
        _ask(work, visitor, day)


def move_as_asked(work: Work, token: str) -> date:
    """Move a demo day as the mail to its address says; gives the new one.

    Raises Refused ACC-9 for a token that is good no more.
    """
    asked = work.unit.demo_moves.with_hash(token_hash(token))
    if asked is None or asked.expires <= work.moment.instant:
        raise Refused("ACC-9", "link not good", {})
    must_be_offered(asked.day, work.today, (asked.day - work.today).days)
    visitor = work.unit.people.get(asked.person)
    if visitor.demo_day is None:
        raise Refused("ACC-9", "link not good", {})
    _move(work, visitor, asked.day)
    return asked.day


def _move(work: Work, visitor: Person, day: date) -> None:
    work.unit.demo_moves.end(visitor.id)
    visitor.visit_on(day)


def _ask(work: Work, visitor: Person, day: date) -> None:
    token = work.ports.chance.token()
    expires = work.moment.instant + timedelta(minutes=work.setting(RESET_LINK_MINUTES))
    work.unit.demo_moves.ask(DemoMove(token_hash(token), visitor.id, day, expires))
    facts = DemoMoveFacts(token=token, day=day, expires=expires)
    work.write([DEMO_MOVE.message(work, visitor.id, None, token_hash(token), facts)])


def _new_visitor(work: Work, email: str, day: date) -> Person:
    visitor = Person.new(PersonId(work.ports.chance.identifier()), email, Role.TESTER, work.moment, demo_day=day)
    work.unit.people.add(visitor)
    return visitor
