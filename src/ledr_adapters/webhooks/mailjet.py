"""Mailjet's Event API (dev.mailjet.com/email/guides/webhooks): one event, or several of any kinds, in JSON.

Its "sent" means that the recipient's server accepted the message: it is our *delivered*. Events have no identifier, and
one that is not answered with 200 comes again for up to a day.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from attrs import field, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_instant
from ledr_core.domain.messages.delivery import LASTING, Cause, DeliveryState, ProviderEvent

_STATES: Final = {
    "sent": DeliveryState.DELIVERED,
    "open": DeliveryState.OPENED,
    "click": DeliveryState.CLICKED,
    "bounce": DeliveryState.BOUNCED,
    "blocked": DeliveryState.REJECTED,
    "spam": DeliveryState.COMPLAINED,
    "unsub": DeliveryState.UNSUBSCRIBED,
}
_CAUSES: Final = {
    "quota exceeded": Cause.MAILBOX_FULL,
    **dict.fromkeys(("user unknown", "mailbox inactive"), Cause.UNKNOWN_MAILBOX),
    **dict.fromkeys(("invalid domain", "no mail host", "typofix"), Cause.WRONG_DOMAIN),
    "relay/access denied": Cause.DOMAIN_BLOCKS,
    **dict.fromkeys(("sender blocked", "content blocked", "policy issue"), Cause.TAKEN_FOR_SPAM),
    **dict.fromkeys(("spam reporter", "blacklisted"), Cause.COMPLAINED),
    "preblocked": Cause.RECENT_BOUNCES,
    "greylisted": Cause.TEMPORARY,
    **dict.fromkeys(("system issue", "protocol issue", "connection issue"), Cause.PROVIDER),
}
"""What is behind an `error`."""
_PARTS: Final = {"recipient": Cause.UNKNOWN_MAILBOX, "domain": Cause.WRONG_DOMAIN, "spam": Cause.TAKEN_FOR_SPAM}
"""What is behind a hard bounce whose `error` says nothing, by the part that it is related to."""
_OPTED_OUT: Final = frozenset({DeliveryState.COMPLAINED, DeliveryState.UNSUBSCRIBED})
_SAID: Final = ("error_related_to", "error", "comment", "smtp_reply", "source")
_LONGEST: Final = 500


@frozen
class MailjetEvents:
    """A `Webhook` for Mailjet's events.

    The only proof of their origin that Mailjet offers is basic authentication in the address that it calls,
    `https://USER:PASSWORD@…`. With a `secret`, `USER:PASSWORD`, the *signature* is the header Authorization of the
    call, and must be that; without one anybody's events are taken.
    """

    _secret: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """`mailjet`."""
        return "mailjet"

    def read(self, payload: str, signature: str | None, url: str | None) -> tuple[ProviderEvent, ...]:
        """The events of one call. See `Webhook.read`."""
        if self._secret is not None:
            _must_show(self._secret, signature)
        told = _parsed(payload)
        events = told if isinstance(told, list) else [told]
        return tuple(event for number, one in enumerate(events, 1) if (event := _event(one, number)) is not None)


def _must_show(secret: str, signature: str | None) -> None:
    if not signature:
        raise Invalid("signature", "no authorization")
    scheme, _, shown = signature.strip().partition(" ")
    expected = b64encode(secret.encode())
    same = hmac.compare_digest(shown.strip().encode("utf-8", "replace"), expected)
    if not same or scheme.lower() != "basic":
        raise Invalid("signature", "another authorization")


def _parsed(payload: str) -> object:
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        raise Invalid("payload", "not a JSON text") from None


def _event(told: object, number: int) -> ProviderEvent | None:
    """One event as ours, None when the school has no use for it."""
    if not isinstance(told, dict):
        raise Invalid("payload", "event not an object", {"number": number})
    kind = told.get("event")
    if not isinstance(kind, str):
        raise Invalid("payload", "event of no kind", {"number": number})
    if kind not in _STATES:
        return None
    cause = _cause(told, _STATES[kind])
    state = DeliveryState.DEFERRED if cause is Cause.TEMPORARY else _STATES[kind]
    return ProviderEvent(
        provider="mailjet",
        state=state,
        at=_instant(told.get("time"), number),
        message=_text(told.get("CustomID")),
        reference=_text(told.get("MessageID")),
        cause=cause,
        permanent=_is_permanent(told, state, cause),
        detail=" / ".join(one for name in _SAID if (one := _text(told.get(name))) is not None)[:_LONGEST],
        address=_text(told.get("email")),
        url=_text(told.get("url")),
        fingerprint=_fingerprint(told),
    )


def _cause(told: Mapping[str, Any], state: DeliveryState) -> Cause | None:
    if state in _OPTED_OUT:
        return Cause.COMPLAINED
    if state not in (DeliveryState.BOUNCED, DeliveryState.REJECTED):
        return None
    known = _CAUSES.get(str(told.get("error", "")).strip().lower())
    if known is None and told.get("hard_bounce") is True:
        return _PARTS.get(str(told.get("error_related_to", "")).strip().lower())
    return known


def _is_permanent(told: Mapping[str, Any], state: DeliveryState, cause: Cause | None) -> bool:
    if state is DeliveryState.BOUNCED:
        return told.get("hard_bounce") is True
    return state in _OPTED_OUT or (state is DeliveryState.REJECTED and cause in LASTING)


def _instant(told: object, number: int) -> datetime:
    try:
        if isinstance(told, int | str) and not isinstance(told, bool):
            return read_instant(datetime.fromtimestamp(int(told), UTC), "payload")
    except (Invalid, ValueError, OverflowError, OSError):
        pass
    raise Invalid("payload", "event of no time", {"number": number})


def _text(told: object) -> str | None:
    """A value as text on one line, None when there is none."""
    if isinstance(told, bool) or not isinstance(told, int | str) or told == 0:
        return None
    return " ".join(str(told).encode("utf-8", "replace").decode().split()) or None


def _fingerprint(told: Mapping[str, Any]) -> str:
    """The same for each repetition of one event, which has no identifier of its own."""
    told_apart: Sequence[object] = [told.get(name) for name in ("MessageID", "event", "time", "url")]
    if not told.get("MessageID"):
        told_apart = [*told_apart, told.get("CustomID"), told.get("email")]
    return hashlib.sha256(json.dumps(told_apart).encode()).hexdigest()
