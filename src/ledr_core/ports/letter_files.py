"""Letters as files, to look at. Contract: `ledr_core.testing.contracts.letter_files`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ledr_core.ports.mail import Letter


class LetterFiles(Protocol):
    """Puts a letter in the form of a file that mail programs open. May be shared by threads."""

    @property
    def ending(self) -> str:
        """How the names of such files end, such as `.eml`."""

    def content(self, letter: Letter, at: datetime) -> bytes:
        """The letter as a file, dated *at* (aware): what would be sent, to the word.

        Raises Invalid (`address`) when its recipient or its sender cannot be an e-mail address.
        """
