"""A letter as an `.eml` file, in the form in which it would be sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid

if TYPE_CHECKING:
    from ledr_core.ports.mail import Letter


@frozen
class EmlFiles:
    """The `LetterFiles` of every school: MIME messages, as a folder of mail has them."""

    @property
    def ending(self) -> str:
        """`.eml`."""
        return ".eml"

    def content(self, letter: Letter, at: datetime) -> bytes:
        """The MIME message. See `LetterFiles.content`."""
        from email import policy  # most commands write no letter: they need not load it

        from ledr_adapters.mail.mime import NotAnAddress, mime_message

        try:
            message = mime_message(letter, at, encoding="8bit")
        except NotAnAddress:
            raise Invalid("address", "cannot be an address") from None
        return message.as_bytes(policy=policy.default)
