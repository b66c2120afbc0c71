"""What an operator types and schedules: the jobs on the command line, and the lines of the guide as they stand."""

import configparser
import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ledr_cli.main import run as ledr
from tests import programs
from tests.programs import ran

GUIDE = (Path(__file__).parents[3] / "docs" / "operating.md").read_text("utf-8")
TUESDAY = "2026-12-01T11:00"


def blocks(language: str) -> list[str]:
    """The blocks of the guide in that language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def cron_lines() -> list[str]:
    (table,) = blocks("cron")
    return [line for line in table.splitlines() if line.startswith("*")]


def units() -> dict[str, configparser.ConfigParser]:
    """The units of the guide by their file name, which their first line is."""
    found: dict[str, configparser.ConfigParser] = {}
    for block in blocks("ini"):
        name = block.partition("\n")[0].removeprefix("# /etc/systemd/system/")
        found[name] = configparser.ConfigParser(strict=False, interpolation=None)
        found[name].optionxform = str  # type: ignore[assignment, method-assign]
        found[name].read_string(block)
    return found


def run_as_written(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command line of the guide, on a school in that folder instead of /srv/ecole."""
    words = [word.replace("/srv/ecole", str(folder)) for word in shlex.split(line)]
    program = Path(words[0]).name
    assert program == "ledr"
    environment = {**os.environ, "LEDR_DB": f"sqlite:///{folder}/ecole.db"}
    return ran(programs.ledr, *words[1:], folder=folder, environment=environment)


def test_the_lines_for_cron_run_as_they_stand_in_the_guide(tmp_path: Path) -> None:
    lines = cron_lines()

    assert len(lines) == 2
    for line in lines:
        schedule, command = line.split(None, 5)[:5], line.split(None, 5)[5]
        assert schedule == ["*/5", "*", "*", "*", "*"]
        done = run_as_written(command, tmp_path)
        assert (done.returncode, done.stderr) == (0, "")


def test_the_units_for_systemd_run_as_they_stand_in_the_guide(tmp_path: Path) -> None:
    found = units()

    assert sorted(found) == ["ledr.service", "ledr.timer"]
    service, timer = found["ledr.service"], found["ledr.timer"]
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["OnCalendar"] == "*:0/5"
    assert timer["Install"]["WantedBy"] == "timers.target"
    commands = re.findall(r"^ExecStart=(.*)$", "\n".join(blocks("ini")), re.MULTILINE)
    assert [command.split()[-2:] for command in commands] == [["jobs", "due"], ["messages", "deliver"]]
    for command in commands:
        assert command.startswith("-/")  # the messages leave even when something failed in a job
        assert run_as_written(command.removeprefix("-"), tmp_path).returncode == 0


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A school in a file: Nora manages Lea, whose course ended with November."""
    url = f"sqlite:///{tmp_path / 'ecole.db'}"
    from ledr_adapters.recording import RecordingMail
    from ledr_core.testing import FixedClock
    from ledr_core.testing.builders import a_school
    from tests.integration.conftest import Rehearsal, address, furnished

    clock = FixedClock("2026-11-19T09:00")
    opened = a_school(url, clock=clock, furnished=False)
    made = furnished(Rehearsal(opened, clock, RecordingMail()))
    made.a_session(kind="licence", members="lea", end="2026-11-30")
    made.a_session("Nantes", kind="licence", members="max")
    made.a_person("nora", "manager")
    opened.people.set_managed(by="staff", manager=address("nora"), people=[address("lea"), address("max")])
    opened.close()
    monkeypatch.setenv("LEDR_CONTACTS", "off")
    return url


def shown(capsys: Any, *words: str, status: int = 0) -> str:
    assert ledr(words) == status
    return str(capsys.readouterr().out).replace("\u00a0", " ")


def test_what_was_done_and_left_alone_is_told_in_words(school: str, capsys: Any) -> None:
    weekly = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "fr", "jobs", "weekly")
    again = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "en", "jobs", "weekly")
    monthly = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "fr", "jobs", "monthly")

    assert "Tournée hebdomadaire du mardi " in weekly
    assert "messages : suivi d'équipe 1" in weekly
    assert "1 liste à Care sans adresse (care_address)" in weekly
    assert "1 report written already this week" in again
    assert "1 parcours arrivé à sa fin · messages : attestations 1" in monthly


def test_due_shows_each_run_and_when_the_next_one_is(school: str, capsys: Any) -> None:
    first = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "fr", "jobs", "due")
    second = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "fr", "jobs", "due")
    data = json.loads(shown(capsys, "--db", school, "--at", TUESDAY, "--json", "jobs", "due"))
    log = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "fr", "jobs", "log")

    for job in ("quotidienne", "hebdomadaire", "mensuelle"):
        assert f"Tournée {job} du mardi " in first
    assert "Prochaine tournée : " in first
    assert "Aucune tournée n'est due." in second
    assert data == {"runs": [], "next": "2026-12-02T04:00:00Z", "failures": []}
    assert "Laissé de côté" in log


def test_a_base_that_cannot_be_written_makes_the_status_1_and_the_next_run_goes_on(
    school: str, capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "contacts").write_text("a file")
    monkeypatch.setenv("LEDR_CONTACTS", f"csv:{tmp_path / 'contacts'}")

    failed = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "en", "jobs", "due", status=1)
    (tmp_path / "contacts").unlink()
    done = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "en", "jobs", "daily")

    assert "✗ contacts marketing" in failed
    assert "Monthly run" in failed or "monthly run" in failed
    assert "6 contacts transferred" in done


def test_a_token_is_never_told(school: str, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDR_CONTACTS", "drip+http://s3cret@127.0.0.1:9/123")

    failed = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "en", "jobs", "daily", status=1)
    doctor = shown(capsys, "--db", school, "--at", TUESDAY, "--lang", "en", "doctor", status=1)
    monkeypatch.setenv("LEDR_CONTACTS", "drip://s3cret@")
    assert ledr(["--db", school, "jobs", "daily"]) == 2
    wrong = capsys.readouterr().err

    assert "Drip takes no connection" in failed
    assert "the server 127.0.0.1:9 does not answer" in doctor
    assert "s3cret" not in failed + doctor + wrong
