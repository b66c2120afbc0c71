"""Where the time comes from: what a clock is, and one that stands still."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from ledr_core.domain.kernel.moments import read_instant


class Clock(Protocol):
    """Tells the time. `ledr_core.testing.FixedClock` stands still until told otherwise."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class FixedClock:
    """A `Clock` that shows one instant. Example: `open_school("memory:", clock=FixedClock("2026-11-19T06:00"))`.

    Instants are ISO text, a date or a datetime; a naive one is school time. Raises Invalid for what is none.
    """

    def __init__(self, instant: datetime | date | str) -> None:
        self.set(instant)

    def set(self, instant: datetime | date | str) -> None:
        """Show another instant from now on, earlier or later."""
        self._instant = read_instant(instant, "at")

    def now(self) -> datetime:
        """The instant shown, in UTC."""
        return self._instant

    def __repr__(self) -> str:
        return f"FixedClock({self._instant.isoformat()!r})"
