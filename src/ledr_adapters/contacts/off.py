"""No contact base at all: nothing of anybody leaves the school."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ledr_core.ports.contacts import Base, Contact
from ledr_core.ports.handover import Handover, Outcome


@frozen
class NoContacts:
    """A `Contacts` that keeps no base."""

    @property
    def name(self) -> str:
        """`off`."""
        return "off"

    @property
    def bases(self) -> tuple[Base, ...]:
        """None."""
        return ()

    @property
    def at_once(self) -> int:
        """One: nobody asks."""
        return 1

    def transfer(self, base: Base, contacts: Sequence[Contact]) -> tuple[Handover, ...]:
        """Refused."""
        return tuple(Handover(Outcome.REFUSED, "there is no contact base") for _ in contacts)

    def remove(self, base: Base, emails: Sequence[str]) -> tuple[Handover, ...]:
        """Nobody is there."""
        return tuple(Handover(Outcome.ACCEPTED) for _ in emails)

    def close(self) -> None:
        """Nothing is held open."""
