"""Real processes for tests of races and crashes: `in_processes(50, task, url)`.

They come from a server process that has the imports done (`warmed`), so that fifty of them start in a second or two.
"""

import multiprocessing
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from typing import Any

PATIENCE = 120
"""Seconds after which somebody who has not come to the barrier, or not answered, makes the test fail."""

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["tests.warmed"])


def in_processes(count: int, task: Callable[..., Any], *arguments: Any) -> list[Any]:
    """What `task(number, barrier, *arguments)` gives in each of so many processes; a traceback where it raises."""
    barrier, answers = context.Barrier(count), context.Queue()
    processes = [
        context.Process(target=_answer, args=(task, number, barrier, answers, arguments), daemon=True)
        for number in range(count)
    ]
    try:
        for process in processes:
            process.start()
        found = dict(answers.get(timeout=PATIENCE) for _ in processes)
        for process in processes:
            process.join(PATIENCE)
    finally:
        for process in processes:
            process.kill()
    return [found[number] for number in range(count)]


def _answer(task: Callable[..., Any], number: int, barrier: Barrier, answers: Any, arguments: Sequence[Any]) -> None:
    try:
        answer = task(number, barrier, *arguments)
    except BaseException:
        barrier.abort()
        answer = traceback.format_exc()
    answers.put((number, answer))


def in_a_process(task: Callable[..., Any], *arguments: Any) -> Any:
    """What `task(*arguments)` gives in a process of its own."""
    return in_processes(1, _alone, task, arguments)[0]


def _alone(_: int, __: Barrier, task: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    return task(*arguments)


def exit_status(task: Callable[..., Any], *arguments: Any, daemon: bool = True) -> int | None:
    """How a process that does nothing but `task(*arguments)` ends: minus the signal's number when one killed it.

    One that is no daemon may start processes of its own.
    """
    process = context.Process(target=task, args=arguments, daemon=daemon)
    process.start()
    process.join(PATIENCE)
    process.kill()
    return process.exitcode
