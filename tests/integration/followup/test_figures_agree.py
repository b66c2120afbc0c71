"""A learner's figures are the same wherever they are told (TRACK-1, LEARN-9)."""

import csv
import io
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledr_core import Content, School
from ledr_core.views import as_json
from tests.full_school import opened

pytestmark = [pytest.mark.rule("TRACK-1"), pytest.mark.rule("LEARN-9")]


@pytest.fixture(scope="module")
def school(full_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A school in which somebody has moved, certificates were awarded and taken back, and every table has rows."""
    file = shutil.copy(full_file, tmp_path_factory.mktemp("figures") / "ecole.db")
    with closing(opened(f"sqlite:///{file}")) as full:
        yield full


@pytest.fixture(scope="module")
def rows(school: School) -> list[Any]:
    return list(school.followup.table(by="staff", scope="all").rows)


def test_in_the_table_and_in_progress(school: School, rows: list[Any]) -> None:
    assert len(rows) > 3
    for row in rows:
        progress = school.learning.progress(by="staff", person=row.email, course=row.course)
        themes = {theme.reference: theme.percent for theme in progress.themes}
        assert (row.percent, row.lessons_seen, row.themes) == (progress.percent, progress.lessons_seen, themes)
        assert (row.state == "finished") is progress.finished


def test_in_the_table_and_among_certifications(school: School, rows: list[Any]) -> None:
    listed = [one for one in school.certifications.list(by="staff") if one.state == "valid"]
    known = {(one.person, one.course): (one.level, one.grade, one.date) for one in listed}
    found = {(row.email, row.course): row.certification for row in rows if row.certification}

    assert found
    for learner, one in found.items():
        assert (one.level, one.grade, one.date) == known[learner]
    assert not {(row.email, row.course) for row in rows if not row.certification} & known.keys()


def test_in_the_table_and_on_sheets(school: School, rows: list[Any]) -> None:
    for email in {row.email for row in rows}:
        one, sheet = school.followup.person(by="staff", person=email), school.people.show(by="staff", person=email)
        assert (one.session, one.start, one.end, one.slot) == (sheet.session, sheet.start, sheet.end, sheet.slot)
        assert (one.last_name, one.first_name) == (sheet.last_name, sheet.first_name)
        (row,) = [row for row in rows if (row.email, row.session) == (email, one.session)]
        assert as_json(one) | as_json(row) == as_json(one)
        assert one.watch_seconds == school.learning.progress(by="staff", person=email, course=one.course).watch_seconds


def test_in_the_table_and_in_a_file(school: School, rows: list[Any]) -> None:
    columns = ["email", "session", "percent", "lessons_seen"]
    made = school.followup.table(by="staff", scope="all", format="csv", columns=columns, bom=False)
    assert isinstance(made.file, Content)
    _, *lines = csv.reader(io.StringIO(made.file.data.decode(), newline=""), delimiter=";")

    assert lines == [[row.email, row.session, str(row.percent), str(row.lessons_seen)] for row in rows]


def test_whoever_asks(school: School, rows: list[Any]) -> None:
    """A pilot and a manager are told what staff are, of fewer people."""
    asked = [one.email for role in ("pilot", "manager") for one in school.people.list(by="staff", role=role)]
    told = [row for by in asked for row in school.followup.table(by=by, scope="mine").rows]

    assert told
    assert [row for row in told if row not in rows] == []
