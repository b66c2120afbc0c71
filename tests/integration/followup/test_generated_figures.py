"""A learner's figures are the same wherever they are told, whatever has happened in a school (TRACK-1, PASS-7)."""

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledr_core import LedrError
from ledr_core.application.jobs.team_reports import team_reports
from ledr_core.application.operating.work import Work
from ledr_core.domain.jobs.team_report import report_day
from ledr_core.domain.kernel.moments import day_of
from ledr_core.views import as_json
from tests import small_school as small
from tests.generated import generated
from tests.integration.conftest import address
from tests.integration.messages.delivering import Delivering

pytestmark = [
    pytest.mark.slow,
    pytest.mark.rule("TRACK-1", "TRACK-5", "LEARN-9", "TEAM-4", "JOB-2", "PASS-7", "TRACK-9"),
]

MANAGER, TEAM = address("nora"), "Ventes"
happening = st.one_of(
    *[small.learning] * 4,
    small.members,
    small.sessions,
    small.people,
    small.wanted("catalogue.put_theme", small.staff, reference=st.just("t1"), optional=st.booleans()),
    st.sampled_from([1, 7, 30]),
)
"""What somebody does, or how many days pass."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small school, in which a manager follows people of three sessions, some of whom are a team."""
    file = tmp_path_factory.mktemp("figures") / "original.db"
    small.make(f"sqlite:///{file}")
    with closing(small.opened(f"sqlite:///{file}", "made").school) as school:
        people = [address(name) for name in ("lea", "bob", "zoe", "kim", "eve", "jo")]
        school.people.set_managed(by="staff", manager=MANAGER, people=people)
        school.organisation.put_team(by="staff", company="Manpower", team=TEAM)
        for person in people[:4]:
            school.organisation.add_to_team(by="staff", company="Manpower", team=TEAM, person=person)
    return file


@given(st.lists(happening, min_size=5, max_size=30))
@generated(10, 300)
def test_figures_agree_in_any_school(original: Path, happened: Sequence[Any]) -> None:
    copy = original.with_name("copy.db")
    shutil.copy(original, copy)
    ledr = small.opened(f"sqlite:///{copy}", "copied")
    with closing(ledr.school):
        for one in happened:
            _happen(ledr, one)
        rows = list(ledr.school.followup.table(by="staff", scope="all").rows)
        _agree_on_sheets(ledr, rows)
        _agree_in_files(ledr, rows)
        _agree_in_analytics(ledr, rows)
        with ledr.school._desk.own_work(reads=True) as work:
            _agree_in_the_team_report(work, rows)
            _agree_in_the_yearly_report(ledr, work)


def _happen(ledr: Delivering, one: Any) -> None:
    """It is done, or refused."""
    if isinstance(one, int):
        ledr.at((ledr.clock.now().date() + timedelta(one)).isoformat(), "05:00")
        ledr.school.jobs.daily(by="staff")
        return
    with suppress(LedrError):
        ledr.school.perform(one.name, one.by, one.values)


def _agree_on_sheets(ledr: Delivering, rows: Sequence[Any]) -> None:
    for row in rows:
        progress = ledr.school.learning.progress(by="staff", person=row.email, course=row.course)
        assert (row.percent, row.lessons_seen) == (progress.percent, progress.lessons_seen)
        assert row.themes == {theme.reference: theme.percent for theme in progress.themes}
    for email in {row.email for row in rows}:
        one = ledr.school.followup.person(by="staff", person=email)
        (row,) = [row for row in rows if (row.email, row.session) == (email, one.session)]
        assert (one.percent, one.lessons_seen, one.themes) == (row.percent, row.lessons_seen, row.themes)
        assert ledr.school.people.show(by="staff", person=email).percent == one.percent
        assert one.lessons_seen == sum(lesson.seen_on is not None for lesson in one.lessons)


