"""The log that LEDR_LOG asks for: one JSON object a line, of what the school and the libraries below it tell."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ledr_core.domain.kernel.errors import Invalid


@contextmanager
def logged(place: str | None) -> Iterator[None]:
    """Write the log to a file, after what is there, or to standard error for `-`; without a place there is none.

    Raises Invalid for a file that cannot be written.
    """
    handler = _handler(place)
    root, own = logging.getLogger(), logging.getLogger("ledr")
    level = own.level
    root.addHandler(handler)
    if place is not None:
        own.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        own.setLevel(level)
        handler.close()


def _handler(place: str | None) -> logging.Handler:
    if place is None:
        return logging.NullHandler()  # without any handler, Python writes warnings of libraries to standard error
    try:
        handler = logging.StreamHandler(sys.stderr) if place == "-" else logging.FileHandler(place, encoding="utf-8")
    except OSError as error:
        reason = f"{place} cannot be written: {error.strerror}"
        raise Invalid("LEDR_LOG", reason, "a file, or - for standard error") from None
    handler.setFormatter(_Lines())
    return handler


class _Lines(logging.Formatter):
    """A line a record: the school's are JSON already, the others become so."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        message = record.getMessage()
        if record.name == "ledr.jobs":
            return message
        told = {"event": message, "from": record.name, "level": record.levelname.lower()}
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
