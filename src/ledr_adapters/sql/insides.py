"""What the columns hold that hold JSON: its shape, which some have by a word beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypedDict

import sqlalchemy as sa
from attrs import frozen

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.shapes import Shape
from ledr_core.domain.assessments.attempt import Outcome
from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.certification.printed import PRINTED, DecimalText, IsoDay, IsoInstant
from ledr_core.domain.kernel.school import LANGUAGE
from ledr_core.domain.kernel.settings import Setting, clock_time
from ledr_core.domain.learning.workshops import Step
from ledr_core.domain.organisation.key_figures import KeyFigure
from ledr_core.domain.settings import SETTINGS


@frozen
class ByWord:
    """Another shape by the word of another column; whatever that does not name may be anything."""

    column: sa.Column[Any]
    shapes: Mapping[str, Shape]


class _File(TypedDict):
    name: str
    sha256: str


class _Backgrounds(TypedDict, total=False):
    gold: _File
    silver: _File
    bronze: _File


class _About(TypedDict, total=False):
    for_whom: str
    aim: str
    skills: list[str]
    programme: str


class _CaseQuestion(TypedDict):
    text: str
    maximum: DecimalText
    rubric: str


class _Grading(TypedDict):
    marks: list[DecimalText]
    comments: list[str]
    at: IsoInstant


class _Rework(TypedDict):
    asked: IsoInstant
    until: IsoDay
    handed_in: IsoInstant | None
    batch: IsoDay | None
    grading: _Grading | None
    lapsed: bool
    finished: IsoInstant | None


class _Amendment(TypedDict):
    at: IsoInstant
    by: str
    reason: str
    former: _Grading
    round: int


class _AttemptState(TypedDict):
    position: tuple[int, int, int, int, int]
    given: list[tuple[str, int, int, int]]
    pending: tuple[str, int, int] | None
    outcome: Annotated[str, Outcome] | None


class _Failure(TypedDict):
    what: str
    why: str


class _ThemeScore(TypedDict):
    theme: str
    title: str
    right: int
    of: int


def _shape_of(setting: Setting[Any]) -> Shape:
    """What is kept of a setting, as any release wrote it: what may be set has been narrowed since."""
    default = setting.default
    if setting.image:
        return str | _File
    if setting.days:
        return list[IsoDay]
    if setting is LANGUAGE or isinstance(default, dict):
        return Annotated[object, setting.check]
    if isinstance(default, str) and setting.name.endswith("_at"):
        return Annotated[str, clock_time]
    return list[type(default[0])] if isinstance(default, list | tuple) else type(default)  # type: ignore[misc]


INSIDE: Final[Mapping[sa.Column[Any], Shape | ByWord]] = {
    t.attempts.c.state: _AttemptState,
    t.attempt_papers.c.settings: Annotated[dict[str, object], AssessmentSettings.from_plain],
    t.attempt_papers.c.levels: list[list[tuple[str, int]]],
    t.attempt_answers.c.chosen: list[int],
    t.courses.c.certificate: _Backgrounds,
    t.courses.c.about: _About,
    t.workshops.c.questions: list[str],
    t.questions.c.choices: list[str],
    t.questions.c.right: list[int],
    t.question_editions.c.choices: list[str],
    t.question_editions.c.right: list[int],
    t.cases.c.questions: list[_CaseQuestion],
    t.copies.c.grading: _Grading,
    t.copies.c.rework: _Rework,
    t.copies.c.amendments: list[_Amendment],
    t.documents.c.facts: ByWord(t.documents.c.kind, PRINTED),
    t.job_runs.c.done: dict[str, int],
    t.job_runs.c.skipped: dict[str, int],
    t.job_runs.c.failures: list[_Failure],
    t.workshop_work.c.steps: list[tuple[Annotated[str, Step], int]],
    t.practices.c.counted: list[str],
    t.quizzes.c.questions: list[tuple[str, int]],
    t.key_figures.c.figures: list[Annotated[str, KeyFigure]],
    t.placements.c.questions: list[tuple[str, int, str]],
    t.placements.c.result: list[_ThemeScore],
    t.settings.c.value: ByWord(t.settings.c.name, {name: _shape_of(one) for name, one in SETTINGS.items()}),
    t.messages.c.facts: dict[str, object],
    t.notifications.c.facts: dict[str, object],
}
"""The shape of each column's JSON. The facts of messages have that of their kind, which contexts know."""
