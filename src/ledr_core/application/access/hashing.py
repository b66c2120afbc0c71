"""What comes before the transaction where a password is in play: tries are counted, hashes computed while none is open.

A hash costs tens of milliseconds on purpose; in a transaction everybody who writes would wait for it.
"""

from __future__ import annotations

from functools import partial

from ledr_core.application.access.gates import link_gate, sign_in_gate
from ledr_core.application.access.passwords import MadePassword, made, token_hash
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.texts import password_spellings


def signing_in(before: Before, *, login: str, password: str, address: str | None = None) -> PersonId | None:
    """Whose the login and password are, None when they do not go together (ACC-1, ACC-5).

    A try is counted as a failure before the password is looked at, so that of many at once exactly the free ones are;
    the right one takes that back.
    """
    person, hashed = before.keep(partial(_tried, login=login, address=address))
    verify = before.ports.passwords.verify
    if not any(verify(one, hashed) for one in password_spellings(password)):
        return None
    before.keep(lambda work: sign_in_gate(work, login, address).passed())
    return person


def _tried(work: Work, login: str, address: str | None) -> tuple[PersonId | None, str | None]:
    sign_in_gate(work, login, address).counted("ACC-5")
    person = work.unit.people.with_email(login)
    return (person.id, work.unit.accounts.password_hash(person.id)) if person else (None, None)


def choosing(before: Before, *, token: str, password: str, address: str | None = None) -> tuple[str, str]:
    """What is kept of a link's token, and of the password chosen; of that nothing where the link opens nothing.

    A token that nobody was given is counted (ACC-3).
    """
    kept, opens = before.keep(partial(_link, token=token, address=address))
    return kept, before.ports.passwords.hash(password) if opens else ""


def _link(work: Work, token: str, address: str | None) -> tuple[str, bool]:
    gate = link_gate(work, address)
    gate.must_be_open("ACC-3")
    kept = token_hash(token)
    link = work.unit.reset_links.with_hash(kept)
    if link is None:
        gate.failed()
    return kept, link is not None and link.opens(work.moment.instant)


def resetting(before: Before, *, person: str) -> MadePassword:
    """A password for a person whom the actor may name (ACC-4)."""
    before.read(lambda work: work.person(person))
    return made(before.ports, 1)[0]
