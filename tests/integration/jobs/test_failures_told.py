"""Why something failed in a run is told in the language of whoever reads of it, however long after."""

from contextlib import redirect_stdout
from datetime import date, datetime
from io import BytesIO, TextIOWrapper

import pytest
from attrs import evolve

from ledr_cli.render import write
from ledr_core import Conflict, Invalid, LedrError, NotFound, Refused, Unavailable
from ledr_core.application.jobs.daily_run import DailyRun
from ledr_core.domain.kernel.moments import SCHOOL_ZONE
from ledr_core.ports.job_runs import LoggedRun
from ledr_core.views.jobs import RunItem, RunView
from ledr_core.wording import Place, told
from tests.integration.conftest import Rehearsal

MORNING = datetime(2026, 11, 19, 5, tzinfo=SCHOOL_ZONE)


def logged(ledr: Rehearsal, error: Exception) -> RunItem:
    """A run in the log, of which that failed."""
    run = DailyRun(ledr.school._desk, LoggedRun("daily", date(2026, 11, 19), MORNING), MORNING.date())
    run.fail("Lyon", error)
    with ledr.school._desk.own_work() as work:
        work.unit.job_runs.record(evolve(run.run, finished=MORNING, failures=run.failures))
    return ledr.school.jobs.log(by="staff")[0]


def shown(item: RunItem, language: str) -> str:
    """What a terminal of that language shows of the run."""
    page = TextIOWrapper(BytesIO(), encoding="utf-8")
    run = RunView(item.job, item.date, item.done, item.skipped, item.failures)
    with redirect_stdout(page):
        write(run, language, MORNING, declared=RunView, paged=False)
    page.seek(0)
    return " ".join(page.read().split())


@pytest.mark.rule("JOB-6")
@pytest.mark.parametrize(
    "error",
    [
        Refused("SLOT-2", "none free", {"package": 1, "holders": ["lea@manpower.example"]}),
        Refused("ACC-5", "ended", {"end": date(2026, 11, 18)}),
        Invalid("name", "letters that attestations lack", {"value": "Li 李", "letters": "李"}),
        NotFound("course", "recruter"),
        Unavailable("database", "damaged row", {"table": "people", "row": "p", "column": "role"}),
        Conflict("session Lyon"),
    ],
    ids=lambda error: error.code,
)
def test_an_error_behind_a_failure_is_told_in_its_readers_language(stored: Rehearsal, error: LedrError) -> None:
    item = logged(stored, error)

    (failure,) = item.failures
    assert failure.why == f"{type(error).__name__}: {error}"
    for language in ("fr", "en"):
        assert " ".join(told(error, language, Place.COMMAND_LINE).message.split()) in shown(item, language)
    assert shown(item, "fr") != shown(item, "en")


def test_what_python_says_stays_as_it_is(stored: Rehearsal) -> None:
    item = logged(stored, ZeroDivisionError("division by zero"))

    assert item.failures[0].error is None
    assert "ZeroDivisionError: division by zero" in shown(item, "fr")
