"""How far somebody sees into an organisation (TEAM-1)."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from ledr_core.domain.kernel.identifiers import PersonId, TeamId
from ledr_core.domain.organisation.roles import OverallRole


@frozen
class Sight:
    """What one person sees; staff see as an administrator does."""

    person: PersonId | None
    role: OverallRole
    supervised: frozenset[TeamId] = frozenset()

    @property
    def administers(self) -> bool:
        """Whether all of it is seen, and may be changed."""
        return self.role is OverallRole.ADMINISTRATOR

    def names(self, member: PersonId, teams: Collection[TeamId]) -> bool:
        """Whether a member of these teams is named: to themselves, to who supervises one, to administrators."""
        return self.administers or member == self.person or not self.supervised.isdisjoint(teams)

    def counts(self, team: TeamId) -> bool:
        """Whether it is told how many a team is, and who supervises it."""
        return self.role.follows_all or team in self.supervised
