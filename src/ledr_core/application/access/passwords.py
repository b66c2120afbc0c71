"""Passwords: whose one is, whose link to choose another, what ends with the former one (ACC-1, ACC-3, ACC-4)."""

from __future__ import annotations

from hashlib import sha256

from ledr_core.application.operating.work import Work
from ledr_core.domain.access.throttling import account_key
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.texts import password_spellings
from ledr_core.domain.people.person import Person


def owner_of(work: Work, login: str, password: str) -> Person | None:
    """The person with that login and password, in any of its spellings (ACC-1, ACC-18)."""
    person = work.unit.people.with_email(login)
    hashed = work.unit.accounts.password_hash(person.id) if person else None
    verify = work.ports.passwords.verify
    return person if any(verify(spelling, hashed) for spelling in password_spellings(password)) else None


def owner_of_link(work: Work, hashed: str) -> Person:
    """The person whose link it is, by its token's hash; it is used from now on. Raises Refused ACC-3 in three ways.

    Of several uses at once one succeeds.
    """
    now = work.moment.instant
    used = work.unit.reset_links.use(hashed, now)
    link = work.unit.reset_links.with_hash(hashed)
    if link is None:
        raise Refused("ACC-3", "unknown")
    if not used:
        raise Refused("ACC-3", "used" if link.used is not None else "expired")
    return work.unit.people.get(link.person)


def give_password(work: Work, person: Person, password: str) -> None:
    """Have a person use that password from now on: links to choose one end, and failed tries are forgotten."""
    work.unit.accounts.set_password(person.id, work.ports.passwords.hash(password))
    work.unit.reset_links.end(person.id, work.moment.instant)
    work.unit.tries.forget_account(account_key(person.email))


def take_back_password(work: Work, owner: PersonId, password: str) -> None:
    """Leave somebody without the password that they were never told, so that their next welcome has one (ACC-15)."""
    hashed = work.unit.accounts.password_hash(owner)
    unknown_to_them = work.unit.accounts.last_connection(owner) is None
    if hashed is not None and unknown_to_them and work.ports.passwords.verify(password, hashed):
        work.unit.accounts.forget_password(owner)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.strip().encode("utf-8", "surrogatepass")).hexdigest()
