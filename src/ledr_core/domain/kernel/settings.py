"""What a setting is: what an operator can change, with its default (the decisions of the rules).

Each context declares its own, in its `settings`; `ledr_core.domain.settings` lists them all. What each means stands in
`wording/settings.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto
from typing import Final, Generic, TypeVar

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.flags import FLAGS

T = TypeVar("T")
Check = Callable[[object], T]
"""Reads a value as an operator gives it, or raises Invalid, saying what is allowed."""

LONGEST: Final = 2_000
"""Characters of a text, and items of a list."""
_LONGEST_NUMBER: Final = 20
_ADDRESS: Final = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
_LINK: Final = re.compile(r"https?://(\[[0-9a-f:.]+\]|[\w.-]+)(:[0-9]{1,5})?([/?#]\S*)?", re.IGNORECASE)
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Again(Enum):
    """What is looked at again when a setting takes another value."""

    THEMES = auto()
    """Which themes have an assessment, and what learners have earned by that (LEARN-6)."""
    COPIES = auto()
    """The day on which copies that wait are corrected (CASE-7)."""
    SESSIONS = auto()
    """The day on which a session has something to do next (JOB-5, TRACK-6)."""


@frozen
class Setting(Generic[T]):
    """One setting: its default, how a value is checked, and the rule it comes from."""

    name: str
    default: T
    check: Check[T]
    rule: str
    unit: str = ""
    """What a number counts, such as days."""
    by_course: bool = False
    """Whether a course can have a value of its own."""
    image: bool = False
    """Whether it is given as the name of an image file, of which the content is kept."""
    days: bool = False
    """Whether its value is a list of days, each kept as ISO text."""
    again: Again | None = None


def number(lowest: int, highest: int) -> Check[int]:
    """A whole number in that range."""

    def check(value: object) -> int:
        if isinstance(value, str) and len(value) <= _LONGEST_NUMBER and value.strip().isdecimal():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise Invalid("value", "number out of range", {"value": value, "lowest": lowest, "highest": highest})
        return value

    return check


def flag(value: object) -> bool:
    """Yes or no, also as it is typed in either language."""
    found = FLAGS.get(value.strip().casefold()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise Invalid("value", "neither true nor false", {"value": value})
    return found


def text(value: object) -> str:
    """One line, or nothing."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**_LONGEST_NUMBER:
        value = str(value)  # a number that is a name, such as a SIRET
    if not isinstance(value, str) or "\n" in value or "\r" in value:
        raise Invalid("value", "not one line", {"value": value})
    if len(value) > LONGEST:
        raise Invalid("value", "too long", {"length": len(value), "most": LONGEST})
    return value.strip()


def needed_text(value: object) -> str:
    """One line, which says something."""
    line = text(value)
    if not line:
        raise Invalid("value", "empty line")
    return line


def address(value: object) -> str:
    """An e-mail address, or nothing."""
    line = text(value)
    if line and not _ADDRESS.fullmatch(line):
        raise Invalid("value", "neither an address nor nothing", {"value": line})
    return line


def link(value: object) -> str:
    """The address of a page of the web, or nothing: it stands in mails, where another would be an order."""
    line = text(value)
    if line and not _LINK.fullmatch(line):
        raise Invalid("value", "not a link", {"value": line})
    return line


def needed_link(value: object) -> str:
    """The address of a page of the web."""
    return link(needed_text(value))


def clock_time(value: object) -> str:
    """A time of the day as `05:00`: YAML and people write `5:00` as well."""
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Invalid("value", "not a time of the day", {"value": value})
    return f"{int(found[1]):02}:{found[2]}"


def listed(value: object, *, empty: bool = False) -> object:
    """A list that is written as text, such as `[30, 7]`, in its parts; everything else as it is."""
    if isinstance(value, list | tuple) and len(value) > LONGEST:
        raise Invalid("value", "too many items", {"count": len(value), "most": LONGEST})
    if not isinstance(value, str):
        return value
    value = text(value)
    parts = [part.strip() for part in value.strip("[] ").split(",")]
    return [part for part in parts if part] if empty else parts
