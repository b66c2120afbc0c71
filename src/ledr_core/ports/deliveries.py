"""Read model: what became of messages, and which addresses nothing is sent to (SUP-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.delivery import Cause, DeliveryState
from ledr_core.domain.diagnosis import Suppression
from ledr_core.domain.identifiers import PersonId


@frozen
class Reported:
    """One thing that a provider reported of a message."""

    state: DeliveryState
    at: datetime
    cause: Cause | None
    detail: str


@frozen(kw_only=True)
class Delivery:
    """What became of a message."""

    provider: str | None
    """Who took it, or was last asked to."""
    sent_to: str | None
    """The address or number that it was handed over for."""
    delivery: DeliveryState | None
    cause: Cause | None
    events: tuple[Reported, ...] = ()
    """What was reported of it, oldest first."""


class Deliveries(Protocol):
    """What became of messages, in one or two statements whatever their number."""

    def of(self, messages: Collection[str]) -> dict[str, Delivery]:
        """What became of messages, by their identifiers."""

    def suppressions(self, addresses: Collection[str]) -> Mapping[tuple[str, str], Suppression]:
        """Which of these addresses and numbers nothing is sent to, by channel and casefolded address."""

    def domains_of_colleagues(self, person: PersonId) -> dict[str, int]:
        """The domains of the other people of somebody's company, and how many have each, the 25 most used."""
