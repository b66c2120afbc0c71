"""What names a person anywhere, beside the aggregates they are part of.

Contract: `ledr_core.testing.contracts.people`.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from typing import Protocol

from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.people.erasure import Left, Removed, Traces
from ledr_core.domain.people.person import Person


class Erasures(Protocol):
    """Finds and removes what names a person, as last flushed (NOTE-6)."""

    def traces(self, person: Person) -> Traces:
        """How somebody is and was called and reached: today's, and what documents, messages and tests still say."""

    def forget(self, traces: Traces, *, trained: bool, requests: str, to_school: Collection[str] = ()) -> Set[Removed]:
        """Remove or anonymise what is no evidence of a training; gives what there was.

        Messages that had not left are gone, of the others the kind, the days and what became of them stay. Where other
        people's messages and the log of jobs name the person, the identifier stands instead. Of somebody who was never
        *trained*, connections, what they did and messages that had left go too. What contact bases were told stays
        until they are told to forget it. Of the kind *requests*, whatever the person asked is gone; of those
        *to_school* none is theirs, even where the school's address is. No aggregate of this unit but the person may be
        changed after that.
        """

    def left(self, traces: Traces) -> Set[Left]:
        """What is still kept of the person."""

    def with_evidence(self) -> list[PersonId]:
        """Who was erased, and of whom evidence of a training is still kept."""

    def let_go(self, people: Collection[PersonId]) -> None:
        """Remove the evidence of their trainings; memberships, slots held and certificates stay (SLOT-7, CERT-8)."""
