"""The figures of their organisation that somebody follows, and how often these are mailed to them (TEAM-8)."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CompanyId, PersonId

KeyFigureName: TypeAlias = Literal["people", "active", "courses", "percent", "certified", "hours"]
"""A `KeyFigure` by its value."""
RhythmName: TypeAlias = Literal["week", "month"]
"""A `Rhythm` by its value."""


class KeyFigure(StrEnum):
    """A figure of the analytics, by its name there."""

    _value_: KeyFigureName

    PEOPLE = "people"
    ACTIVE = "active"
    COURSES = "courses"
    PERCENT = "percent"
    CERTIFIED = "certified"
    HOURS = "hours"


class Rhythm(StrEnum):
    """How often figures are mailed: those of the week, or of the month, that is over."""

    _value_: RhythmName

    WEEK = "week"
    MONTH = "month"


@frozen
class KeyFigures:
    """What somebody has chosen to follow; None never to be mailed."""

    person: PersonId
    company: CompanyId
    figures: tuple[KeyFigure, ...]
    every: Rhythm | None
