"""Results about workshops."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen


@frozen
class WorkshopItem:
    """How far a person is with a workshop; the modules that lock it are those with a lesson not seen yet (WORK-4)."""

    reference: str
    title: str
    percent: int
    locked: bool
    missing_modules: tuple[str, ...]


@frozen
class WorkshopsView:
    """The workshops of a course, how many of them it requires, and how many are complete (WORK-2)."""

    required: int
    done: int
    workshops: tuple[WorkshopItem, ...]


@frozen
class StepView:
    """How far a workshop is after a step, and the step that comes first when that was too early (WORK-1)."""

    workshop: str
    percent: int
    first: str | None


@frozen
class AnswerView:
    """What somebody else answered; `chosen` when staff chose to show it (WORK-5)."""

    text: str
    chosen: bool


@frozen
class AnswerItem:
    """An answer as staff see it: whose, when, and its place among those chosen (WORK-6)."""

    answer: str
    person: str
    name: str
    text: str
    answered: datetime
    chosen: int | None
