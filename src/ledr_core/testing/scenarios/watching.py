"""Playing again whenever something changes: files are looked at now and then, and waiting is somebody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ledr_core.testing.scenarios.reading import ENDINGS, Reading, examined

Seen = dict[Path, tuple[int, int]]
"""When each file was last written, and its size."""


def rounds(paths: Sequence[Path], wait: Callable[[], None]) -> Iterator[list[Reading]]:
    """The scenarios of these files and folders: at first, then each time that one of them, or a file that it names, is
    written, added or taken away. Between two looks *wait* is called, with whose error it ends."""
    while True:
        seen = _look(_below(paths))  # before they are read, so that what is written meanwhile is seen
        readings = list(examined(paths))
        named = [source for reading in readings for source in reading.sources]
        seen = _look(named) | seen
        yield readings
        while _look([*_below(paths), *named]) == seen:
            wait()


def _below(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.suffix in ENDINGS)
        else:
            yield path


def _look(files: Iterable[Path]) -> Seen:
    seen: Seen = {}
    for file in files:
        with suppress(OSError):
            status = file.stat()
            seen[file] = (status.st_mtime_ns, status.st_size)
    return seen
