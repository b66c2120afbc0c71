"""Keeping the contact bases of marketing and Care up to date (JOB-1): see `ledr_core.testing.contracts.contacts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from ledr_core.ports.handover import Handover


class Base(StrEnum):
    """A contact base outside of the school."""

    MARKETING = "marketing"
    CARE = "care"


@frozen
class Contact:
    """A person as a contact base knows them: texts, numbers, and days as ISO text, by the name of the field."""

    email: str
    fields: Mapping[str, str | int | bool | None]
    former_email: str | None = None
    """The address under which the base knows them, when it has changed."""


class Contacts(Protocol):
    """Where contacts are kept. The same contact may be transferred again without any harm."""

    @property
    def name(self) -> str:
        """A short name for people ("csv"), without any secret."""

    @property
    def bases(self) -> tuple[Base, ...]:
        """The bases that it keeps."""

    @property
    def at_once(self) -> int:
        """How many contacts it takes in one go."""

    def transfer(self, base: Base, contacts: Sequence[Contact]) -> tuple[Handover, ...]:
        """Add or change contacts, at most `at_once`, and say of each, in their order, what came of it.

        Does not raise for what a provider, a network or a disk can do wrong: that is the outcome.
        """

    def remove(self, base: Base, emails: Sequence[str]) -> tuple[Handover, ...]:
        """Take contacts out, at most `at_once`; one that is not there is ACCEPTED."""

    def close(self) -> None:
        """Give back what is held open."""
