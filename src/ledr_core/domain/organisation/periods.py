"""The period that figures are told of, and the one before it that they are compared with (TEAM-4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import FIRST_YEAR, ONE_DAY, Moment

BEGINNING: Final = date(FIRST_YEAR, 1, 1)
"""The first day of a period that has no first one: before it there is nothing."""
_A_WEEK: Final = timedelta(days=7)


@frozen
class Period:
    """Days, the first and the last inclusive."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The instant at which it begins."""
        return Moment.on(self.first, 0).instant

    @property
    def over(self) -> datetime:
        """The instant from which it is over."""
        return Moment.on(self.last + ONE_DAY, 0).instant

    def so_far(self, today: date) -> Period:
        """As much of it as there has been."""
        return Period(self.first, min(self.last, today))

    @property
    def before(self) -> Period | None:
        """As many days before it, of whole months as many months; None where nothing is before it."""
        if self.first == BEGINNING:
            return None
        last = self.first - ONE_DAY
        months = self._whole_months
        if months is None:
            return Period(last - (self.last - self.first), last)
        year, month = divmod(self.first.year * 12 + self.first.month - 1 - months, 12)
        return Period(date(year, month + 1, 1), last)

    @property
    def _whole_months(self) -> int | None:
        """How many months it is, where it is months from their first day to their last."""
        after = self.last + ONE_DAY
        if self.first.day != 1 or after.day != 1:
            return None
        return (after.year - self.first.year) * 12 + after.month - self.first.month


def period_asked(first: date | None, last: date | None, today: date) -> Period:
    """From a day, else from the beginning, up to another, else today.

    Raises Invalid for a period that ends before it starts, or has not begun.
    """
    if first is not None and last is not None and last < first:
        raise Invalid("end", "before the start", {"value": last, "earliest": first})
    if first is not None and first > today:
        raise Invalid("start", "in the future", {"value": first, "latest": today})
    return Period(first or BEGINNING, last or today)


def past_week(today: date) -> Period:
    """The last week that is over, from Monday to Sunday."""
    monday = today - today.weekday() * ONE_DAY
    return Period(monday - _A_WEEK, monday - ONE_DAY)
