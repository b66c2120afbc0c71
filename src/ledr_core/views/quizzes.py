"""Results about practice quizzes."""

from __future__ import annotations

from attrs import frozen


@frozen
class QuizDueView:
    """Whether a practice quiz is due, after how many lessons seen, and at how many the next one is."""

    due: bool
    seen: int
    next_at: int | None


@frozen
class QuizQuestion:
    """A question as it is asked: its choices are numbered from 0."""

    reference: str
    text: str
    choices: tuple[str, ...]


@frozen
class QuizView:
    """A practice quiz to answer."""

    quiz: str
    questions: tuple[QuizQuestion, ...]


@frozen
class CorrectionView:
    """A question that was answered: the right choices, those taken, and why."""

    reference: str
    text: str
    choices: tuple[str, ...]
    right: tuple[int, ...]
    chosen: tuple[int, ...]
    correct: bool
    explanation: str


@frozen
class QuizResultView:
    """How a practice quiz went; it is shown this once (PQ-6)."""

    right: int
    of: int
    corrections: tuple[CorrectionView, ...]
