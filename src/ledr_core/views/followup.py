"""Results about how far learners are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from attrs import field, frozen

from ledr_core.domain.certification.names import LevelName
from ledr_core.domain.kernel.content import Content
from ledr_core.views.learning import MissingView
from ledr_core.views.workshops import WorkshopItem

LearnerStateName: TypeAlias = Literal["coming", "learning", "waiting", "finished", "ended"]


@frozen
class CertificationFigures:
    """The certificate in force of a course."""

    level: LevelName
    grade: Decimal
    date: date


@frozen(kw_only=True)
class FollowUpRow:
    """A learner in a session, with the figures of its course (TRACK-1, TRACK-6).

    `themes` gives the percent of each theme by its reference, in the order of the course; their titles are in
    `theme_titles` of the table.
    """

    last_name: str
    first_name: str
    email: str
    company: str | None
    session: str
    managers: tuple[str, ...]
    start: date
    end: date
    last_lesson_on: date | None
    certification: CertificationFigures | None
    lessons_seen: int
    themes: Mapping[str, int]
    percent: int
    slot: int | None
    state: LearnerStateName
    inactive: bool
    course: str


@frozen
class FollowUpTable:
    """The follow-up as of a day: its rows, or the file that holds them.

    `next` is what `after` takes to go on, where a page leaves some. `learners` counts the rows, also those of a file.
    """

    as_of: date
    rows: tuple[FollowUpRow, ...] = field(repr=False)
    learners: int
    columns: tuple[str, ...]
    """Those that were chosen, or all, in their order."""
    theme_titles: Mapping[str, str]
    inactive_after: int
    """The days without a connection after which somebody is inactive (TRACK-6)."""
    next: str | None = None
    file: str | Content | None = None
    sha256: str | None = None


@frozen
class SeenLesson:
    """A lesson of the course, and the day on which it was seen to its end."""

    lesson: str
    title: str
    seen_on: date | None


@frozen(kw_only=True)
class LearnerFollowUp(FollowUpRow):
    """The row of one learner, and what it is made of."""

    as_of: date
    lessons: tuple[SeenLesson, ...]
    watch_seconds: int
    workshops: tuple[WorkshopItem, ...]
    missing: tuple[MissingView, ...]


@frozen
class ClientFigures:
    """What a year of the yearly report has of a client; `company` is null for private persons (OFFER-3)."""

    company: str | None
    trainees: int
    hours: Decimal


@frozen
class CourseFigures:
    """The same of a course."""

    course: str
    trainees: int
    hours: Decimal


@frozen
class YearlyReport:
    """The figures of the yearly pedagogical report (PASS-7), up to `until`: today, or the last day of the year.

    Each trainee counts once in the total, once for each client and once for each course. `without_hours` counts those
    of them who have seen no lesson in the year.
    """

    year: int
    until: date
    trainees: int
    without_hours: int
    hours: Decimal
    by_client: tuple[ClientFigures, ...]
    by_course: tuple[CourseFigures, ...]


@frozen
class EvidenceWritten:
    """The archive with the evidence of trainings (PASS-6): the path it was written to, else its content; its SHA-256.

    `signed` says whether the list of its contents is signed: without a key of the school it is not.
    """

    file: str | Content
    sha256: str
    learners: int
    documents: int
    signed: bool
