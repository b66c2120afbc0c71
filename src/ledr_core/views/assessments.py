"""Results about theme assessments."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from ledr_core.views.accounts import ReasonView


@frozen
class AskedView:
    """A question to answer; its choices are numbered from 0."""

    reference: str
    text: str
    choices: tuple[str, ...]
    level: int


@frozen
class AttemptView:
    """An attempt at an assessment: the question that waits, or how it ended; the score is shown here once (TA-7)."""

    attempt: str
    theme: str
    question: AskedView | None
    finished: bool
    score: int | None = None
    """Out of 20, once it has ended and counts."""
    passed: bool | None = None
    """Whether this attempt passed, once it has ended."""
    validated: bool | None = None
    """Whether the theme is validated, by this attempt or an earlier one, once it has ended."""
    counted: bool = True
    """False when it ended because no question was left: it is as if it had never been."""
    time_up: bool = False
    until: datetime | None = None
    """When its time is up, where there is a limit (TA-8)."""


@frozen
class AssessmentView:
    """Where somebody stands with a theme's assessment; never a score (TA-7)."""

    theme: str
    available: bool
    under_way: bool
    passed: bool
    retake: bool
    reasons: tuple[ReasonView, ...]
    """Why no attempt may begin now."""


@frozen
class ItemHealthView:
    """What recorded answers say of a question. Shares are from 0 to 1; what cannot be told yet is None."""

    reference: str
    level: int
    asked: int
    right_share: float | None
    discrimination: float | None
    exposure: float
    warnings: tuple[str, ...]
