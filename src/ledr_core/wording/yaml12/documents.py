"""A document of YAML: its value, and the line of every part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from ledr_core.domain.kernel.errors import Invalid

Place: TypeAlias = tuple[str | int, ...]
"""Where a value stands in a document: `("lessons", 0, "title")`; the whole document is `()`."""

# A value's line alone, or, for a map or list, also those of its parts.
Lines: TypeAlias = "int | tuple[int, dict[str, Lines] | list[Lines]]"
Parts: TypeAlias = "dict[str, Lines] | list[Lines] | None"

WHOLE: Final = "file"
"""The field that an error of the file as a whole names."""


@frozen
class Document:
    """What a file holds: `value` is plain data (dict, list, str, int, float, bool, None)."""

    file: str
    value: Any
    _lines: Lines = field(repr=False)

    def line(self, place: Place = ()) -> int:
        """The line, from 1, of the value at a place: that of its key in a map, its own in a list.

        Where the place does not exist, the line of the nearest map or list around it.
        """
        entry = self._lines
        for part in place:
            inner = _part(entry, part)
            if inner is None:
                break
            entry = inner
        return entry if isinstance(entry, int) else entry[0]

    def read_as(self, place: Place, typed: str, meant: str) -> None:
        """Have what stands under a key of a map be found under another, which was meant."""
        entry: Lines | None = self._lines
        for part in place:
            entry = None if entry is None else _part(entry, part)
        parts = entry[1] if isinstance(entry, tuple) else None
        if isinstance(parts, dict) and typed in parts:
            parts[meant] = parts[typed]

    def invalid(self, place: Place, ground: str, facts: Mapping[str, Any] | None = None) -> Invalid:
        """The error that says what is wrong at a place, to be raised."""
        return Invalid(field_name(place), ground, facts, file=self.file, line=self.line(place))


def _part(entry: Lines, part: str | int) -> Lines | None:
    parts = None if isinstance(entry, int) else entry[1]
    if isinstance(parts, dict) and isinstance(part, str):
        return parts.get(part)
    if isinstance(parts, list) and isinstance(part, int) and 0 <= part < len(parts):
        return parts[part]
    return None


def field_name(place: Place) -> str:
    """A place as errors name it: `lessons[0].title`; `file` for the whole document."""
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return name.removeprefix(".") or WHOLE
