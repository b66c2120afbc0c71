"""What an operator can change of corrections, and of the school as official documents name it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_day
from ledr_core.domain.kernel.settings import Again, Setting, listed, text

FRIDAY: Final = 4
"""The day of the week on which copies are corrected, Monday being 0 (CASE-7)."""


def _fridays(value: object) -> list[str]:
    value = listed(value, empty=True)
    if not isinstance(value, list | tuple):
        raise Invalid("value", "not a list of Fridays", {"value": value})
    days = {read_day(item, "value") for item in value}
    for day in sorted(days):
        if day.weekday() != FRIDAY:
            raise Invalid("value", "not a Friday", {"value": day})
    return [day.isoformat() for day in sorted(days)]


CLOSED_FRIDAYS: Final = Setting[list[str]](
    "closed_fridays",
    [],
    _fridays,
    "CASE-7",
    days=True,
    again=Again.COPIES,
)
PROVIDER_ADDRESS: Final = Setting(
    "provider_address",
    "",
    text,
    "CERT-6",
)
PROVIDER_ACTIVITY_NUMBER: Final = Setting(
    "provider_activity_number",
    "",
    text,
    "CERT-6",
)
PROVIDER_SIRET: Final = Setting(
    "provider_siret",
    "",
    text,
    "CERT-6",
)
PROVIDER_PLACE: Final = Setting(
    "provider_place",
    "",
    text,
    "CERT-6",
)
PROVIDER_SIGNATORY: Final = Setting(
    "provider_signatory",
    "",
    text,
    "CERT-6",
)
PROVIDER_SIGNATORY_ROLE: Final = Setting(
    "provider_signatory_role",
    "",
    text,
    "CERT-6",
)
PROVIDER_STAMP: Final = Setting[str | Mapping[str, str]](
    "provider_stamp",
    "",
    text,
    "CERT-6",
    image=True,
)
PROVIDER: Final = (
    PROVIDER_ADDRESS,
    PROVIDER_ACTIVITY_NUMBER,
    PROVIDER_SIRET,
    PROVIDER_PLACE,
    PROVIDER_SIGNATORY,
    PROVIDER_SIGNATORY_ROLE,
)
"""What attestations say of the school, beside its stamp."""
