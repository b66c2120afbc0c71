"""Who has ended a course, and when: the first of finishing and the end date (JOB-3)."""

from datetime import date, datetime

import pytest

from ledr_core.domain.jobs.endings import Attended, Ending, caught_up_from, endings, past_month
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId
from ledr_core.domain.kernel.moments import Moment

SINCE, BEFORE = date(2025, 12, 1), date(2026, 12, 1)


def instant(day: str | None) -> datetime | None:
    return None if day is None else Moment.at(f"{day}T09:00").instant


def attended(
    start: str = "2026-01-01",
    end: str = "2026-11-30",
    *,
    finished: str | None = None,
    left: str | None = None,
    company: str = "a",
) -> Attended:
    return Attended(
        person=PersonId("lea"),
        course=CourseId("c"),
        finished=instant(finished),
        company=CompanyId(company),
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        left=instant(left),
    )


def ended(*memberships: Attended) -> list[tuple[str, bool, str | None]]:
    found: list[Ending] = endings(memberships, SINCE, BEFORE)
    return [(one.on.isoformat(), one.finished, one.company) for one in found]


@pytest.mark.rule("JOB-3")
@pytest.mark.parametrize(
    ("membership", "wanted"),
    [
        (attended(), [("2026-11-30", False, "a")]),
        (attended(end="2026-12-01"), []),
        (attended(finished="2026-10-05"), [("2026-10-05", True, "a")]),
        (attended(end="2027-06-30", finished="2026-10-05"), [("2026-10-05", True, "a")]),
        (attended(end="2026-10-05", finished="2026-10-05"), [("2026-10-05", True, "a")]),
        (attended(end="2026-10-05", finished="2026-11-05"), [("2026-10-05", False, "a")]),
        (attended(left="2026-11-30"), []),
        (attended(left="2026-12-01"), [("2026-11-30", False, "a")]),
        (attended(left="2026-11-02", finished="2026-11-01"), [("2026-11-01", True, "a")]),
        (attended(end="2025-11-30"), []),
    ],
)
def test_the_first_of_finishing_and_the_end_date_counts(
    membership: Attended, wanted: list[tuple[str, bool, str | None]]
) -> None:
    assert ended(membership) == wanted


@pytest.mark.rule("JOB-3", "ROLE-12")
def test_of_several_memberships_the_one_in_which_it_ended_names_the_company() -> None:
    first = attended("2026-01-01", "2026-06-30", finished="2026-08-15", company="a")
    second = attended("2026-07-01", "2027-06-30", finished="2026-08-15", company="b")

    assert ended(first, second) == [("2026-06-30", False, "a")]
    assert ended(attended("2025-01-01", "2025-06-30", finished="2026-08-15", company="a"), second) == [
        ("2026-08-15", True, "b")
    ]


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 12, 1), (date(2026, 11, 1), date(2026, 12, 1))),
        (date(2027, 1, 31), (date(2026, 12, 1), date(2027, 1, 1))),
        (date(2028, 3, 31), (date(2028, 2, 1), date(2028, 3, 1))),
    ],
)
def test_the_past_month(today: date, month: tuple[date, date]) -> None:
    assert past_month(today) == month
    assert caught_up_from(month[1]).isoformat()[4:] == month[1].isoformat()[4:]
