"""What somebody is in the organisation of their company, beside the role of the platform (TEAM-1)."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

OrganisationRoleName: TypeAlias = Literal["administrator", "analyst", "supervisor", "member"]
"""An `OrganisationRole` by its value."""
OverallRoleName: TypeAlias = Literal["administrator", "analyst", "member"]
"""An `OverallRole` by its value."""


class OverallRole(StrEnum):
    """What somebody is in the whole organisation; supervisor is held per team (TEAM-6)."""

    _value_: OverallRoleName

    ADMINISTRATOR = "administrator"
    ANALYST = "analyst"
    MEMBER = "member"

    @property
    def follows_all(self) -> bool:
        """Whether the figures of the whole organisation are theirs to follow (TEAM-1)."""
        return self is not OverallRole.MEMBER


class OrganisationRole(StrEnum):
    """The four roles, as people are invited to them and shown with them."""

    _value_: OrganisationRoleName

    ADMINISTRATOR = "administrator"
    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    MEMBER = "member"

    @property
    def overall(self) -> OverallRole:
        """What it is in the whole organisation: a supervisor is a member there."""
        return OverallRole.MEMBER if self is OrganisationRole.SUPERVISOR else OverallRole(self.value)


def shown_role(overall: OverallRole, *, supervises: bool) -> OrganisationRole:
    """The one of the four by which somebody is shown: an analyst who supervises a team is shown as an analyst."""
    if overall is OverallRole.MEMBER and supervises:
        return OrganisationRole.SUPERVISOR
    return OrganisationRole(overall.value)


class Tab(StrEnum):
    """A tab of the organisation's space (TEAM-7)."""

    _value_: Literal["analytics", "administration"]

    ANALYTICS = "analytics"
    ADMINISTRATION = "administration"


TabName: TypeAlias = Literal["analytics", "administration"]
"""A `Tab` by its value."""


def tabs(overall: OverallRole, *, supervises: bool) -> tuple[Tab, ...]:
    """What opens to somebody: figures to whoever follows any, the rest to whoever changes something (TEAM-1)."""
    if overall is OverallRole.ADMINISTRATOR or supervises:
        return (Tab.ANALYTICS, Tab.ADMINISTRATION)
    return (Tab.ANALYTICS,) if overall is OverallRole.ANALYST else ()
