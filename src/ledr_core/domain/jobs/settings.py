"""What an operator can change of what runs by itself."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.settings import Setting, address, clock_time

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
    clock_time,
    "JOB-1",
)
WEEKLY_AT: Final = Setting(
    "weekly_at",
    "11:00",
    clock_time,
    "JOB-2",
)
