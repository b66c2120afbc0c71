"""The benchmarks keep working: each at its small size, where no limit is judged."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path for path in (ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text("utf-8"))


def test_there_are_benchmarks_to_run() -> None:
    assert {"assign", "cli_start", "daily_run"} <= {script.stem for script in SCRIPTS}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_benchmark_runs_at_its_small_size_and_tells_and_keeps_a_ratio(script: Path, tmp_path: Path) -> None:
    kept = tmp_path / "figures.json"

    done = subprocess.run(
        [sys.executable, script, "--small", "--json", kept], cwd=ROOT, capture_output=True, text=True, timeout=300
    )

    assert done.returncode == 0, done.stderr
    assert "ratio " in done.stdout
    assert "ratio" in kept.read_text("utf-8")


def test_two_runs_of_the_benchmarks_can_be_compared(tmp_path: Path) -> None:
    for run, ratio in (("old", 2.0), ("new", 2.6)):
        figures = {"benchmark": "daily_run", "figures": [{"name": "SQLite", "what": "slow", "ratio": ratio}]}
        (tmp_path / run).mkdir()
        (tmp_path / run / "daily_run.json").write_text(json.dumps(figures))

    compare = [sys.executable, ROOT / "tools" / "compare_benchmarks"]
    worse = subprocess.run([*compare, tmp_path / "old", tmp_path / "new"], capture_output=True, text=True)
    same = subprocess.run([*compare, tmp_path / "old", tmp_path / "old"], capture_output=True, text=True)

    assert (worse.returncode, worse.stdout) == (1, "daily_run: SQLite: 2.00 before, 2.60 now, worse\n")
    assert (same.returncode, same.stdout) == (0, "daily_run: SQLite: 2.00 before, 2.00 now\n")
