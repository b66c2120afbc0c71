"""Results about the placement test."""

from __future__ import annotations

from datetime import date

from attrs import frozen


@frozen
class PlacementAsked:
    """A question of the test: its choices are numbered from 0."""

    reference: str
    theme: str
    theme_title: str
    text: str
    choices: tuple[str, ...]


@frozen
class PlacementView:
    """A placement test to answer."""

    attempt: str
    questions: tuple[PlacementAsked, ...]


@frozen
class PlacementTheme:
    """How many questions of a theme were answered right."""

    theme: str
    title: str
    right: int
    of: int


@frozen
class PlacementResult:
    """The result of a placement test, theme by theme."""

    taken_on: date
    right: int
    of: int
    themes: tuple[PlacementTheme, ...]
