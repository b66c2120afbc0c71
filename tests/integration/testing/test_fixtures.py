"""What the plugin brings to tests of a service: a school, its clock and its mail; and the guide that shows them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ledr_core import School
from ledr_core.testing import FixedClock, RecordingMail

GUIDE = Path(__file__).parents[3] / "docs" / "testing.md"


def test_a_test_that_asks_for_a_school_has_a_fresh_one(ledr_school: School, ledr_clock: FixedClock) -> None:
    assert ledr_school.companies.list(by="staff") == ()
    ledr_clock.set("2026-11-20T06:00")
    assert [str(run.date) for run in (ledr_school.jobs.daily(by="staff"),)] == ["2026-11-20"]


def test_the_test_that_the_guide_shows_passes(
    ledr_school: School, ledr_clock: FixedClock, ledr_mail: RecordingMail
) -> None:
    (shown,) = re.findall(r"<!-- pytest -->\n```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(shown, names)
    test: Callable[..., None] = names["test_a_forgotten_password_is_mailed"]

    test(ledr_school, ledr_clock, ledr_mail)

    assert len(ledr_mail.letters) == 1
