"""Public holidays, which reach the rules as a value."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class PublicHolidays(Protocol):
    """The national public holidays of the school's country."""

    def between(self, first: date, last: date) -> frozenset[date]:
        """Those from the first day to the last, both inclusive."""
