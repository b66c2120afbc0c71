"""What an operator can change of sessions, and of when their learners are reminded."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.settings import Again, Setting, listed, number


def _days(value: object) -> list[int]:
    value = listed(value)
    if not isinstance(value, list | tuple) or not value:
        raise Invalid("value", "not a list of numbers of days", {"value": value})
    days: list[int] = []
    for item in value:
        if isinstance(item, str) and len(item) < 10 and item.isdecimal():
            item = int(item)
        if isinstance(item, bool) or not isinstance(item, int) or not 1 <= item <= 365 or item in days:
            raise Invalid("value", "not one of the days", {"value": item})
        days.append(item)
    return sorted(days, reverse=True)


SESSION_MONTHS: Final = Setting(
    "session_months",
    12,
    number(1, 120),
    "SES-1",
    unit="months",
)
LATE_ENROLMENT_DAYS: Final = Setting(
    "late_enrolment_days",
    14,
    number(0, 365),
    "SES-5",
    unit="days",
)
INACTIVITY_DAYS: Final = Setting(
    "inactivity_days",
    21,
    number(1, 365),
    "TRACK-6",
    unit="days",
    again=Again.SESSIONS,
)
END_REMINDER_DAYS: Final = Setting(
    "end_reminder_days",
    [30, 7],
    _days,
    "JOB-5",
    unit="days",
    again=Again.SESSIONS,
)
