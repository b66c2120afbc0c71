"""How long `ledr --help` takes as a whole process, against `python -c "import click"` in the same run.

The two are run in turn, and the medians compared. Exits 1 when the ratio is above the limit.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import options, told

LIMIT = 1.5
LEDR = [str(Path(sys.executable).with_name("ledr")), "--help"]
FLOOR = [sys.executable, "-c", "import click"]


def main() -> int:
    chosen = options(__doc__, "fewer runs")
    ledr, floor = measured(9 if chosen.small else 41)
    what = f"ledr --help {ledr * 1000:.1f} ms, import click {floor * 1000:.1f} ms"
    return told(
        "cli_start",
        [{"name": "start of the command line", "what": what, "ratio": ledr / floor, "limit": LIMIT}],
        chosen,
    )


def measured(runs: int) -> tuple[float, float]:
    """The medians of interleaved runs, after one of each that fills the caches."""
    seconds(LEDR), seconds(FLOOR)
    pairs = [(seconds(LEDR), seconds(FLOOR)) for _ in range(runs)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
