"""The messages that jobs write by themselves: reports to managers, lists of certified, attestations (JOB-2, JOB-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from attrs import evolve, frozen

from ledr_core.application.followup.enclosing import team_page
from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import Enclosure, Matter, MessageKind, Said
from ledr_core.application.operating.work import Work
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.jobs.team_report import Pace
from ledr_core.domain.kernel.identifiers import CertificationId, CompanyId, PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.messages import grounds
from ledr_core.domain.messages.grounds import Withdrawal

TUESDAY: Final = 1
"""The day of team reports, Monday being 0 (JOB-2)."""


# The weekly report


@frozen(kw_only=True)
class Gained:
    """Lessons and points of progress since the last report."""

    lessons: int
    percent: int


@frozen(kw_only=True)
class Awarded:
    """The level and the grade of a certificate."""

    level: Level
    grade: Decimal


@frozen(kw_only=True)
class LearnerLine:
    """What a report says of one learner in one course."""

    name: str
    email: str
    course: str
    percent: int
    lessons: int
    since_last: Gained
    state: Pace
    finished: bool
    inactive_days: int | None
    certification: Awarded | None
    end: date | None


@frozen(kw_only=True)
class TeamReportFacts:
    """The report of the week of a Tuesday; those of former releases do not say of whom they tell."""

    week_of: date
    learners: tuple[LearnerLine, ...]
    totals: Mapping[str, int]
    people_ids: tuple[PersonId, ...] = ()


def _still_follows(work: Work, matter: Matter[TeamReportFacts]) -> Withdrawal | None:
    manager = matter.person
    if manager is None:
        return None
    team = work.unit.team_reports.teams([manager.id]).get(manager.id, ()) if manager.role.manages else ()
    return grounds.following(matter.facts.people_ids, team)


def _page_of_the_team(work: Work, matter: Matter[TeamReportFacts]) -> Sequence[Enclosure]:
    return () if matter.person is None else team_page(work, matter.person)


def _a_team(made_up: MadeUp, moment: Moment) -> Said:
    lines = [
        LearnerLine(
            name=name,
            email="",
            course=made_up.course,
            percent=percent,
            lessons=lessons,
            since_last=Gained(lessons=recent, percent=points),
            finished=state is Pace.FINISHED,
            inactive_days=quiet,
            state=state,
            certification=certification,
            end=moment.day + 90 * ONE_DAY,
        )
        for name, state, percent, lessons, recent, points, quiet, certification in (
            (made_up.people[0], Pace.MOVED, 42, 21, 3, 6, None, None),
            (made_up.people[1], Pace.STILL, 12, 6, 0, 0, 23, None),
            (made_up.people[2], Pace.FINISHED, 100, 50, 2, 4, None, Awarded(level=Level.GOLD, grade=Decimal("18.50"))),
        )
    ]
    return {
        "week_of": moment.day - ((moment.day.weekday() - TUESDAY) % 7) * ONE_DAY,
        "learners": lines,
        "totals": {"learning": 2, "moved": 1, "still": 1, "finished": 1},
        "enclosed": ["team.html"],
    }


TEAM_REPORT: Final = MessageKind(
    name="team_report",
    rule="JOB-2",
    facts=TeamReportFacts,
    sample=_a_team,
    ground=_still_follows,
    encloses=_page_of_the_team,
)


# The list of certified


@frozen(kw_only=True)
class CertifiedLine:
    """Somebody who was certified."""

    name: str
    email: str
    company: str | None
    course: str
    level: Level
    grade: Decimal
    date: date


@frozen(kw_only=True)
class CertifiedListFacts:
    """Who was certified between two days, and their certificates; lists of former releases do not name those."""

    since: date
    until: date
    certified: tuple[CertifiedLine, ...]
    certifications: tuple[CertificationId, ...] | None = None


def _one_is_in_force(work: Work, matter: Matter[CertifiedListFacts]) -> Withdrawal | None:
    """One of the certificates is in force; the list leaves the others out (CERT-7)."""
    certificates = matter.facts.certifications
    gone = certificates and not work.unit.team_reports.in_force(certificates)
    return Withdrawal.CERTIFICATE_DELETED if gone else None


def _in_force(work: Work, matter: Matter[CertifiedListFacts]) -> Said:
    """Those whose certificate is in force, as it is now (CASE-11, CERT-7)."""
    certified, certificates = matter.facts.certified, matter.facts.certifications
    if certificates is None:
        return {}
    kept = work.unit.team_reports.in_force(certificates)
    return {
        "certified": [
            evolve(line, level=kept[certificate][0], grade=kept[certificate][1])
            for line, certificate in zip(certified, certificates, strict=True)
            if certificate in kept
        ]
    }


def _a_week(made_up: MadeUp, moment: Moment) -> Said:
    certified = CertifiedLine(
        name=made_up.people[0],
        email="camille@entreprise.example",
        company=made_up.company,
        course=made_up.course,
        level=Level.SILVER,
        grade=Decimal("15.50"),
        date=moment.day - 2 * ONE_DAY,
    )
    return {"since": moment.day - 7 * ONE_DAY, "until": moment.day, "certified": [certified]}


CERTIFIED_LIST: Final = MessageKind(
    name="certified_list",
    rule="JOB-2",
    facts=CertifiedListFacts,
    sample=_a_week,
    to_school=True,
    ground=_one_is_in_force,
    adds=_in_force,
)


# Attestations


@frozen(kw_only=True)
class EndedLine:
    """Somebody whose training ended."""

    name: str
    email: str
    course: str
    ended_on: date
    finished: bool


@frozen(kw_only=True)
class AttestationsFacts:
    """Whose training ended in a month, and the codes of their attestations; former releases do not say of whom."""

    month: date
    people: tuple[EndedLine, ...]
    documents: tuple[str, ...]
    people_ids: tuple[PersonId, ...] = ()
    company_id: CompanyId | None = None


def _still_steers(work: Work, matter: Matter[AttestationsFacts]) -> Withdrawal | None:
    told, company = matter.facts.people_ids, matter.facts.company_id
    if matter.person is None or not told or company is None:
        return None
    return grounds.following(told, work.unit.endings.recipients(company, told).get(matter.person.id, ()))


def _a_month(made_up: MadeUp, moment: Moment) -> Said:
    last_day = moment.day.replace(day=1) - ONE_DAY
    people = [
        EndedLine(name=name, email="", course=made_up.course, ended_on=last_day, finished=finished)
        for name, finished in ((made_up.people[0], True), (made_up.people[1], False))
    ]
    return {"month": last_day.replace(day=1), "people": people, "documents": []}


ATTESTATIONS: Final = MessageKind(
    name="attestations",
    rule="JOB-3",
    facts=AttestationsFacts,
    sample=_a_month,
    ground=_still_steers,
    rings=True,
)

KINDS: Final[tuple[MessageKind[Any], ...]] = (TEAM_REPORT, CERTIFIED_LIST, ATTESTATIONS)
