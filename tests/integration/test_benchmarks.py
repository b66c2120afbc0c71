"""The benchmarks keep working: each at its small size, where no limit is judged."""

import json
import os
import runpy
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from benchmarks.figures import told
from tests.processes import exit_status

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path for path in (ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text("utf-8"))


def test_there_are_benchmarks_to_run() -> None:
    assert {"assign", "cli_start", "daily_run"} <= {script.stem for script in SCRIPTS}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_benchmark_runs_at_its_small_size_and_tells_and_keeps_a_ratio(script: Path, tmp_path: Path) -> None:
    kept, said = tmp_path / "figures.json", tmp_path / "said.txt"

    status = exit_status(run_as_a_program, script, ["--small", "--json", str(kept)], said, daemon=False)

    assert status == 0, said.read_text("utf-8")
    assert "ratio " in said.read_text("utf-8")
    assert "ratio" in kept.read_text("utf-8")


def run_as_a_program(script: Path, arguments: list[str], said: Path) -> None:
    """In a process that has the imports done, which a benchmark spends most of its small size on."""
    with said.open("w") as output:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(output.fileno(), stream.fileno())
    sys.argv = [str(script), *arguments]
    os.chdir(ROOT)
    runpy.run_path(str(script), run_name="__main__")


@pytest.mark.parametrize(
    ("limits", "before", "now"), [({"limit": 3}, 2.0, 2.6), ({}, 2.0, 2.6), ({"least": 1}, 2.6, 2.0)]
)
def test_two_runs_of_the_benchmarks_can_be_compared(
    tmp_path: Path, limits: dict[str, int], before: float, now: float
) -> None:
    for run, ratio in (("old", before), ("new", now)):
        figure = {"name": "SQLite", "what": "slow", "ratio": ratio} | limits
        figures = {"benchmark": "daily_run", "figures": [figure]}
        (tmp_path / run).mkdir()
        (tmp_path / run / "daily_run.json").write_text(json.dumps(figures))

    compare = [sys.executable, ROOT / "tools" / "compare_benchmarks"]
    worse = subprocess.run([*compare, tmp_path / "old", tmp_path / "new"], capture_output=True, text=True)
    same = subprocess.run([*compare, tmp_path / "old", tmp_path / "old"], capture_output=True, text=True)

    assert (worse.returncode, worse.stdout) == (
        1,
        f"daily_run: SQLite: {before:.2f} before, {now:.2f} now, worse\n",
    )
    assert (same.returncode, same.stdout) == (0, f"daily_run: SQLite: {before:.2f} before, {before:.2f} now\n")


@pytest.mark.parametrize(
    ("figure", "small", "status"),
    [
        ({"ratio": 2.0, "limit": 2.0}, False, 0),
        ({"ratio": 2.1, "limit": 2.0}, False, 1),
        ({"ratio": 2.1, "limit": 2.0}, True, 0),
        ({"ratio": 2.0, "least": 2.0}, False, 0),
        ({"ratio": 1.9, "least": 2.0}, False, 1),
        ({"ratio": 99.0}, False, 0),
    ],
)
def test_a_benchmark_fails_outside_a_limit_unless_it_is_small(
    figure: dict[str, float], small: bool, status: int
) -> None:
    chosen = Namespace(json=None, small=small)

    assert told("some", [{"name": "one", "what": "measured"} | figure], chosen) == status


def test_documents_are_measured_at_the_small_size_without_weasyprint(tmp_path: Path) -> None:
    """As on a machine without Pango, where it cannot be imported; the full size says what to install."""
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    command = [sys.executable, ROOT / "benchmarks" / "documents.py"]

    small = subprocess.run([*command, "--small"], cwd=ROOT, capture_output=True, text=True, env=environment)
    full = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)

    assert small.returncode == 0, small.stderr
    assert "weasyprint is left out" in small.stdout
    assert "reportlab" in small.stdout
    assert full.returncode == 1
    assert "Pango" in full.stderr
