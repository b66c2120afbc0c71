"""SMS into a folder: one text file a message. The default of an embedded school."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from attrs import define, field

from ledr_adapters.folders import MessageFolder
from ledr_core.ports.handover import Handover
from ledr_core.ports.sms import TextMessage


@define(eq=False)
class FolderSms:
    """An `Sms` that writes `TIME-MESSAGE.txt` files: `To: NUMBER`, an empty line, the text. See `MessageFolder`.

    A folder that cannot be written to (missing right, full disk, a file in its place) is `LATER`.
    """

    path: Path = field(converter=Path)
    _now: Callable[[], datetime] = field(kw_only=True, repr=False)
    _folder: MessageFolder = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._folder = MessageFolder(self.path, ".txt")

    @property
    def name(self) -> str:
        """`folder`."""
        return "folder"

    def send(self, text: TextMessage) -> Handover:
        """Write the SMS as a file; its name is the reference. See `Sms.send`."""
        number = " ".join(text.number.split())
        content = f"To: {number}\n\n{text.text}\n".encode("utf-8", "replace")
        return self._folder.keep(text.message, self._now(), content)

    def close(self) -> None:
        """Nothing is held open."""
