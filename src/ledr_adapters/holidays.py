"""French public holidays, from the `holidays` library."""

from __future__ import annotations

from datetime import date
from functools import cache


class FrenchHolidays:
    """The national public holidays of France, without regional ones."""

    def between(self, first: date, last: date) -> frozenset[date]:
        """Those from the first day to the last."""
        years = range(first.year, last.year + 1)
        return frozenset(day for year in years for day in _of(year) if first <= day <= last)


@cache
def _of(year: int) -> frozenset[date]:
    from holidays.countries.france import France

    days: dict[date, str] = France(years=year)  # type: ignore[no-untyped-call]
    return frozenset(days)
