"""Where SMS go, and whether that would work (`ledr doctor`). Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from attrs import evolve

from ledr_adapters.doctor import findings as looking
from ledr_adapters.doctor.findings import Finding, State, found, message_folder, tried
from ledr_adapters.outside import Outside
from ledr_adapters.sms import sms_from
from ledr_adapters.sms.twilio import TwilioSms
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import Moment
from ledr_core.ports.sms import Sms


def findings(outside: Outside, now: Moment) -> Iterator[Finding]:
    """Where SMS go, and whether that would work; then where Twilio reports to."""
    if (folder := message_folder("sms", outside.sms, outside)) is not None:
        yield folder
        return
    try:
        way = _way(outside, now)
    except Invalid as error:
        yield found("sms", State.ERROR, "no way of sms", reason=error.reason)
        return
    if isinstance(way, TwilioSms):
        yield _twilio(way)
        yield _reports(way.callback)


def _way(outside: Outside, now: Moment) -> Sms | None:
    if not isinstance(outside.sms, str):
        return outside.sms
    return sms_from(outside.sms, now=lambda: now.instant, secret_file=outside.sms_secret_file)


def _twilio(way: TwilioSms) -> Finding:
    impatient = evolve(way, timeout=looking.PATIENCE)
    try:
        return tried("sms", urlsplit(way.server).netloc, impatient.try_key())
    finally:
        impatient.close()


def _reports(callback: str | None) -> Finding:
    if callback is None:
        return found("sms reports", State.WARNING, "no reports")
    parts = urlsplit(callback)
    place = f"{parts.scheme}://{parts.hostname}{parts.path}"  # its options may hold a secret
    if parts.scheme != "https":
        return found("sms reports", State.WARNING, "reports in clear", place=place)
    return found("sms reports", State.OK, "reports", place=place)
