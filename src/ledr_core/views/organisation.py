"""Results about organisations, their teams and their members."""

from __future__ import annotations

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
