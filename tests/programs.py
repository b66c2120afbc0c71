"""Programs in processes of their own that have the imports done: how they end, and what they print.

Each has arguments, an environment, a folder and streams of its own, as one that was started by a shell. What comes
before its first line is not in it: that a program starts, and what its streams are like then, real ones show.
"""

import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from typing import Any

from tests.processes import PATIENCE, context

Streams = tuple[int, int, int]
"""What a program reads, where it writes, and where it tells what went wrong."""


def ledr() -> None:
    """The command."""
    from ledr_cli.main import main

    main()


def our_pytest() -> None:
    """Pytest, with our plugin and without those of the tools that are installed beside it."""
    import pytest

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    ours = ("-p", "ledr_core.testing.pytest_plugin", "-W", "ignore::pytest.PytestAssertRewriteWarning")
    sys.exit(pytest.main([*ours, *sys.argv[1:]]))


def ran(
    program: Callable[[], None], *arguments: str, folder: Path, environment: Mapping[str, str]
) -> CompletedProcess[str]:
    """A program, when it has ended."""
    with Path(os.devnull).open("rb") as nothing, TemporaryFile() as out, TemporaryFile() as err:
        streams = (nothing.fileno(), out.fileno(), err.fileno())
        process = begun(program, *arguments, folder=folder, environment=environment, streams=streams)
        status = ended(process)
        written = []
        for file in (out, err):
            file.seek(0)
            written.append(file.read().decode())
    return CompletedProcess(arguments, status, *written)


def begun(
    program: Callable[[], None], *arguments: str, folder: Path, environment: Mapping[str, str], streams: Streams
) -> BaseProcess:
    """A program that runs on these streams."""
    given = (program, arguments, folder, dict(environment), tuple(map(DupFd, streams)))
    process = context.Process(target=_run, args=given, daemon=True)
    process.start()
    return process


def ended(process: BaseProcess) -> int:
    """Its exit status, when it has one."""
    process.join(PATIENCE)
    process.kill()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _run(
    program: Callable[[], None],
    arguments: tuple[str, ...],
    folder: Path,
    environment: dict[str, str],
    streams: tuple[Any, Any, Any],
) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream.detach(), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = [program.__name__, *arguments]
    program()
