"""How much it costs to start the command line, against importing what it stands on, in the same run.

`ledr --help` as a whole process against `python -c "import click"`; a real command, `ledr companies list` in a school
of one company, against `python -c "import click, sqlalchemy"`; a service's first `open_school`, in a SQLite file that
does not exist, against `import sqlalchemy` and the bare statements that make the tables, over sqlite3. All are measured
in processor time, in turn, and the medians compared. Exits 1 when a ratio is above its limit.
"""

import resource
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import options, told
from ledr_adapters.sql.schema import STATEMENTS

LEDR = str(Path(sys.executable).with_name("ledr"))
FIRST = """
import tempfile
from ledr_adapters import open_school
with tempfile.TemporaryDirectory() as folder:
    open_school(f"sqlite:///{folder}/school.db").close()
"""
"""A school is opened where there is none."""
BARE = """
import pathlib, sqlite3, sys, tempfile
import sqlalchemy
with tempfile.TemporaryDirectory() as folder:
    connection = sqlite3.connect(f"{folder}/school.db", isolation_level=None)
    statements = pathlib.Path(sys.argv[1]).read_text("utf-8")
    connection.executescript(f"begin immediate; {statements} commit; pragma journal_mode = wal")
    connection.close()
"""
"""The same tables, by somebody who knows their statements."""


def main() -> int:
    chosen = options(__doc__, "one run of each")
    runs = 1 if chosen.small else 41
    with TemporaryDirectory() as folder:
        school = [LEDR, "--db", f"sqlite:///{folder}/school.db"]
        subprocess.run([*school, "companies", "create", "Manpower"], check=True, stdout=subprocess.DEVNULL)
        figures = [
            compared("start of the command line", [LEDR, "--help"], "import click", 1.25, runs),
            compared("a real command", [*school, "companies", "list"], "import click, sqlalchemy", 2.0, runs),
            first_opening(runs),
        ]
    return told("cli_start", figures, chosen)


def compared(name: str, command: list[str], imports: str, limit: float, runs: int) -> dict[str, Any]:
    """A command beside what it cannot do without."""
    ours, floor = measured(command, [sys.executable, "-c", imports], runs)
    said = " ".join(["ledr", *command[1 if "--db" not in command else 3 :]])
    what = f"{said} {ours * 1000:.1f} ms, {imports} {floor * 1000:.1f} ms"
    return {"name": name, "what": what, "ratio": ours / floor, "limit": limit}


def first_opening(runs: int) -> dict[str, Any]:
    """A school that is opened for the first time, beside the bare statements."""
    python = [sys.executable, "-c"]
    ours, floor = measured([*python, FIRST], [*python, BARE, str(STATEMENTS / "sqlite.sql")], runs)
    what = f"open_school {ours * 1000:.1f} ms, sqlalchemy and the statements over sqlite3 {floor * 1000:.1f} ms"
    return {"name": "the first open_school", "what": what, "ratio": ours / floor, "limit": 1.5}


def measured(command: list[str], floor: list[str], runs: int) -> tuple[float, float]:
    """The medians of interleaved runs, after one of each that fills the caches; of one run, as it comes."""
    if runs > 1:
        seconds(command), seconds(floor)
    pairs = [(seconds(command), seconds(floor)) for _ in range(runs)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def seconds(command: list[str]) -> float:
    """The processor time of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
