"""All that is kept of a person, for whoever asks what that is (NOTE-6).

Contract: `ledr_core.testing.contracts.people`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from ledr_core.domain.people.person import Person

Row: TypeAlias = "Mapping[str, object]"
"""A row by the names of its columns: texts, numbers, days, instants, and JSON."""


class PersonalData(Protocol):
    """What is kept of people, as last flushed; parts of the catalogue and sessions by what people call them."""

    def of(self, person: Person, requests: str) -> dict[str, Sequence[Row]]:
        """Everything but messages, by what it is; of the kind of message *requests* what the person asked.

        What was kept by an address before it was a person's is of whoever's account began with it: nobody else shows
        that it is theirs by taking it as their login. Never a secret, nor what would show the right answers of
        questions.
        """

    def began_with(self, person: Person) -> str:
        """The address with which the account began: the one that was written to first, today's while none was."""
