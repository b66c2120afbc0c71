"""Which days count for a paced rotation (ROT-5)."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

from attrs import field, frozen

from ledr_core.domain.kernel.moments import ONE_DAY

SATURDAY = 5


@frozen
class Calendar:
    """The days that count: week-ends or not, public holidays or not. Holidays come in as a value."""

    weekends: bool = False
    closed: AbstractSet[date] = field(factory=frozenset)
    """Public holidays that do not count (empty when they do)."""

    def counts(self, day: date) -> bool:
        """Whether that day counts; a paced change falls on such a day only."""
        return (self.weekends or day.weekday() < SATURDAY) and day not in self.closed

    def counted(self, after: date, until: date) -> int:
        """How many counted days lie after *after*, up to *until* inclusive; 0 when *until* is not after it."""
        if until <= after:
            return 0
        days = (until - after).days
        if not self.weekends:
            weeks, rest = divmod(days, 7)
            days = 5 * weeks + sum((after.weekday() + step) % 7 < SATURDAY for step in range(1, rest + 1))
        holidays = sum(after < day <= until and (self.weekends or day.weekday() < SATURDAY) for day in self.closed)
        return days - holidays

    def nth(self, number: int, after: date) -> date:
        """The *number*-th counted day after *after* (number >= 1)."""
        day = after
        while number:
            day += ONE_DAY
            number -= self.counts(day)
        return day

    def next_from(self, day: date) -> date:
        """That day when it counts, else the first one after it that does."""
        return day if self.counts(day) else self.nth(1, day)
