"""Where time comes from."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time. `ledr_core.testing.FixedClock` stands still until told otherwise."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
