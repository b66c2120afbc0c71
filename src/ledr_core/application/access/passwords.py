"""Passwords: whose one is, whose link to choose another, what ends with the former one (ACC-1, ACC-3, ACC-4)."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from attrs import field, frozen

from ledr_core.application.operating.work import Work
from ledr_core.domain.access.throttling import account_key
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.texts import trimmed
from ledr_core.domain.people.person import Person
from ledr_core.ports.outside import Ports


@frozen
class MadePassword:
    """A password that nobody knows yet, and what is kept of it."""

    password: str = field(repr=False)
    hashed: str


def made(ports: Ports, count: int) -> list[MadePassword]:
    """So many new passwords. Slow: not while a transaction is open."""
    passwords = [ports.chance.password() for _ in range(count)]
    hashes = ports.passwords.hash_all(passwords)
    return [MadePassword(password, hashed) for password, hashed in zip(passwords, hashes, strict=True)]


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


def give_password(work: Work, person: Person, hashed: str) -> None:
    """Have a person use the password of that hash from now on.

    Links to choose one end, failed tries are forgotten, and letters that wait carry the former one no more.
    """
    work.unit.accounts.set_password(person.id, hashed)
    work.unit.reset_links.end(person.id, work.moment.instant)
    work.unit.tries.forget_account(account_key(person.email))
    carriers = [kind.name for kind in work.contexts.kinds.values() if kind.carries_password]
    waiting = (message for kind in carriers for message in work.unit.outbox.list(person.id, kind))
    former = {one.id: without_password(one.facts) for one in waiting if not one.resolved and one.facts.get("password")}
    work.wiped |= bool(work.unit.outbox.rewrite(former))


def without_password(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts of a letter that carries no password."""
    return {**facts, "password": None}


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return sha256(trimmed(token).encode("utf-8", "surrogatepass")).hexdigest()
