"""How long `ledr --help` takes as a whole process, against `python -c "import click"` in the same run.

The two are run in turn, and the medians compared. Exits 1 when the ratio is above the limit.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

LIMIT = 1.5
LEDR = [str(Path(sys.executable).with_name("ledr")), "--help"]
FLOOR = [sys.executable, "-c", "import click"]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", metavar="FILE", type=Path, help="write the figures to FILE too")
    options.add_argument("--small", action="store_true", help="fewer runs")
    chosen = options.parse_args()
    ledr, floor = measured(9 if chosen.small else 41)
    figures = {
        "benchmark": "cli_start",
        "ledr_help_ms": round(ledr * 1000, 1),
        "import_click_ms": round(floor * 1000, 1),
        "ratio": round(ledr / floor, 3),
        "limit": LIMIT,
    }
    print(
        f"ledr --help {figures['ledr_help_ms']} ms, import click {figures['import_click_ms']} ms: "
        f"ratio {figures['ratio']:.2f}, at most {LIMIT}"
    )
    if chosen.json:
        chosen.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")
    return 0 if figures["ratio"] <= LIMIT else 1


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
