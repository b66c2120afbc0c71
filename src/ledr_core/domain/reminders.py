"""Who has gone quiet, and when they are reminded (TRACK-6, JOB-5)."""

from __future__ import annotations

from datetime import date


def quiet_since(start: date, connected: date | None, allocated: date | None) -> date:
    """The day from which inactivity counts: the latest of connection, start and slot allocation."""
    return max(day for day in (start, connected, allocated) if day is not None)


def inactive(since: date, end: date, today: date, days: int) -> bool:
    """Whether somebody is inactive: end date not passed, and quiet for at least *days* days."""
    return today <= end and (today - since).days >= days


def reminder_number(since: date, today: date, days: int) -> int:
    """Which reminder is due: the first after *days* days, then one every *days* days; 0 while none is."""
    return max(0, (today - since).days // days)
