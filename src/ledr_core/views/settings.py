"""Results about settings."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import frozen


@frozen
class SettingView:
    """A setting: its value today, the day from which it holds, and what it means."""

    name: str
    value: Any
    since: date | None
    meaning: str
    course: str | None
    default: bool
