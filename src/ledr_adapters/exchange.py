"""What is known of a request to a provider when no answer came, and what an answer asks for."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

import requests
import urllib3
from urllib3.exceptions import ConnectTimeoutError, InvalidHeader, NewConnectionError, ProxyError

_BEFORE_ANYTHING_WAS_SENT: Final = (
    *(NewConnectionError, ConnectTimeoutError, ProxyError, ssl.SSLCertVerificationError),
    *(requests.ConnectTimeout, requests.exceptions.ProxyError),
    *(requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, requests.exceptions.InvalidProxyURL),
)


_BAD_GREETINGS: Final = frozenset(
    {
        *("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION"),
        *("SSLV3_ALERT_HANDSHAKE_FAILURE", "NO_CIPHERS_AVAILABLE"),
    }
)
"""What TLS says when it comes to no agreement, or meets a server that does not speak it."""


def never_sent(fault: BaseException) -> bool:
    """Whether a request failed before a byte of it left: no connection, or a server that we do not trust.

    False when it may have been taken, as when an answer did not come in time.
    """
    return any(isinstance(one, _BEFORE_ANYTHING_WAS_SENT) or _greeted_badly(one) for one in _behind(fault))


def _greeted_badly(fault: BaseException) -> bool:
    return isinstance(fault, ssl.SSLError) and fault.reason in _BAD_GREETINGS


def told(fault: BaseException) -> str:
    """The words of what went wrong at bottom, on one line."""
    *_, last = _behind(fault)
    return " ".join((str(last) or type(last).__name__).split())


def pause_asked_for(headers: Mapping[str, str]) -> timedelta | None:
    """How long an answer asks to wait (Retry-After, in seconds or as a date), if it does."""
    said = headers.get("Retry-After")
    try:
        return timedelta(seconds=urllib3.Retry().parse_retry_after(said)) if said else None
    except (InvalidHeader, OverflowError):
        return None


def _behind(fault: BaseException) -> Iterator[BaseException]:
    """A fault of requests and those that it was made of, the first cause last."""
    seen: set[int] = set()
    one: object = fault
    while isinstance(one, BaseException) and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = getattr(one, "reason", None) or next((part for part in one.args if isinstance(part, BaseException)), None)
