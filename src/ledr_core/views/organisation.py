"""Results about organisations, their teams and their members."""

from __future__ import annotations

from datetime import date

from attrs import frozen

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
    """How many members a message was written to."""

    sent: int


@frozen
class GoalSetView:
    """The goal that was set, by its identifier."""

    goal: str


@frozen
class GoalItem:
    """A personal goal; `by` is the name of who has set it."""

    goal: str
    text: str
    due: date | None
    by: str
