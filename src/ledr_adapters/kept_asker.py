"""Connections to one server, opened at the first question: what speaks HTTP is slow to import."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from attrs import define, field

if TYPE_CHECKING:
    from ledr_adapters.asking import Asker


@define(eq=False)
class KeptAsker:
    """The `Asker` of a server, made when it is first needed, and again after it was closed. May be shared by threads.

    See `Asker` for what it takes.
    """

    server: str
    connecting: float
    reading: float
    connections: int
    part: str
    _asker: Asker | None = field(default=None, init=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False)

    def opened(self) -> Asker:
        """It. Raises Unavailable, see there."""
        from ledr_adapters.asking import Asker

        with self._lock:
            if self._asker is None:
                self._asker = Asker(self.server, self.connecting, self.reading, self.connections, self.part)
            return self._asker

    def close(self) -> None:
        """Close the connections, if there are any."""
        with self._lock:
            asker, self._asker = self._asker, None
        if asker is not None:
            asker.close()
