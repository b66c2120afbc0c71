"""The weekly report to managers, in facts: gathered for several managers at once, in few statements (JOB-2, F118)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from attrs import frozen

from ledr_core.application.jobs.letters import TEAM_REPORT, Awarded, Gained, LearnerLine, TeamReportFacts
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Standing
from ledr_core.domain.jobs.team_report import Followed, Pace, followed, last_day, progress, quiet_days, totals
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.learning.progress import Record
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.settings import INACTIVITY_DAYS
from ledr_core.ports.follow_up import Awarded as InForce

_ORDER = list(Pace)


@frozen
class TeamReport:
    """What a manager is told, or why nothing is."""

    manager: PersonId
    facts: TeamReportFacts | None
    reason: str = ""
    """`reported_already` this week, or `nobody_learning`."""


def team_reports(work: Work, managers: Sequence[PersonId], week: date, usual: datetime) -> list[TeamReport]:
    """The report of the week of a Tuesday to each of these managers; *usual* is when it begins for who had none yet."""
    told, teams = work.unit.team_reports.told(TEAM_REPORT.name, managers), work.unit.team_reports.teams(managers)
    team = _Learners.of(work, {person for people in teams.values() for person in people})
    return [_report(team, manager, teams.get(manager, ()), told.get(manager), week, usual) for manager in managers]


def _report(
    team: _Learners, manager: PersonId, people: Iterable[PersonId], told: datetime | None, week: date, usual: datetime
) -> TeamReport:
    if told is not None and day_of(told) >= week:
        return TeamReport(manager, None, "reported_already")
    lines = sorted(
        (line for person in people for line in team.lines(person, told or usual)), key=lambda line: line.place
    )
    if not lines:
        return TeamReport(manager, None, "nobody_learning")
    facts = TeamReportFacts(
        week_of=week,
        learners=tuple(line.facts for line in lines),
        totals=totals([line.pace for line in lines]),
        people_ids=tuple(sorted({line.person for line in lines})),
    )
    return TeamReport(manager, facts)


@frozen
class _Line:
    """What is said of one learner in one course, and its place: who moved, who stands still, who has finished."""

    person: PersonId
    place: tuple[int, str, str, str]
    pace: Pace
    facts: LearnerLine


@frozen
class _Learners:
    """All that is known of the people of some teams, read once."""

    work: Work
    people: Mapping[PersonId, Person]
    certified: Mapping[tuple[PersonId, CourseId], InForce]
    quiet: int

    @staticmethod
    def of(work: Work, people: Collection[PersonId]) -> _Learners:
        unit, wanted = work.unit, sorted(people)
        work.prefetch(wanted, records=True, seats=True, connections=True)
        return _Learners(
            work,
            {person.id: person for person in unit.people.many(wanted)},
            unit.follow_up.certified(wanted),
            work.setting(INACTIVITY_DAYS),
        )

    def lines(self, person: PersonId, since: datetime) -> list[_Line]:
        """What is said of somebody, of each course that they learn now or have finished since."""
        who, record = self.people[person], self.work.record(person)
        standing = Standing(who.role, self.work.seats(person))
        courses = list(followed(standing, record, since, self.work.today))
        before = record.as_of(since) if courses else record
        return [self._line(who, record, before, one) for one in courses]

    def _line(self, who: Person, record: Record, before: Record, one: Followed) -> _Line:
        outline = self.work.outline(one.course)
        done, certified = progress(record, before, outline), self.certified.get((who.id, one.course))
        connected = self.work.last_connections([who.id]).get(who.id)
        facts = LearnerLine(
            name=who.name,
            email=who.email,
            course=outline.title,
            percent=done.percent,
            lessons=done.lessons,
            since_last=Gained(lessons=done.lessons_since, percent=done.percent_since),
            state=done.pace,
            finished=done.pace is Pace.FINISHED,
            inactive_days=quiet_days(one, record, connected, self.work.today, self.quiet),
            certification=Awarded(level=certified.level, grade=certified.grade) if certified else None,
            end=last_day(one, record),
        )
        names = who.last_name.casefold(), who.first_name.casefold(), who.email.casefold()
        return _Line(who.id, (_ORDER.index(done.pace), *names), done.pace, facts)
