"""What a look at something finds: how it stands, in French and in English."""

from __future__ import annotations

import getpass
import os
import stat
from enum import StrEnum
from pathlib import Path
from typing import Final

from attrs import frozen

from ledr_adapters.doctor.words import in_both
from ledr_adapters.outside import Outside, folder_beside
from ledr_core.domain.kernel.errors import Invalid, Unavailable
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome

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


def could_be_written(folder: Path) -> bool:
    """Whether a folder can be written to, or made."""
    nearest = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    return nearest.is_dir() and may_write(nearest)


def open_to_others(*paths: Path) -> list[Path]:
    """Those that anybody on the machine may read, write or enter."""
    return [path for path in paths if path.exists() and path.stat().st_mode & stat.S_IRWXO]


def user() -> str:
    """Who runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user has no name
        return str(os.getuid())


# What mail, SMS and contacts have in common


def folder_of(outside: Outside) -> Path | None:
    """The folder beside which things go that no way was chosen for, None in memory."""
    from ledr_adapters.sql.store import engine_for

    try:
        return folder_beside(engine_for(outside.url).url)
    except (Invalid, Unavailable):
        return Path.cwd()


def message_folder(name: str, chosen: object, outside: Outside) -> Finding | None:
    """The folder that messages go to, when they go to one: the one that is chosen, or `open_school`'s own."""
    if chosen is None:
        beside = folder_of(outside)
        return found(name, State.OK, "kept in memory") if beside is None else _writable(name, beside / name)
    scheme, _, rest = str(chosen).strip().partition(":")
    return _writable(name, Path(rest)) if scheme.lower() == "folder" and rest else None


def _writable(name: str, folder: Path) -> Finding:
    if could_be_written(folder):
        return folder_taken(name, "folder", folder)
    return found(name, State.ERROR, "folder closed", folder=folder, user=user(), setting=_setting(name))


def folder_taken(name: str, words: str, folder: Path) -> Finding:
    """A folder that can be written to, and should be its owner's alone."""
    if open_to_others(folder):
        return found(name, State.WARNING, "open to others", places=folder)
    return found(name, State.OK, words, folder=folder)


def tried(name: str, server: str, answer: Handover) -> Finding:
    """What an attempt with the key says of a provider."""
    if answer.outcome is Outcome.ACCEPTED:
        return found(name, State.OK, "key taken", server=server)
    words = "key refused" if answer.cause is Cause.OURS else "no server"
    return found(name, State.ERROR, words, server=server, reason=answer.reason, setting=_setting(name))


def _setting(name: str) -> str:
    return f"LEDR_{name.upper()}"
