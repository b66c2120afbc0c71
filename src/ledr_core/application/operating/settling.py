"""How a piece of work ends well: reactions, then plans, written with everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledr_core.application.operating.work import Work


def settle(work: Work) -> None:
    """Conclude, and write it all: in the middle of an operation that goes on to read what it has changed."""
    conclude(work)
    work.flush()


def conclude(work: Work) -> None:
    """React to what happened, and plan what follows; the unit of work writes it."""
    while fresh := work.unit.pull_events():
        work.events.extend(fresh)
        work.contexts.react(work, fresh)
    work.contexts.plan(work)
