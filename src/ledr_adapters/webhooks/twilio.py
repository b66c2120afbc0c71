"""Twilio's status callbacks (twilio.com/docs/messaging/guides/track-outbound-message-status): a form, signed.

The signature is over the address that was called, its options included, and the fields. The outbox identifier is the
option `id` of that address. A callback carries no time: it is that of its arrival.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

from attrs import field, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.messages.delivery import LASTING, Cause, DeliveryState, ProviderEvent

_STATES: Final = {
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.OPENED,
    "undelivered": DeliveryState.BOUNCED,
    "failed": DeliveryState.REJECTED,
}
"""Others (queued, sending, sent…) only say that it is on its way."""
_CAUSES: Final = {
    30001: Cause.PROVIDER,
    30002: Cause.OURS,
    30003: Cause.TEMPORARY,
    30004: Cause.DOMAIN_BLOCKS,
    30005: Cause.UNKNOWN_MAILBOX,
    30006: Cause.UNKNOWN_MAILBOX,
    30007: Cause.TAKEN_FOR_SPAM,
    30008: Cause.PROVIDER,
    30410: Cause.PROVIDER,
    21610: Cause.COMPLAINED,
    **dict.fromkeys((21211, 21217, 21614, 21635), Cause.UNKNOWN_MAILBOX),
}
"""What is behind an ErrorCode."""


@frozen
class TwilioEvents:
    """A `Webhook` for what Twilio reports of SMS, signed with the account's token."""

    _token: str = field(repr=False)
    _now: Callable[[], datetime] = field(kw_only=True, repr=False)

    @property
    def name(self) -> str:
        """`twilio`."""
        return "twilio"

    def read(self, payload: str, signature: str | None, url: str | None) -> tuple[ProviderEvent, ...]:
        """The event of one call. See `Webhook.read`."""
        fields = _fields(payload)
        if not url:
            raise Invalid("url", "no address given")
        options = _options(url)
        self._must_have_signed(url, fields, signature)
        sid, status = fields.one("MessageSid"), fields.one("MessageStatus")
        state = _STATES.get(status)
        return () if state is None else (self._event(sid, state, fields, options),)

    def _must_have_signed(self, url: str, fields: _Fields, signature: str | None) -> None:
        from twilio.request_validator import RequestValidator

        if not signature:
            raise Invalid("signature", "no Twilio signature")
        if not RequestValidator(self._token).validate(url, fields, signature):
            raise Invalid("signature", "not Twilio's signature")

    def _event(self, sid: str, state: DeliveryState, fields: _Fields, options: dict[str, list[str]]) -> ProviderEvent:
        code = fields.get("ErrorCode", [""])[0]
        cause = _CAUSES.get(int(code)) if code.isdecimal() and len(code) < 10 else None
        words = [code, *fields.get("ErrorMessage", [])]
        return ProviderEvent(
            provider="twilio",
            state=state,
            at=self._now(),
            message=options["id"][0] if "id" in options else None,
            reference=sid,
            cause=cause,
            permanent=cause in LASTING,
            detail=" ".join(" ".join(words).split())[:500],
            address=fields.get("To", [""])[0] or None,
            fingerprint=hashlib.sha256(json.dumps([sid, state, code]).encode()).hexdigest(),
        )


class _Fields(dict[str, list[str]]):
    """The fields of a form, each with its values, as Twilio's validator asks for them."""

    def getlist(self, name: str) -> list[str]:
        """The values of a field."""
        return self[name]

    def one(self, name: str) -> str:
        """The first value of a field that must be there. Raises Invalid."""
        value = self.get(name, [""])[0].strip()
        if not value:
            raise Invalid("payload", "field missing", {"name": name})
        return value


def _fields(payload: str) -> _Fields:
    try:
        fields = _Fields(parse_qs(payload, keep_blank_values=True, strict_parsing=True, errors="strict"))
    except ValueError:
        raise Invalid("payload", "not a form") from None
    return fields


def _options(url: str) -> dict[str, list[str]]:
    try:
        parts = urlsplit(url)
        readable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        readable = False
    if not readable:
        raise Invalid("url", "another address")
    return parse_qs(parts.query)
