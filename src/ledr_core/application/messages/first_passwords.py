"""The password in a welcome: made when the letter leaves, for somebody who has none (ACC-15). See docs/adr/0034.

Nobody waits for its hash, and the database holds it in clear only while the letter is on its way: from just before it
is handed over until it is known to be taken, or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import define, evolve, field

from ledr_core.application.access.passwords import MadePassword, made
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.outside import Ports
from ledr_core.ports.templates import MASK

AHEAD: Final = 32
"""How many are made at once at most, beyond what one chunk of letters needs."""


@define
class Stock:
    """Passwords ready for the letters of one run: made on all cores, also where letters leave one by one."""

    ports: Ports
    _ready: list[MadePassword] = field(factory=list)
    _made: int = 0

    def take(self, count: int) -> list[MadePassword]:
        """So many; what is missing is made, with as many again as were made before: few letters need few."""
        missing = count - len(self._ready)
        if missing > 0:
            more = max(missing, min(self._made, AHEAD))
            self._ready += made(self.ports, more)
            self._made += more
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken


def lacking(work: Work, messages: Sequence[StoredMessage]) -> list[StoredMessage]:
    """The messages that bring a password and carry none yet, to people who have none: one a person."""
    bringing = {
        message.person: message
        for message in reversed(messages)
        if message.person and _brings_one(work, message) and not message.facts.get("password")
    }
    without = work.unit.accounts.without_password(list(bringing)) if bringing else ()
    return [message for person, message in bringing.items() if person in without]


def with_hidden_password(work: Work, message: StoredMessage) -> StoredMessage:
    """A message as it would have left: one that never did names a password that was not made, to who has none."""
    if message.resolved or not lacking(work, [message]):
        return message
    return evolve(message, facts={**message.facts, "password": MASK})


def _brings_one(work: Work, message: StoredMessage) -> bool:
    kind = work.contexts.kinds.get(message.kind)
    return kind is not None and kind.carries_password


def carried(
    work: Work, messages: Sequence[StoredMessage], passwords: Sequence[MadePassword], holder: str | None = None
) -> list[tuple[StoredMessage, MadePassword | None]]:
    """Have messages carry these passwords, to whoever still has none; gives each with what it carries.

    The others are given as they are by now: whoever gave their person a password may have had the message carry it.
    With a *holder* those that are somebody else's by now are left out.
    """
    pairs = list(zip(messages, passwords, strict=True))
    firsts = {PersonId(str(message.person)): (message, made) for message, made in reversed(pairs)}
    given = work.unit.accounts.give_first_passwords({person: made.hashed for person, (_, made) in firsts.items()})
    carrying = {message.id: made for person, (message, made) in firsts.items() if person in given}
    facts = {one.id: {**one.facts, "password": carrying[one.id].password} for one in messages if one.id in carrying}
    lost = carrying.keys() - work.unit.outbox.rewrite(facts, holder)
    for message in messages:
        if message.id in lost:
            work.unit.accounts.forget_password(PersonId(str(message.person)), carrying[message.id].hashed)
    now = work.unit.outbox.many([one.id for one in messages if one.id not in carrying])
    as_they_are = [evolve(one, facts=now[one.id].facts) if one.id in now else one for one in messages]
    return [(one, carrying.get(one.id)) for one in as_they_are if one.id not in lost]


def take_back(work: Work, message: StoredMessage, hashed: str) -> None:
    """Leave somebody without the password that they were never told, so that their next welcome has one (ACC-15)."""
    if message.person and work.unit.accounts.last_connection(message.person) is None:
        work.unit.accounts.forget_password(message.person, hashed)
