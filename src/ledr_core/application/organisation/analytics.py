"""The figures of an organisation and of its teams, side by side, over a period and the one before it (TEAM-4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from ledr_core.application.operating.naming import by_title
from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.naming import no_such_team, sight_of
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, TeamId
from ledr_core.domain.kernel.texts import folded
from ledr_core.domain.organisation.analytics import Figures, Tally, figures
from ledr_core.domain.organisation.periods import BEGINNING, Period
from ledr_core.domain.people.companies import Company
from ledr_core.domain.sessions.reminders import heard_from
from ledr_core.domain.sessions.settings import INACTIVITY_DAYS
from ledr_core.ports.follow_up import Groups
from ledr_core.views.organisation import AnalyticsView, CertifiedByLevel, CourseShare, GroupFigures, PeriodFigures

_NOTHING: Final = Tally()
_HUNDREDTH: Final = Decimal("0.01")


def analytics_of(work: Work, company: Company, teams: Sequence[str] | None, period: Period) -> AnalyticsView:
    """The figures of the teams named, else of all together and of each team, as far as the actor follows them.

    Raises Refused TEAM-1 for a team that they do not follow, NotFound to who follows all.
    """
    whole = teams is None and sight_of(work).role.follows_all
    shown = _teams(work, company, teams)
    now, before = compared(work, company.id, shown, period, whole=whole)
    groups: list[TeamId | None] = [None, *shown] if whole else list(shown)
    me = work.actor.person
    chosen = None if me is None else work.unit.key_figures.of([me.id]).get(me.id)
    return AnalyticsView(
        company=company.name,
        as_of=period.so_far(work.today).last,
        start=None if period.first == BEGINNING else period.first,
        groups=tuple(
            GroupFigures(team=None if one is None else shown[one], before=before.of(one), **now.fields(one))
            for one in groups
        ),
        figures=() if chosen is None else tuple(figure.value for figure in chosen.figures),
        every=None if chosen is None or chosen.every is None else chosen.every.value,
    )


@frozen
class Counted:
    """What was counted of groups over a period, and the courses that they follow, by reference."""

    tallies: Mapping[TeamId | None, Tally]
    outlines: Mapping[CourseId, Outline]

    def figures(self, team: TeamId | None) -> Figures:
        """The figures of a group."""
        return figures(self.tallies.get(team, _NOTHING), self.outlines)

    def of(self, team: TeamId | None) -> PeriodFigures:
        """The same as results show them."""
        return PeriodFigures(**self.fields(team))

    def fields(self, team: TeamId | None) -> dict[str, Any]:
        """Their fields."""
        own = self.figures(team)
        certified = {level.value: number for level, number in own.certified.items()}
        return {
            "people": own.people,
            "active": own.active,
            "courses": tuple(
                CourseShare(by_title(self.outlines[one.course]), one.people, one.percent) for one in own.courses
            ),
            "percent": own.percent,
            "certified": CertifiedByLevel(**certified),
            "hours": hours(own.seconds),
        }


def compared(
    work: Work, company: CompanyId, teams: Collection[TeamId], period: Period, *, whole: bool
) -> tuple[Counted, Counted]:
    """What is counted of groups over a period, and over the one before it."""
    now = _tallies(work, company, teams, period.so_far(work.today), whole=whole)
    before = {} if period.before is None else _tallies(work, company, teams, period.before, whole=whole)
    courses = {one.course for tally in (*now.values(), *before.values()) for one in tally.progress}
    outlines = sorted(map(work.outline, courses), key=lambda outline: outline.reference)
    known = {outline.course: outline for outline in outlines}
    return Counted(now, known), Counted(before, known)


def _tallies(
    work: Work, company: CompanyId, teams: Collection[TeamId], period: Period, *, whole: bool
) -> Mapping[TeamId | None, Tally]:
    quiet_days = work.setting(INACTIVITY_DAYS)
    groups = Groups(
        company=company,
        whole=whole,
        teams=teams,
        period=period,
        heard_from=heard_from(period.last, quiet_days),
    )
    return work.unit.follow_up.tallies(groups)


def _teams(work: Work, company: Company, names: Sequence[str] | None) -> dict[TeamId, str]:
    """The teams named, each once and in that order; all that the actor follows where none are."""
    sight = sight_of(work)
    followed = {team: name for team, name in work.unit.teams.names(company.id).items() if sight.counts(team)}
    if names is None:
        return followed
    by_name = {folded(name): team for team, name in followed.items()}
    for name in names:
        if folded(name) not in by_name:
            raise (
                no_such_team(work, company, name)
                if sight.role.follows_all
                else Refused("TEAM-1", "another team", {"team_name": name})
            )
    chosen = (by_name[folded(name)] for name in names)
    return {team: followed[team] for team in chosen}


def hours(seconds: int) -> Decimal:
    """Seconds in hours, to a hundredth."""
    return (Decimal(seconds) / 3600).quantize(_HUNDREDTH)
