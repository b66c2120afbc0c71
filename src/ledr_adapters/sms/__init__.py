"""The ways a school can send SMS, and the text that chooses one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ledr_adapters.servers import Server, server_named
from ledr_adapters.sms.folder import FolderSms
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.sms import Sms

if TYPE_CHECKING:
    from ledr_adapters.sms.twilio import TwilioSms

_FORMS: Final = (
    "folder:PATH",
    "twilio://SID:TOKEN@[HOST[:PORT]]?from=+33…[&callback=https://…]",
    "twilio+http://SID:TOKEN@HOST:PORT?from=+33…",
)
_SENDER: Final = re.compile(r"\+\d{6,15}|\d{3,8}|(?=.{0,10}[A-Za-z])[A-Za-z0-9 ]{1,11}")
"""A number in international form, a short one, or a name of letters and digits."""


def sms_from(text: str, *, now: Callable[[], datetime], secret_file: str | None = None) -> Sms:
    """The SMS that a setting such as LEDR_SMS chooses: `folder:PATH`, `twilio://…`, `twilio+http://…`.

    *now* dates the files of a folder. Account and token are percent-decoded; the token may be in *secret_file* instead
    (white space around it is dropped). Nothing is opened yet. Raises Invalid, which never shows the text, as it may
    hold a secret.
    """
    scheme, colon, rest = text.strip().partition(":")
    match scheme.lower() if colon else "":
        case "folder" if rest:
            return FolderSms(rest, now=now)
        case "twilio":
            return _twilio(server_named(text.strip(), "sms", _FORMS, secret_file), "https")
        case "twilio+http":
            return _twilio(server_named(text.strip(), "sms", _FORMS, secret_file), "http")
    raise Invalid("sms", "no way of sending SMS", {"choices": _FORMS})


def _twilio(server: Server, scheme: str) -> TwilioSms:
    from ledr_adapters.sms.twilio import HOST, TwilioSms

    if server.user is None or server.secret is None:
        raise Invalid("sms", "no Twilio account", {"choices": _FORMS})
    match dict(server.options):
        case {"from": [sender], **others} if _SENDER.fullmatch(sender) and others.keys() <= {"callback"}:
            callback = _callback(*others["callback"]) if others else None
        case _:
            raise Invalid("sms", "other Twilio options", {"choices": _FORMS})
    if not (server.user + server.secret).isascii():
        raise Invalid("sms", "odd letters for Twilio")
    if not server.host and scheme == "http":
        raise Invalid("sms", "no Twilio host", {"choices": _FORMS})
    place = f"{scheme}://{server.authority if server.host else HOST}"
    return TwilioSms(server.user, server.secret, sender, callback, place)


def _callback(*addresses: str) -> str:
    """The address that Twilio calls. Raises Invalid."""
    try:
        (address,) = addresses
        parts = urlsplit(address)
    except ValueError:
        raise Invalid("sms", "several callbacks", {"choices": _FORMS}) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise Invalid("sms", "no web address to call back", {"choices": _FORMS})
    return address
