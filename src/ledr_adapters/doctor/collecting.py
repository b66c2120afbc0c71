"""What the adapters say of an installation, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ledr_adapters.clock import SystemClock
from ledr_adapters.contacts.findings import findings as of_contacts
from ledr_adapters.doctor.findings import Finding
from ledr_adapters.doctor.machine import findings as of_machine
from ledr_adapters.mail.findings import findings as of_mail
from ledr_adapters.outside import Outside
from ledr_adapters.sms.findings import findings as of_sms
from ledr_adapters.sql.findings import findings as of_database
from ledr_adapters.video.findings import findings as of_videos
from ledr_core.domain.kernel.moments import Moment

_ALL: Final[tuple[Callable[[Outside, Moment], Iterator[Finding]], ...]] = (
    of_machine,
    of_database,
    of_mail,
    of_sms,
    of_videos,
    of_contacts,
)


def diagnose(outside: Outside) -> tuple[Finding, ...]:
    """All there is to know of an installation: Python, libraries, database, settings, jobs, messages, providers.

    Servers have 3 seconds to answer; keys are tried, nothing is sent. Whatever is wrong is a finding.
    """
    now = Moment((SystemClock() if outside.clock is None else outside.clock).now())
    return tuple(finding for findings in _ALL for finding in findings(outside, now))