def _agree_in_files(ledr: Delivering, rows: Sequence[Any]) -> None:
    def written(kind: str) -> str:
        text: str = ledr.school.followup.table(by="staff", scope="all", format=kind).file.data.decode("utf-8-sig")
        return text

    assert json.loads(written("json"))["rows"] == [as_json(row) for row in rows]
    named = ("email", "session", "lessons_seen", "percent")
    columns = ledr.school.followup.table(by="staff", scope="all", format="csv", columns=named, delimiter=",")
    _, *lines = csv.reader(io.StringIO(columns.file.data.decode("utf-8-sig"), newline=""))
    assert lines == [[str(getattr(row, name)) for name in named] for row in rows]
    page = written("html")
    assert all(row.last_name in page for row in rows)


def _agree_in_analytics(ledr: Delivering, rows: Sequence[Any]) -> None:
    """What is told of an organisation and of a team is what the table says of their people there, counted."""
    today = ledr.clock.now().date()
    for company in (one.name for one in ledr.school.companies.list(by="staff")):
        members = {one.person: one.teams for one in ledr.school.organisation.show(by="staff", company=company).members}
        for group in ledr.school.organisation.analytics(by="staff", company=company).groups:
            people = {person for person, teams in members.items() if group.team is None or group.team in teams}
            own = [row for row in rows if row.company == company and row.email in people]
            begun = {(row.email, row.course): row for row in own if row.start <= today}.values()
            levels = [row.certification.level for row in {(one.email, one.course): one for one in own}.values()
                      if row.certification]  # fmt: skip

            assert group.people == len(people)
            assert group.active == len({row.email for row in own if row.start <= today <= row.end and not row.inactive})
            assert Counter({one.course: one.people for one in group.courses}) == Counter(row.course for row in begun)
            assert group.percent == (sum(row.percent for row in begun) // len(begun) if begun else 0)
            assert Counter(as_json(group.certified)) == Counter(levels)


def _agree_in_the_team_report(work: Work, rows: Sequence[Any]) -> None:
    """What a manager is told of somebody in a course is in the rows of that course."""
    manager = work.unit.people.with_email(MANAGER)
    if manager is None:
        return
    (report,) = team_reports(work, [manager.id], report_day(work.today), work.moment.instant)
    for line in report.facts.learners if report.facts else ():
        own = [row for row in rows if row.email == line.email and row.course.name == line.course]
        assert {(row.percent, row.lessons_seen) for row in own} <= {(line.percent, line.lessons)}


def _agree_in_the_yearly_report(ledr: Delivering, work: Work) -> None:
    for year in range(2026, work.today.year + 1):
        first, last = date(year, 1, 1), min(date(year, 12, 31), work.today)
        report = ledr.school.followup.report_bpf(by="staff", year=year)
        table = ledr.school.followup.table(by="staff", scope="all", start=first, end=last).rows
        learnt = dict(_learnt(work, first, last))
        members = {row.email for row in table}

        assert report.trainees == len(members | learnt.keys())
        assert report.trainees - report.without_hours == sum(seconds > 0 for seconds in learnt.values())
        hours = Decimal(sum(learnt.values())) / 3600
        for parts in ([report], report.by_client, report.by_course):
            assert abs(sum(part.hours for part in parts) - hours) <= Decimal("0.01") * len(parts)


def _learnt(work: Work, first: date, last: date) -> Iterator[tuple[str, int]]:
    """The seconds of the lessons that people saw on those days, of courses that they were enrolled on then."""
    stays: dict[Any, set[Any]] = {}
    for stay in work.unit.follow_up.stays(first, last):
        stays.setdefault(stay.person, set()).add(stay.course)
    for person, courses in stays.items():
        seconds = {lesson: time for course in courses for lesson, time in work.outline(course).seconds.items()}
        viewings = work.record(person).viewings.items()
        seen = [lesson for lesson, one in viewings if one.seen and first <= day_of(one.seen) <= last]
        found = [seconds[lesson] for lesson in seen if lesson in seconds]
        if found:
            yield work.unit.people.get(person).email, sum(found)
