"""What the benchmarks have in common: their options, and how their ratios are told and kept."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def options(description: str | None, small: str) -> argparse.Namespace:
    """`--json FILE` and `--small`; *small* says what the small size is."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures to FILE too")
    parser.add_argument("--small", action="store_true", help=f"{small}; no limit is judged")
    return parser.parse_args()


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
