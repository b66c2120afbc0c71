"""Messages in a folder, one file each, for what is not handed to a provider."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from attrs import define, field

from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome

PRIVATE_FOLDER: Final = 0o700
PRIVATE_FILE: Final = 0o600  # a welcome holds a password
_LONGEST_ID: Final = 200  # file names end at 255 bytes


def plain_id(message: str) -> str:
    """The outbox identifier in letters that headers and file names can hold; an ordinary one is unchanged."""
    return quote(message, safe="") or "message"


@define(eq=False)
class MessageFolder:
    """Writes `TIME-MESSAGE.eml` files, or with another ending, so that a listing is in order of sending.

    The folder is made on first use, for its owner only. A message that is written again replaces its own file, in one
    step; files are not forced to disk. May be shared by threads, and the folder by processes.
    """

    path: Path = field(converter=Path)
    ending: str
    """Of the names of the files, with its period."""
    _names: dict[str, str] = field(factory=dict, init=False, repr=False)
    _seen: int = field(default=-1, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def keep(self, message: str, at: datetime, content: bytes) -> Handover:
        """Write the message as a file; its name is the reference. LATER when the folder cannot be written to."""
        try:
            with self._lock:
                return Handover(Outcome.ACCEPTED, reference=self._write(_short(message), at.astimezone(UTC), content))
        except OSError as fault:
            return Handover(Outcome.LATER, f"{self.path}: {fault.strerror or fault}", cause=Cause.OURS)

    def look_up(self, message: str) -> Handover:
        """Whether there is a file of that message."""
        try:
            with self._lock:
                self._look_again_if_changed()
        except FileNotFoundError:
            return Handover(Outcome.LATER, f"{self.path} is not there")
        except OSError as fault:
            return Handover(Outcome.UNKNOWN, f"{self.path}: {fault.strerror or fault}")
        name = self._names.get(_short(message))
        found = name is not None and (self.path / name).exists()
        return Handover(Outcome.ACCEPTED, reference=name) if found else Handover(Outcome.LATER, "no file of it")

    def _write(self, message: str, at: datetime, content: bytes) -> str:
        self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        self._look_again_if_changed()
        name = self._names.get(message, f"{at:%Y%m%dT%H%M%S.%fZ}-{message}{self.ending}")
        replace_file(self.path / name, content)
        self._names[message] = name
        self._seen = self.path.stat().st_mtime_ns
        return name

    def _look_again_if_changed(self) -> None:
        """Learn which message has which file: at first, and after another process wrote here or a file was removed."""
        if self.path.stat().st_mtime_ns != self._seen:
            names = (entry.name for entry in os.scandir(self.path) if entry.name.endswith(self.ending))
            self._names = {name.removesuffix(self.ending).partition("-")[2]: name for name in names}


def _short(message: str) -> str:
    return plain_id(message)[-_LONGEST_ID:]


def replace_file(path: Path, content: bytes, *, forced: bool = False) -> None:
    """Write a file that its owner alone reads, whole or not at all; *forced* to disk it is there after a crash too.

    It follows no link: that is replaced by the file itself.
    """
    with drafted(path, content, forced=forced) as draft:
        draft.replace(path)


@contextmanager
def drafted(path: Path, content: bytes, *, forced: bool = False) -> Iterator[Path]:
    """A file beside that path with its content to be; what is not put in its place within the block is gone after it.

    It has a name that nobody foresees, and is made by this alone: it follows no link that waits in its place.
    """
    draft = path.with_name(f".{secrets.token_hex(12)}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            if forced:
                stream.flush()
                os.fsync(stream.fileno())
        yield draft
    finally:
        with suppress(OSError):
            draft.unlink()
