"""What tests of the school, and of services that embed it, may use. Importing this package loads nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledr_core.ports.clock import FixedClock as FixedClock

__all__ = ["FixedClock"]


def __getattr__(name: str) -> object:
    # When asked for: pytest imports this package in every run, for its plugin.
    if name == "FixedClock":
        from ledr_core.ports.clock import FixedClock

        return FixedClock
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
