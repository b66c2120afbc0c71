"""What an operator sees of `ledr jobs daily`: how far it is, what it changed, what failed, and why it stopped."""

import json
import os
import pty
import re
import select
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledr_cli.main import run as ledr
from ledr_cli.progress import Bar
from tests import programs
from tests.busy_school import MORNING, Copies, copies_in_files
from tests.integration.cli.test_command_line import on_terminal
from tests.postgresql import PostgresServer
from tests.programs import ran

SESSIONS, MESSAGES = 11, 29
"""How many sessions are due in a busy school, and how many messages their run writes, those of accounts apart."""


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """A school that is a little busy: real passwords take their time."""
    return copies_in_files(tmp_path_factory.mktemp("little"), 1)


@pytest.fixture
def school(copies: Copies) -> Iterator[str]:
    """The URL of such a school."""
    with copies.copy() as url:
        yield url


def test_a_run_shows_on_a_terminal_how_far_it_is(school: str, tmp_path: Path) -> None:
    """The bar is gone when the run is over, and the counts are there."""
    shown = on_terminal(tmp_path, "--db", school, "--at", MORNING, "jobs", "daily")

    assert shown.status == 0
    assert "Tournée quotidienne" in shown.screen
    assert f"{SESSIONS}/{SESSIONS}" in shown.screen
    assert "reste" in shown.screen


def test_a_run_in_a_pipe_shows_no_progress(school: str, tmp_path: Path) -> None:
    """Nothing but the counts, and nothing on standard error."""
    command = ("--db", school, "--at", MORNING, "--lang", "fr", "jobs", "daily")

    done = ran(programs.ledr, *command, folder=tmp_path, environment=os.environ)

    assert (done.returncode, done.stderr) == (0, "")
    assert "reste" not in done.stdout
    assert f"{SESSIONS} sessions" in done.stdout


@pytest.mark.parametrize(("language", "left"), [("fr", "reste"), ("en", "left")])
def test_the_bar_tells_done_total_time_passed_and_time_left(
    language: str, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 80 columns."""
    keyboard, screen = pty.openpty()
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    with os.fdopen(screen, "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with Bar(language) as bar:
            for done in range(200, 1001, 200):
                bar(done, 50_000, "daily")
        stream.flush()
        shown = ""
        while select.select([keyboard], [], [], 0)[0]:
            shown += os.read(keyboard, 100_000).decode()
    os.close(keyboard)

    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert re.search(rf"1000/50000 0:00:0\d {left} \d:\d\d:\d\d", plain), plain


# The log


def logged(lines: Sequence[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines]


def test_the_log_has_a_line_a_session_changed(school: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what changed and how much was written; added to what is there."""
    file = tmp_path / "ledr.log"
    monkeypatch.setenv("LEDR_LOG", str(file))

    for _ in range(2):
        assert ledr(["--db", school, "--at", MORNING, "jobs", "daily"]) == 0

    lines = logged(file.read_text(encoding="utf-8").splitlines())
    assert {line["event"] for line in lines} == {"session changed"}
    assert len({line["session"] for line in lines}) == len(lines) <= SESSIONS
    assert sum(int(str(line["messages"])) for line in lines) == MESSAGES
    (first,) = (line for line in lines if line["session"] == "Quotidienne 00")
    assert first == {
        "event": "session changed",
        "session": "Quotidienne 00",
        "changes": 3,
        "messages": 9,
        "at": "2026-11-20T04:00:00+00:00",
    }


def test_the_log_may_go_to_standard_error(
    school: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a service manager collects it; results stay alone on standard output."""
    monkeypatch.setenv("LEDR_LOG", "-")

    assert ledr(["--db", school, "--at", MORNING, "--json", "jobs", "daily"]) == 0

    out, err = capsys.readouterr()
    assert json.loads(out)["done"]["sessions"] == SESSIONS
    assert {line["event"] for line in logged(err.splitlines())} == {"session changed"}


def test_a_log_that_cannot_be_written_is_told_before_anything_is_done(
    school: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is not there."""
    monkeypatch.setenv("LEDR_LOG", str(tmp_path / "nulle-part" / "ledr.log"))

    assert ledr(["--db", school, "--at", MORNING, "jobs", "daily"]) == 2

    assert "LEDR_LOG" in capsys.readouterr().err


# What fails


@pytest.mark.rule("JOB-6")
@pytest.mark.parametrize(
    ("language", "heading", "table", "column"),
    [
        ("fr", "1 échec", "dans la table sessions", "(colonne policy)"),
        ("en", "1 failure", "in the table sessions", "(column policy)"),
    ],
)
def test_what_failed_is_listed_after_the_counts(
    school: str,
    language: str,
    heading: str,
    table: str,
    column: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By name and with the reason, in both languages and in the log; the exit status is 1."""
    monkeypatch.setenv("LEDR_LOG", str(tmp_path / "ledr.log"))
    engine = sa.create_engine(school)
    with engine.begin() as connection:
        connection.exec_driver_sql("update sessions set policy = 'nonsense' where reference = 'Libre 00'")
    engine.dispose()

    assert ledr(["--db", school, "--at", MORNING, "--lang", language, "jobs", "daily"]) == 1

    shown = capsys.readouterr().out
    assert f"{SESSIONS - 1} sessions" in shown
    assert heading in shown
    assert "Libre 00" in shown
    assert table in shown and column in shown
    failed = [line for line in logged((tmp_path / "ledr.log").read_text().splitlines()) if line["event"] == "failed"]
    assert [line["what"] for line in failed] == ["Libre 00"]


def test_a_run_cut_off_by_its_server_says_so_in_one_line(
    durable_postgresql_server: PostgresServer, busy_server: Copies, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 5, and no traceback of any library."""
    left = 12

    def stop(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            durable_postgresql_server.stop("immediate")

    with busy_server.copy() as url:
        sa.event.listen(sa.Engine, "before_cursor_execute", stop)
        try:
            status = ledr(["--db", url, "--at", MORNING, "--lang", "en", "jobs", "daily"])
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", stop)
            if left <= 0:
                durable_postgresql_server.start()

    told = capsys.readouterr().err
    assert status == 5
    assert "database" in told
    assert "Traceback" not in told
    assert len(told.splitlines()) <= 2
