"""How a piece of work ends well: reactions, then plans, written with everything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledr_core.application.operating.work import Work
    from ledr_core.domain.events import Event


def settle(work: Work) -> None:
    """Conclude, and write it all: in the middle of an operation that goes on to read what it has changed."""
    conclude(work)
    work.flush()


def conclude(work: Work) -> None:
    """React to what happened, and plan what follows; the unit of work writes it."""
    _react(work, work.unit.pull_events())
    work.contexts.plan(work)
    if fresh := work.unit.pull_events():
        work.flush()  # what plans have caused is written to people who may be new
        _react(work, fresh)


def _react(work: Work, fresh: Sequence[Event]) -> None:
    while fresh:
        work.events.extend(fresh)
        work.contexts.react(work, fresh)
        fresh = work.unit.pull_events()
