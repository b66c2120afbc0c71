"""What the benchmarks have in common: their options, and how their ratios are told and kept."""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")


def options(description: str | None, small: str) -> argparse.Namespace:
    """`--json FILE` and `--small`; *small* says what the small size is.

    Processes that run beside this one are started anew, or at the small size, which is sooner done, as copies of it.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures to FILE too")
    parser.add_argument("--small", action="store_true", help=f"{small}; no limit is judged")
    chosen = parser.parse_args()
    multiprocessing.set_start_method("fork" if chosen.small else "spawn", force=True)
    return chosen


def apart(task: Callable[..., Result], *arguments: Any) -> Result:
    """What a task gives in a process of its own, whose memory nothing else has; at the small size, in this one."""
    if multiprocessing.get_start_method() == "fork":
        return task(*arguments)
    with multiprocessing.Pool(1) as pool:
        return pool.apply(task, arguments)


def told(benchmark: str, figures: Sequence[dict[str, Any]], chosen: argparse.Namespace) -> int:
    """Print each figure with its ratio and limit, keep them all, and give the exit status: 1 outside a limit.

    A figure has a `name` that stays from run to run, `what` was measured, and its `ratio`; a `limit` when it has one,
    or the `least` that it may be when more is better.
    """
    for one in figures:
        limit = f", at most {one['limit']:g}" if "limit" in one else ""
        limit += f", at least {one['least']:g}" if "least" in one else ""
        print(f"{one['name']}: {one['what']}: ratio {one['ratio']:.2f}{limit}", flush=True)
    if chosen.json:
        kept = {"benchmark": benchmark, "small": chosen.small, "figures": list(figures)}
        chosen.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if chosen.small or all(map(within, figures)) else 1


def within(figure: dict[str, Any]) -> bool:
    """Whether the ratio of a figure is inside its limits."""
    return bool(figure.get("least", 0) <= figure["ratio"] <= figure.get("limit", float("inf")))
