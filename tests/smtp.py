"""An SMTP server on this machine that counts how often it takes each message, and says when it has taken so many."""

import re
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port

_MESSAGE = re.compile(rb"^X-MJ-CustomID: (\S+)", re.MULTILINE)


class CountingServer(Controller):
    """Takes everything; `taken` is how often each message, by its outbox identifier."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._alarm: tuple[int, Callable[[], None]] | None = None
        super().__init__(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        found = _MESSAGE.search(bytes(envelope.content or b""))
        assert found is not None
        with self._changed:
            self.taken[found[1].decode()] += 1
            if self._alarm and self.count >= self._alarm[0]:
                self._alarm[1]()
                self._alarm = None
        return "250 2.0.0 OK: queued as 4X7"

    @property
    def count(self) -> int:
        """How many were taken."""
        return self.taken.total()

    def when_taken(self, more: int, act: Callable[[], None]) -> None:
        """Have that done as soon as so many more are taken, before the last of them is answered."""
        with self._changed:
            self._alarm = (self.count + more, act)

    def __enter__(self) -> Any:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
