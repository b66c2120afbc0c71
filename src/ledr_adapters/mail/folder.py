"""Mail into a folder: one `.eml` file a message, which any mail program opens. The default of an embedded school."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field

from ledr_adapters.folders import MessageFolder
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome

if TYPE_CHECKING:
    from ledr_core.ports.mail import Letter


@define(eq=False)
class FolderMail:
    """A `Mail` that writes `TIME-MESSAGE.eml` files. See `MessageFolder`.

    A folder that cannot be written to (missing right, full disk, a file in its place) is `LATER`.
    """

    path: Path = field(converter=Path)
    _now: Callable[[], datetime] = field(kw_only=True, repr=False)
    _folder: MessageFolder = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._folder = MessageFolder(self.path, ".eml")

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
        return self._folder.look_up(message)

    def send(self, letter: Letter) -> Handover:
        """Write the letter as a file; its name is the reference. See `Mail.send`."""
        from email import policy  # most commands open a school and send nothing: they need not load it

        from ledr_adapters.mail.mime import NotAnAddress, mime_message

        at = self._now().astimezone(UTC)
        try:
            content = mime_message(letter, at, encoding="8bit").as_bytes(policy=policy.default)
        except NotAnAddress as fault:
            return Handover(Outcome.REFUSED, str(fault), cause=Cause.UNKNOWN_MAILBOX)
        return self._folder.keep(letter.message, at, content)

    def close(self) -> None:
        """Nothing is held open."""
