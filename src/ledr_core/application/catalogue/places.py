"""Where the entries of a catalogue stand: every error about one names file, line and field (CAT-13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import join, normpath
from typing import Any, Final

from attrs import field, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.disk import Source
from ledr_core.wording import yaml12

_STEPS: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@frozen
class Place:
    """Where an entry stands: its section and index, and its document when it was read from a file."""

    section: str
    index: int
    source: Source
    """Where the files are that the entry names."""
    document: yaml12.Document | None = None
    folder: str = ""
    """That of the document in its source: the files that the entry names are beside it."""
    doubts: set[str] = field(factory=set, eq=False)
    """The fields with which something is wrong: nothing is judged by them."""

    def at(self, name: str) -> dict[str, Any]:
        """Where a field of the entry stands, as facts: field, and file and line when it was read from a file."""
        error = self.invalid(name, "empty")
        place = {"field": error.field, "file": error.file, "line": error.line}
        return {fact: value for fact, value in place.items() if value is not None}

    def file(self, name: str) -> str:
        """A file that the entry names, as its source knows it."""
        return normpath(join(self.folder, name)) if self.folder and name else name

    def invalid(self, name: str, ground: str, facts: Mapping[str, Any] | None = None) -> Invalid:
        """An error about a field of the entry, such as `lessons`, `lessons[1]` or `questions[0].maximum`."""
        place: list[str | int] = [self.section, self.index]
        for head, index in _STEPS.findall(name):
            place.append(head if head else int(index))
        if self.document is not None:
            return self.document.invalid(tuple(place), ground, facts)
        return Invalid(f"{self.section}[{self.index}].{name}", ground, facts)


class Direct(Place):
    """The place of an entry given by an operation's own parameters."""

    def at(self, name: str) -> dict[str, Any]:
        """Nowhere: whoever gave it knows."""
        return {}

    def invalid(self, name: str, ground: str, facts: Mapping[str, Any] | None = None) -> Invalid:
        """An error about a parameter."""
        return Invalid(name, ground, facts)


def head_of(name: str) -> str:
    """The field of an entry that an error about something inside it is about."""
    found = _STEPS.match(name)
    return name if found is None else found[1]
