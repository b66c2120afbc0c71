"""The days on which a prospect can look around (ACC-9)."""

from __future__ import annotations

from datetime import date

from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.moments import ONE_DAY


def must_be_offered(day: date, today: date, ahead: int) -> None:
    """Raises Refused ACC-9 for a day that is over, or more than so many days *ahead*."""
    last = today + ahead * ONE_DAY
    if day < today:
        raise Refused("ACC-9", "day passed", {"day": day, "today": today})
    if day > last:
        raise Refused("ACC-9", "too far ahead", {"day": day, "last": last})
