"""Mail into a folder: one `.eml` file a message, which any mail program opens. The default of an embedded school."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from attrs import define, field

from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.mail import Letter

_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600  # a welcome holds a password
_LONGEST_ID: Final = 200  # file names end at 255 bytes


@define(eq=False)
class FolderMail:
    """A `Mail` that writes `TIME-MESSAGE.eml` files, so that a listing is in order of sending.

    The folder is made on first use. A message that is sent again replaces its own file, in one step; files are not
    forced to disk. A folder that cannot be written to (missing right, full disk, a file in its place) is `LATER`.
    """

    path: Path = field(converter=Path)
    _now: Callable[[], datetime] = field(kw_only=True, repr=False)
    _names: dict[str, str] = field(factory=dict, init=False, repr=False)
    _seen: int = field(default=-1, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    @property
    def name(self) -> str:
        """`folder`."""
        return "folder"

    @property
    def at_once(self) -> int:
        """As many as are worth one go of the sender."""
        return 50

    def send_all(self, letters: Sequence[Letter]) -> tuple[Handover, ...]:
        """One file after another. See `Mail.send_all`."""
        return tuple(map(self.send, letters))

    def look_up(self, message: str) -> Handover:
        """Whether there is a file of that message."""
        from ledr_adapters.mail.mime import plain_id

        try:
            with self._lock:
                self._look_again_if_changed()
        except FileNotFoundError:
            return Handover(Outcome.LATER, f"{self.path} is not there")
        except OSError as fault:
            return Handover(Outcome.UNKNOWN, f"{self.path}: {fault.strerror or fault}")
        name = self._names.get(plain_id(message)[-_LONGEST_ID:])
        found = name is not None and (self.path / name).exists()
        return Handover(Outcome.ACCEPTED, reference=name) if found else Handover(Outcome.LATER, "no file of it")

    def send(self, letter: Letter) -> Handover:
        """Write the letter as a file; its name is the reference. See `Mail.send`."""
        from email import policy  # most commands open a school and send nothing: they need not load it

        from ledr_adapters.mail.mime import NotAnAddress, mime_message, plain_id

        at = self._now().astimezone(UTC)
        try:
            content = mime_message(letter, at, encoding="8bit").as_bytes(policy=policy.default)
        except NotAnAddress as fault:
            return Handover(Outcome.REFUSED, str(fault))
        try:
            with self._lock:
                return Handover(
                    Outcome.ACCEPTED, reference=self._write(plain_id(letter.message)[-_LONGEST_ID:], at, content)
                )
        except OSError as fault:
            return Handover(Outcome.LATER, f"{self.path}: {fault.strerror or fault}")

    def close(self) -> None:
        """Nothing is held open."""

    def _write(self, message: str, at: datetime, content: bytes) -> str:
        self.path.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        self._look_again_if_changed()
        name = self._names.get(message, f"{at:%Y%m%dT%H%M%S.%fZ}-{message}.eml")
        _replace(self.path / name, content)
        self._names[message] = name
        self._seen = self.path.stat().st_mtime_ns
        return name

    def _look_again_if_changed(self) -> None:
        """Learn which message has which file: at first, and after another process wrote here or a file was removed."""
        if self.path.stat().st_mtime_ns != self._seen:
            names = (entry.name for entry in os.scandir(self.path) if entry.name.endswith(".eml"))
            self._names = {name.removesuffix(".eml").partition("-")[2]: name for name in names}


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.touch(mode=_PRIVATE_FILE)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise
