"""A message as it is written, in the transaction of what causes it (JOB-4, CAMP-7)."""

from __future__ import annotations

from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.ports.outbox import NewMessage


def new_message(
    work: Work,
    person: PersonId | None,
    session: SessionId | None,
    kind: str,
    key: str,
    facts: dict[str, object],
    address: str | None = None,
) -> NewMessage:
    """A message that is due now, to a person or to nobody's *address*; the key makes sure that it exists once."""
    instant = work.moment.instant
    return NewMessage(
        id=work.ports.chance.identifier(),
        key=key,
        person=person,
        address=address,
        session=session,
        kind=kind,
        channel="email",
        due=instant,
        created=instant,
        facts={name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in facts.items()},
    )
