"""The words of the archive with the evidence of trainings (PASS-6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.results import result_words
from ledr_core.wording.words import Words

_LISTS: Final[Mapping[tuple[str, str], str]] = {
    ("documents", "kind"): "document kind",
    ("documents", "state"): "state",
    ("messages", "kind"): "message kind",
    ("messages", "channel"): "channel",
    ("messages", "delivery"): "state",
    ("copies", "level"): "level",
    ("certifications", "level"): "level",
}
"""The closed lists from which what stands in a column of a part is said."""


class EvidenceWords(Words):
    """How one language says the evidence of trainings."""

    def file(self, name: str) -> str:
        """What a file or folder of the archive is called."""
        return str(self._words["files"][name][self.language])

    def table(self, part: str) -> str:
        """What the table of a part is called."""
        return self.file("issued" if part == "documents" else part)

    def part(self, name: str) -> str:
        """What a part of the evidence is called."""
        return str(self._words["parts"][name][self.language])

    def column(self, name: str) -> str:
        """The title of a column."""
        return str(self._words["columns"][name][self.language])

    def value(self, part: str, column: str, text: str) -> str:
        """What stands in a column of a part, where it is of a closed list; else the text."""
        if (part, column) == ("assessments", "outcome"):
            return str(self._words["outcomes"][text][self.language])
        known = _LISTS.get((part, column))
        return text if known is None else result_words(self.language).value(known, text) or text

    def readme(self) -> str:
        """What the archive says of itself."""
        files = {name: self.file(name) for name in ("page", "data", "contents", "signature")}
        return self.say("readme", **files) + "\n"


def evidence_words(language: str) -> EvidenceWords:
    """Those of a language. Raises Invalid unless it is French (`fr`) or English (`en`)."""
    return EvidenceWords(language, sentences("evidence"))
