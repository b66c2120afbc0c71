"""The values that settings were given."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CourseId


@frozen
class SettingValue:
    """A value that was set, and the day from which it holds."""

    name: str
    value: object
    since: date | None
    course: CourseId | None = None


class Settings(Protocol):
    """What operators have set."""

    def values(self) -> list[SettingValue]:
        """All values set, by name, then by day; those without a day first."""

    def put(self, value: SettingValue) -> None:
        """Set a value; one of the same name, day and course is replaced. An unknown course is Unavailable."""
