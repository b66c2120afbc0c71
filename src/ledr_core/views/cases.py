"""Results about final cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from ledr_core.domain.certification.names import LevelName, StateName
from ledr_core.domain.kernel.content import Content


@frozen
class ObstacleView:
    """What keeps a case closed: its rule, what it is by reference or number, and the ground and facts behind it."""

    rule: str
    what: str
    ground: str
    fact: Mapping[str, Any] = field(factory=dict)


@frozen
class OpeningView:
    """Whether somebody can begin the case of a course, and all that is missing: open is the same as nothing missing."""

    person: str
    name: str
    course: str
    open: bool
    missing: tuple[ObstacleView, ...]


@frozen
class CaseQuestionView:
    """A question of a case as learners see it, numbered from 1."""

    question: int
    text: str
    maximum: Decimal


@frozen
class BegunView:
    """A case begun, or under rework: its questions, and the number of its version."""

    course: str
    case: str
    version: int
    questions: tuple[CaseQuestionView, ...]


@frozen
class CopyAnswerView:
    """An answer of a copy: `text` is what the learner wrote; mark and comment once it is graded."""

    question: int
    subject: str
    maximum: Decimal
    text: str
    mark: Decimal | None
    comment: str | None


@frozen
class CopyView:
    """A copy: where it stands (none, begun, handed_in, graded, reworking), and its final grade so far."""

    person: str
    name: str
    course: str
    state: StateName | Literal["none"]
    case: str | None = None
    version: int | None = None
    batch: date | None = None
    answers: tuple[CopyAnswerView, ...] = ()
    grade: Decimal | None = None
    level: LevelName | None = None
    rework_allowed: bool = False
    rework_until: date | None = None
    """The last day on which a copy under rework is open."""


@frozen
class HandedInView:
    """A copy handed in: the Friday on which it is planned to be corrected."""

    course: str
    batch: date


@frozen
class ReworkView:
    """A copy that may be reworked: the last day on which it is open."""

    course: str
    until: date


@frozen
class CaseView:
    """A case: whether it serves new copies, and its number among those published for its course."""

    case: str
    course: str
    public: bool
    version: int
    copies: int


@frozen
class WaitingCopyView:
    """A copy that waits for its grade; `file` is the one to fill in, when a folder was named."""

    person: str
    name: str
    course: str
    case: str
    version: int
    batch: date
    handed_in: datetime
    round: int
    answers: tuple[CopyAnswerView, ...]
    file: str | Content | None = None
    undrawn: tuple[str, ...] = ()
    """Letters of the person's name that documents cannot show: to be mended before the grade (CERT-5)."""


@frozen
class GradeView:
    """The grade of a copy, out of 20, and the level that it gives."""

    person: str
    course: str
    grade: Decimal
    level: LevelName | None
    rework_allowed: bool
    undrawn: tuple[str, ...] = ()
    """Letters of the person's name or company that the documents cannot show (CERT-5)."""
