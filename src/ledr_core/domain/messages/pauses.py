"""How long is waited before something that was not taken is tried again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

MESSAGE: Final = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
"""The longest pause of one message after its first, second… try."""
PROVIDER: Final = (
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=10),
    timedelta(minutes=20),
    timedelta(minutes=30),
)
"""The longest pause of a whole channel after its provider was found out of service once, twice… in a row."""
SHORTEST: Final = timedelta(seconds=1)


def pause(tries: int, longest: Sequence[timedelta], fraction: float) -> timedelta:
    """The pause after so many tries before this one: any up to the longest, so that senders do not come all at once.

    *fraction* is drawn anew each time, from 0 to 1 ("full jitter"); the longest grows with the tries up to the last.
    """
    return max(SHORTEST, longest[min(tries, len(longest) - 1)] * fraction)
