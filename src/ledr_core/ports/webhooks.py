"""Reading what a provider reports of messages that it took. Contract: `ledr_core.testing.contracts.webhooks`."""

from __future__ import annotations

from typing import Protocol

from ledr_core.domain.messages.delivery import ProviderEvent


class Webhook(Protocol):
    """The reports of one provider, as they arrive at the address that it calls."""

    @property
    def name(self) -> str:
        """The provider's name ("mailjet")."""

    def read(self, payload: str, signature: str | None, url: str | None) -> tuple[ProviderEvent, ...]:
        """The events of one call: its body, the header that vouches for it, and the address that was called.

        What the school has no use for gives no event. Raises Invalid: `payload` when it cannot be read, `signature`
        when it is missing or not the provider's, `url` when the signature needs it and it is missing.
        """
