"""The follow-up: who learns where, and what their figures are made of.

Contract: `ledr_core.testing.contracts.follow_up`.

One read model for every table, sheet, export, report, audience and count over learners. It gives facts; what the
figures are is for the domain to say (`domain/learning/figures.py`, `domain/sessions/states.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from attrs import field, frozen

from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, LessonId, PersonId, SessionId, TeamId, ThemeId
from ledr_core.domain.learning.yearly import Stay
from ledr_core.domain.organisation.analytics import Tally
from ledr_core.domain.organisation.periods import Period
from ledr_core.ports.paging import WHOLE, Page


class Order(StrEnum):
    """The orders in which enrolments are read from an index, a page costing as much in a school of any size."""

    NAME = "name"
    EMAIL = "email"
    SESSION = "session"
    START = "start"
    END = "end"


@frozen
class EnrolmentId:
    """What names a membership: the session, and the number in it."""

    session: SessionId
    number: int


@frozen(kw_only=True)
class Which:
    """The learners meant: each condition that is given narrows, and one that nobody meets leaves none."""

    company: CompanyId | None = None
    """The company whose sessions they learn in."""
    sessions: Sequence[SessionId] | None = None
    managed_by: PersonId | None = None
    person: PersonId | None = None
    text: str | None = None
    """Each of its words begins one of their names or their e-mail (CAT-8)."""
    start: date | None = None
    """The first day of a period, inclusive, that their own dates meet."""
    end: date | None = None
    """Its last day, inclusive."""


EVERYBODY = Which()
"""All learners."""


@frozen(kw_only=True)
class Enrolment:
    """Somebody who learns in a session: a membership that has not been ended by leaving, in a role that learns."""

    id: EnrolmentId
    person: PersonId
    email: str
    first_name: str
    last_name: str
    company: str | None
    """The company of the session."""
    employed: bool
    """Whether that is the person's own company too, so that its managers may be theirs."""
    session: str
    course: CourseId
    start: date
    end: date
    shared: bool
    """Whether the session shares slots."""
    slot: int | None
    allocated: date | None
    """The day on which the slot held was allocated."""


@frozen
class Learnt:
    """What somebody did of a course."""

    seen: frozenset[LessonId] = frozenset()
    last_seen: datetime | None = None
    validated: frozenset[ThemeId] = frozenset()
    finished: datetime | None = None


@frozen
class Awarded:
    """A certificate in force."""

    level: Level
    grade: Decimal
    date: date


@frozen
class Around:
    """What else there is to say of people, each of those asked for who has any."""

    managers: Mapping[PersonId, tuple[str, ...]] = field(factory=dict)
    """The addresses of those who manage them, in their order."""
    connected: Mapping[PersonId, date] = field(factory=dict)
    """The day of their last connection."""
    certified: Mapping[tuple[PersonId, CourseId], Awarded] = field(factory=dict)


@frozen(kw_only=True)
class Groups:
    """The members of an organisation as they are counted: all together, and by team.

    Of a day that is over those count who belong to it now and did then, in the teams of now (TEAM-6).
    """

    company: CompanyId
    whole: bool
    """Whether all together are counted too."""
    teams: Collection[TeamId]
    period: Period
    heard_from: date
    """Who was heard of on that day or later is not inactive at the end of the period (TRACK-6)."""


class FollowUp(Protocol):
    """Who learns where, and what their figures are made of, in few statements whatever their number."""

    def enrolments(
        self,
        which: Which = EVERYBODY,
        order: Order = Order.NAME,
        page: Page[EnrolmentId] = WHOLE,
        *,
        descending: bool = False,
    ) -> list[Enrolment]:
        """The enrolments meant, a page at a time.

        By name: last name, first name, address; by name or e-mail those of one person by start. By session: by its
        reference, then by name. By start or end: those of one day session by session, as they were enrolled. Raises
        LookupError for a row seen that there is not (any more).
        """

    def courses(self, which: Which = EVERYBODY) -> list[CourseId]:
        """The courses that those meant follow, by reference."""

    def learnt(
        self, course: CourseId, lessons: Collection[LessonId], people: Collection[PersonId]
    ) -> dict[PersonId, Learnt]:
        """What each of the people did of a course of these lessons; who has done nothing of it is left out."""

    def around(self, people: Collection[PersonId]) -> Around:
        """Managers, last connections and certificates of people."""

    def certified(self, people: Collection[PersonId]) -> dict[tuple[PersonId, CourseId], Awarded]:
        """The certificates in force of people, by person and course; others are left out."""

    def tallies(self, groups: Groups) -> dict[TeamId | None, Tally]:
        """What is counted of each group, under None of all together; who has nobody in it is left out.

        Of the learners of its sessions progress is that of whom the period meets, as of its end, certificates are those
        in force that were awarded in it, and the time is that of the lessons of their courses that were seen in it.
        In as many statements whatever the number of groups and people.
        """

    def stays(self, first: date, last: date) -> list[Stay]:
        """The memberships by which people learn or learnt, whose own dates meet those days; who has left them too.

        By person, then by start.
        """

    def seen_between(self, first: date, last: date) -> Iterator[tuple[PersonId, Mapping[LessonId, datetime]]]:
        """The lessons that each person saw for the first time on those days, read as they are asked for."""
