"""What an operator can change of how people get in."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.settings import Setting, number

RESET_LINK_MINUTES: Final = Setting(
    "reset_link_minutes",
    60,
    number(5, 1440),
    "ACC-3",
    unit="minutes",
)
FREE_TRIES: Final = Setting(
    "free_tries",
    5,
    number(1, 100),
    "ACC-5",
    unit="tries",
)
LONGEST_PAUSE_MINUTES: Final = Setting(
    "longest_pause_minutes",
    15,
    number(1, 120),
    "ACC-5",
    unit="minutes",
)
DEMO_DAYS_AHEAD: Final = Setting(
    "demo_days_ahead",
    90,
    number(0, 365),
    "ACC-9",
    unit="days",
)
