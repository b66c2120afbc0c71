"""The figures of the yearly report (PASS-7)."""

from typing import Any

import pytest
import sqlalchemy as sa

from ledr_core import Invalid
from ledr_core.views import as_json
from tests.integration.conftest import Rehearsal, address

pytestmark = pytest.mark.rule("PASS-7")


@pytest.fixture
def trained(ledr: Rehearsal) -> Rehearsal:
    """Lyon of Manpower, Metz of Adecco from December, Zoé for herself; a lesson lasts 18 minutes."""
    ledr.a_course(seconds=1080)
    ledr.a_course("sourcing", {"t2": "l2 l3"}, seconds=1080)
    ledr.a_session("Lyon", kind="licence", members="lea max nora:manager")
    ledr.a_session("Metz", kind="licence", company="Adecco", members="eve@adecco.example", start="2026-12-01")
    ledr.a_session("Zoé", kind="licence", company=None, course="sourcing", members="zoe@free.example", package=1)
    ledr.watch("lea", "l1 l2")
    ledr.watch("zoe@free.example", "l3")
    return ledr


def report(ledr: Rehearsal, year: int = 2026) -> Any:
    return as_json(ledr.school.followup.report_bpf(by="staff", year=year))


def test_trainees_and_hours_by_client_and_by_course(trained: Rehearsal) -> None:
    """A manager does not learn; a session to come has no trainee yet; a private person is a client without a name."""
    assert report(trained) == {
        "year": 2026,
        "until": "2026-11-19",
        "trainees": 3,
        "without_hours": 1,
        "hours": 0.9,
        "by_client": [
            {"company": "Manpower", "trainees": 2, "hours": 0.6},
            {"company": None, "trainees": 1, "hours": 0.3},
        ],
        "by_course": [
            {"course": "recruter", "trainees": 2, "hours": 0.6},
            {"course": "sourcing", "trainees": 1, "hours": 0.3},
        ],
    }


def test_each_year_has_its_own_hours_by_the_clock_of_the_school(trained: Rehearsal) -> None:
    """What is seen in the last hour of the year is of that year, whatever it is in UTC."""
    trained.at("2026-12-31", "23:59")
    trained.watch("max", "l1")
    trained.at("2027-01-01", "00:30")
    trained.watch("max", "l2")

    before, after = report(trained), report(trained, 2027)
    assert (before["trainees"], before["hours"], before["until"]) == (4, 1.2, "2026-12-31")
    assert (after["trainees"], after["hours"], after["without_hours"]) == (4, 0.3, 3)


def test_whoever_left_stays_in_the_year_in_which_they_learnt(trained: Rehearsal) -> None:
    """Léa moves on to Adecco's session, Max leaves without having seen anything."""
    trained.at("2026-12-02")
    trained.school.sessions.remove_member(by="staff", session="Lyon", person=address("max"), package=1)
    trained.school.sessions.move_member(by="staff", person=address("lea"), session="Metz", package=2, former_package=0)

    found = report(trained)
    assert found["by_client"] == [
        {"company": "Adecco", "trainees": 2, "hours": 0.0},
        {"company": "Manpower", "trainees": 1, "hours": 0.6},
        {"company": None, "trainees": 1, "hours": 0.3},
    ]
    assert (found["trainees"], found["hours"]) == (3, 0.9)


def test_a_year_to_come_has_no_report(trained: Rehearsal) -> None:
    with pytest.raises(Invalid) as invalid:
        report(trained, 2027)

    assert (invalid.value.field, invalid.value.ground) == ("year", "in the future")
    assert report(trained, 2025) == {
        "year": 2025,
        "until": "2025-12-31",
        "trainees": 0,
        "without_hours": 0,
        "hours": 0.0,
        "by_client": [],
        "by_course": [],
    }


def test_the_statements_do_not_grow_with_the_learners(trained: Rehearsal) -> None:
    def statements() -> int:
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sa.event.listen(sa.Engine, "before_cursor_execute", counted)
        try:
            report(trained)
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", counted)
        return count

    few = statements()
    members = " ".join(f"p{number}" for number in range(30))
    trained.a_session("Brest", kind="licence", members=members)
    for number in range(10):
        trained.watch(f"p{number}", "l1")
    assert statements() == few
