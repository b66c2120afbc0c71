"""What is wrong with an installation, or soon could be (`ledr doctor`). Nothing is changed and no secret is told."""

from __future__ import annotations

from ledr_adapters.clock import SystemClock
from ledr_adapters.doctor import providers
from ledr_adapters.doctor.contacts import contact_bases
from ledr_adapters.doctor.database import database
from ledr_adapters.doctor.findings import Finding, State
from ledr_adapters.doctor.machine import machine
from ledr_core.domain.kernel.moments import Moment
from ledr_core.ports.clock import Clock

__all__ = ["Finding", "State", "diagnose"]


def diagnose(
    url: str,
    mail: str | None = None,
    clock: Clock | None = None,
    mail_secret_file: str | None = None,
    mail_events_secret_file: str | None = None,
    sms: str | None = None,
    sms_secret_file: str | None = None,
    videos: str | None = None,
    contacts: str | None = None,
    contacts_secret_file: str | None = None,
) -> tuple[Finding, ...]:
    """All there is to know of an installation: Python, libraries, database, settings, jobs, messages, providers.

    The address and the texts are what `open_school` takes. Servers have 3 seconds to answer; keys are tried, nothing is
    sent. Whatever is wrong is a finding.
    """
    now = Moment((SystemClock() if clock is None else clock).now())
    return (
        *machine(now),
        *database(url, now),
        *providers.mail(url, mail, mail_secret_file, mail_events_secret_file, now),
        *providers.sms(url, sms, sms_secret_file, now),
        providers.videos(url, videos),
        contact_bases(url, contacts, contacts_secret_file),
    )
