"""What an operator can change of what runs by itself."""

from __future__ import annotations

from datetime import time
from typing import Final

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.settings import Setting, address, clock_time

LATEST: Final = time(23)
"""The latest time of the daily run: whoever looks every few minutes must find that it is due before the day is over."""


def daily_time(value: str) -> time:
    """The time of the daily run that a setting says; one that an older release took too late is the latest (JOB-9)."""
    return min(time.fromisoformat(value), LATEST)


def _time_of_daily_run(value: object) -> str:
    """A time of the day that no scheduler misses."""
    at = clock_time(value)
    if time.fromisoformat(at) > LATEST:
        raise Invalid("value", "too late in the day", {"value": at, "latest": f"{LATEST:%H:%M}"})
    return at


CARE_ADDRESS: Final = Setting(
    "care_address",
    "",
    address,
    "JOB-2",
)
MARKETING_ADDRESS: Final = Setting(
    "marketing_address",
    "",
    address,
    "JOB-2",
)
DAILY_AT: Final = Setting(
    "daily_at",
    "05:00",
    _time_of_daily_run,
    "JOB-1",
)
WEEKLY_AT: Final = Setting(
    "weekly_at",
    "11:00",
    clock_time,
    "JOB-2",
)
