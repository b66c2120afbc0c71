"""Results about what learners do."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import frozen


@frozen
class WatchView:
    """Whether a lesson is seen now, and the themes that became validated by it."""

    lesson: str
    seen: bool
    newly_validated: tuple[str, ...]


@frozen
class ThemeProgress:
    """How far a person is with a theme."""

    reference: str
    title: str
    percent: int
    validated: bool
    badge: bool
    optional: bool


@frozen
class HomeView:
    """A learner's home: what is left, and where to go on."""

    course: str
    title: str
    remaining_days: int
    end: date
    next_lesson: str | None
    percent: int
    finished: bool
    quiz_due: bool
    themes: tuple[ThemeProgress, ...]


@frozen
class MissingView:
    """What is missing to finish: its rule and what it is."""

    rule: str
    what: str


@frozen
class ProgressView:
    """How far a person is with a course."""

    course: str
    percent: int
    finished: bool
    lessons_seen: int
    lessons: int
    watch_seconds: int
    themes: tuple[ThemeProgress, ...]
    workshops: tuple[Any, ...]
    missing: tuple[MissingView, ...]


@frozen
class NoteView:
    """What somebody noted on a module, as they typed it."""

    module: str
    title: str
    text: str
