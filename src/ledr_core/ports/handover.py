"""What is known after an attempt to hand something over to a provider, whichever way it goes: mail, SMS, contacts."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from attrs import frozen

from ledr_core.domain.messages.delivery import Cause


class Outcome(StrEnum):
    """What is known after an attempt to hand something over."""

    ACCEPTED = "accepted"
    """The provider answers for it from here on."""
    REFUSED = "refused"
    """The provider says no to this for good: the same again would be refused again."""
    LATER = "later"
    """Certainly not taken: it may be tried again without any risk of a double."""
    UNKNOWN = "unknown"
    """It may have been taken: a second attempt could be a double."""


@frozen
class Handover:
    """What came of handing one thing over."""

    outcome: Outcome
    reason: str = ""
    """The provider's words, or ours for a fault on the way; empty when accepted. Never holds a password."""
    reference: str | None = None
    """The provider's own identifier of it, when it gives one."""
    retry_after: timedelta | None = None
    """How long the provider asks to wait before the next attempt, when it says so."""
    cause: Cause | None = None
    """Whose fault it is, where the answer tells: the address's (`LASTING`), the provider's, or our own account's."""
