"""The bar that shows how far long work is."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ledr_cli.texts import TEXTS, text


class Bar:
    """A progress bar on standard error: done of total, time passed, time left.

    It appears with the first thing done, so that short work shows none.
    """

    def __init__(self, language: str | None = None) -> None:
        """*language* is that in which work is named; without one its labels are shown as they come."""
        self._language = language
        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn(text("time left", language or "fr")),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._progress.stop()

    def __call__(self, done: int, total: int, label: str) -> None:
        """Show that *done* of *total* are done; total is 0 while it is not known."""
        if self._language is not None and f"working {label}" in TEXTS:
            label = text(f"working {label}", self._language)
        if self._task is None:
            self._progress.start()
            self._task = self._progress.add_task(label, total=total or None)
        self._progress.update(self._task, completed=done, total=total or None, description=label)
