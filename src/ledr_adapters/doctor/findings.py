"""What a look at something finds: how it stands, in French and in English."""

from __future__ import annotations

import getpass
import os
from enum import StrEnum
from pathlib import Path
from typing import Final

from attrs import frozen

from ledr_adapters.doctor.words import in_both

PATIENCE: Final = 3
"""Seconds that a server, or another program that writes, has to answer."""


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@frozen
class Finding:
    """One thing looked at, how it stands, and what to do when it does not."""

    name: str
    state: State
    text_fr: str
    text_en: str


def found(name: str, state: State, words: str, **facts: object) -> Finding:
    """What was found, said in those words of `doctor.words` with these facts."""
    return Finding(name, state, *in_both(words, **facts))


def may_write(path: Path) -> bool:
    """Whether whoever runs this may write there."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def user() -> str:
    """Who runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user has no name
        return str(os.getuid())
