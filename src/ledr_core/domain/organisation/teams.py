"""Teams: members of an organisation grouped by any criterion (TEAM-3)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, TeamId
from ledr_core.domain.kernel.texts import trimmed


@define
class Team:
    """A team of a company; no two of a company share a name, case and accents apart."""

    id: TeamId
    company: CompanyId
    name: str
    message: str = ""
    """What its page says."""
    courses: tuple[CourseId, ...] = ()
    """What its page suggests, in order."""

    def present(self, message: str | None, courses: Iterable[CourseId] | None) -> None:
        """Say that on its page, and suggest these courses, each once; None leaves what there is."""
        self.message = self.message if message is None else message
        self.courses = self.courses if courses is None else tuple(dict.fromkeys(courses))

    def rename(self, name: str) -> None:
        """Be called otherwise."""
        self.name = team_name(name)


def team_name(name: str) -> str:
    """The name as it is stored. Raises Invalid when nothing is left of it."""
    name = str(trimmed(name))
    if not name:
        raise Invalid("team", "no name")
    return name
