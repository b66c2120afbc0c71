"""Each job says which kinds of message it writes (`writes`), and writes those."""

from pathlib import Path
from typing import Any

import pytest

from ledr_core.application.jobs.daily_run import DailyRun
from ledr_core.application.jobs.monthly_run import MonthlyRun
from ledr_core.application.jobs.weekly_run import WeeklyRun
from ledr_core.school import what_contexts_bring
from tests.integration.certification.certifying import certifying, grade, handed_in
from tests.integration.conftest import Rehearsal, address


def written(run: Any) -> set[str]:
    """The kinds among what a run has counted."""
    return set(run.done) & set(what_contexts_bring().kinds)


@pytest.mark.rule("JOB-2", "JOB-3")
def test_a_job_writes_the_kinds_that_it_says(ledr: Rehearsal, tmp_path: Path) -> None:
    certifying(ledr, tmp_path)
    ledr.school.settings.set(by="staff", name="care_address", value="care@ecole.example")
    ledr.a_session(kind="licence", members="lea max", end="2026-11-30")
    ledr.a_person("nora", "manager")
    ledr.school.people.set_managed(by="staff", manager=address("nora"), people=[address("lea")])
    for name, every in (("nora", "week"), ("ada", "month")):
        follower = address("nora") if name == "nora" else ledr.a_person(name, "tester")
        ledr.school.organisation.set_role(by="staff", person=follower, role="analyst")
        chosen = {"figures": ["people"], "every": every, "person": follower}
        ledr.school.organisation.set_key_figures(by="staff", company="Manpower", **chosen)
    handed_in(ledr)
    grade(ledr, 16)

    daily = written(ledr.run("2026-11-23"))
    ledr.at("2026-11-24", "11:00")
    weekly = written(ledr.school.jobs.weekly(by="staff"))
    ledr.at("2026-12-01", "05:30")
    monthly = written(ledr.school.jobs.monthly(by="staff"))

    assert {"welcome"} <= daily <= {kind.name for kind in DailyRun.writes}
    assert weekly == {kind.name for kind in WeeklyRun.writes}
    assert monthly == {kind.name for kind in MonthlyRun.writes}
