"""Results about organisations, their teams and their members."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import frozen

from ledr_core.domain.kernel.content import Content
from ledr_core.domain.organisation.key_figures import KeyFigureName, RhythmName
from ledr_core.domain.organisation.roles import OrganisationRoleName, TabName


@frozen
class TeamItem:
    """A team. `people` and `supervisors` are told to whoever follows it: None and nobody to others."""

    team: str
    people: int | None
    supervisors: tuple[str, ...]


@frozen
class MemberItem:
    """A member of an organisation; `person` is their address."""

    person: str
    name: str
    role: OrganisationRoleName
    teams: tuple[str, ...]
    premium: bool


@frozen
class OrganisationView:
    """An organisation as whoever asks may see it; `initials` are theirs, `tabs` what opens to them (TEAM-7)."""

    company: str
    initials: str
    tabs: tuple[TabName, ...]
    teams: tuple[TeamItem, ...]
    members: tuple[MemberItem, ...]


@frozen
class CourseShare:
    """A course that people of a group follow: how many, and how far they are on average, in percent."""

    course: str
    people: int
    percent: int


@frozen
class CertifiedByLevel:
    """How many certificates in force were awarded, by level."""

    gold: int
    silver: int
    bronze: int


@frozen(kw_only=True)
class PeriodFigures:
    """The figures of a group over a period, as of its end (TEAM-4).

    `active` counts as the follow-up does (TRACK-6); `percent` is the average progress, each course of each person
    counting once; `hours` is the time of the lessons seen in the period.
    """

    people: int
    active: int
    courses: tuple[CourseShare, ...]
    percent: int
    certified: CertifiedByLevel
    hours: Decimal


@frozen(kw_only=True)
class GroupFigures(PeriodFigures):
    """The figures of a team, or of the whole organisation under None, beside those of the period before."""

    team: str | None
    before: PeriodFigures


@frozen
class AnalyticsView:
    """Figures of an organisation and its teams, side by side, as of a day.

    `start` is None where they go back to the beginning; then there is nothing before. `figures` and `every` are what
    the acting person has chosen to follow, and how often it is mailed to them (TEAM-8).
    """

    company: str
    as_of: date
    start: date | None
    groups: tuple[GroupFigures, ...]
    figures: tuple[KeyFigureName, ...] = ()
    every: RhythmName | None = None


@frozen
class SuggestedCourse:
    """A course that the page of a team suggests."""

    reference: str
    title: str


@frozen
class TeamPageView:
    """The page of a team, as its members read it."""

    team: str
    message: str
    courses: tuple[SuggestedCourse, ...]


@frozen
class AddressedView:
    """How many members a message was written to; `people` are their addresses."""

    sent: int
    people: tuple[str, ...]


@frozen
class GoalSetView:
    """The goal that was set, by its identifier: whose it is, what, and by when."""

    goal: str
    person: str
    text: str
    due: date | None


@frozen
class GoalItem:
    """A personal goal; `by` is the name of who has set it."""

    goal: str
    text: str
    due: date | None
    by: str


@frozen
class PackView:
    """A communication pack: each piece in the school's language, as the file to look at first; and all its files.

    A file is the path that it was written to, else its content. `undrawn` are the letters of the company's name that
    what is printed cannot show.
    """

    flyer: str | Content
    poster: str | Content
    newsletter: str | Content
    banner: str | Content
    storyboard: str | Content
    guide: str | Content
    files: tuple[str | Content, ...]
    undrawn: tuple[str, ...]
