"""`jobs.daily` killed anywhere, then run again: the school is as if nothing had happened, every message exists once."""

import io
import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stdout
from functools import partial
from multiprocessing.synchronize import Event
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import frozen

from ledr_cli.main import run as ledr
from ledr_core.application.jobs import daily_run
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school
from tests.busy_school import (
    MORNING,
    Copies,
    count_messages,
    differences,
    messages_through,
    state,
)
from tests.processes import PATIENCE, context, exit_status, in_a_process

CHUNK = 2
POINTS, POINTS_OF_A_SOAK = 6, 100
TIMES, TIMES_OF_A_SOAK = 2, 20


@frozen
class Undisturbed:
    """What a run makes of the school when it is left alone."""

    state: dict[str, list[tuple[Any, ...]]]
    messages: Sequence[int]
    """How many messages were committed at each of its moments."""
    seconds: float
    """How long the command takes, from the first statement of the run."""


@pytest.fixture(scope="module")
def undisturbed(busy: Copies) -> Undisturbed:
    """Such a run, in a process as those to be killed; and the command, to know how long it takes."""
    with busy.copy() as url:
        messages = in_a_process(run_and_count, url)
        left_alone = state(url)
    with busy.copy() as url:
        seconds = in_a_process(run_the_command, url, context.Event())
        assert differences(state(url), left_alone) == {}
    return Undisturbed(left_alone, messages, seconds)


def parts(default: int, soak: int) -> list[Any]:
    """So many parts of a run, equally long: (3, 10) is its fourth tenth."""
    every_time = [pytest.param((number, default), id=f"{number + 1} of {default}") for number in range(default)]
    soaking = pytest.mark.soak
    return every_time + [
        pytest.param((number, soak), id=f"{number + 1} of {soak}", marks=soaking) for number in range(soak)
    ]


def within(part: tuple[int, int]) -> float:
    """A point in that part of the run, from 0 to 1: always the same one by default, any in a soak."""
    number, count = part
    chance = random.Random() if count in (POINTS_OF_A_SOAK, TIMES_OF_A_SOAK) else random.Random(number)
    return (number + chance.random()) / count


def test_the_run_is_one_of_many_pieces(undisturbed: Undisturbed) -> None:
    """What the other tests cut: it commits more than ten times, and has every kind of message to write."""
    assert len(set(undisturbed.messages)) > 10
    assert len(undisturbed.messages) > 200


@pytest.mark.rule("JOB-4")
@pytest.mark.parametrize("part", parts(POINTS, POINTS_OF_A_SOAK))
def test_a_run_killed_at_any_statement_or_commit_is_finished_by_the_next_one(
    busy: Copies, undisturbed: Undisturbed, part: tuple[int, int]
) -> None:
    """What was committed is there whole, nothing else is, and the next run does the rest."""
    moment = int(within(part) * len(undisturbed.messages))
    told = f"killed at moment {moment} of {len(undisturbed.messages)}"
    with busy.copy() as url:
        assert exit_status(run_and_die, url, moment) == -signal.SIGKILL, told

        assert count_messages(url) == undisturbed.messages[moment], told
        finish(url)
        assert differences(state(url), undisturbed.state) == {}, told


@pytest.mark.rule("JOB-4")
@pytest.mark.parametrize("part", parts(TIMES, TIMES_OF_A_SOAK))
def test_a_command_killed_at_any_time_is_finished_by_the_next_one(
    busy: Copies, undisturbed: Undisturbed, part: tuple[int, int]
) -> None:
    """`ledr jobs daily`, killed from outside in whatever it does: a statement, the rules, writing to the disk."""
    seconds = within(part) * undisturbed.seconds
    with busy.copy() as url:
        begun = context.Event()
        command = context.Process(target=run_the_command, args=(url, begun), daemon=True)
        command.start()
        assert begun.wait(PATIENCE)
        command.join(seconds)
        command.kill()
        command.join(PATIENCE)

        finish(url)
        assert differences(state(url), undisturbed.state) == {}, f"killed after {seconds} s"


def finish(url: str) -> None:
    """The run that follows."""
    with closing(a_school(url, clock=FixedClock(MORNING), furnished=False)) as school:
        assert school.jobs.daily(by="staff").failures == ()


def run_and_count(url: str) -> list[int]:
    """An undisturbed run; gives how many messages were committed at each of its moments."""
    counts, committed = list[int](), count_messages(url)
    watching = sa.create_engine(url)

    def one_more(moment: str) -> None:
        nonlocal committed
        if moment == "committed":
            committed = messages_through(watching)
        counts.append(committed)

    run_in_moments(url, one_more)
    watching.dispose()
    return counts


def run_and_die(url: str, moment: int) -> None:
    """A run that kills itself at one of its moments."""
    left = moment

    def one_less(_: str) -> None:
        nonlocal left
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    run_in_moments(url, one_less)


def run_in_moments(url: str, moment: Callable[[str], None]) -> None:
    """The daily run, a few sessions a transaction, calling *moment* before and after each statement and commit."""
    daily_run.SESSIONS_AT_ONCE = CHUNK
    with closing(a_school(url, clock=FixedClock(MORNING), furnished=False)) as school:
        watched = school._desk.ports.store.engine  # type: ignore[attr-defined]
        for event in ("before_cursor_execute", "after_cursor_execute", "commit"):
            sa.event.listen(watched, event, partial(_tell, moment, event))
        sa.event.listen(watched, "checkin", partial(_tell, moment, "committed"))
        school.jobs.daily(by="staff")


def _tell(moment: Callable[[str], None], name: str, *_: object) -> None:
    moment(name)


def run_the_command(url: str, begun: Event) -> float:
    """`ledr jobs daily`; says when it has begun, and gives how long it took from then."""
    daily_run.SESSIONS_AT_ONCE = CHUNK
    started = float("nan")

    def begin(*_: object) -> None:
        nonlocal started
        started = time.monotonic()
        begun.set()

    sa.event.listen(sa.Engine, "before_cursor_execute", begin, once=True)
    with redirect_stdout(io.StringIO()):
        assert ledr(["--db", url, "--at", MORNING, "jobs", "daily"]) == 0
    return time.monotonic() - started
