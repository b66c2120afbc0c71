"""The words, as their files hold them.

Reading YAML takes longer than a command may take to start. So what a file holds is kept as Python keeps its modules:
in `__pycache__`, from the first time on, together with the text that it was read from; a file that says something else
by now is read again. Where nothing can be written, the file is read each time.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any, Final


@cache
def sentences(name: str) -> Any:
    """What the file of that name, below this folder, holds: `refusals`, `words`, `results/people`…"""
    text = _content(f"{_FOLDER}{name}.yaml")
    match _kept(name):
        case (bytes() as former, words) if former == text:
            return words
    words = _read(name, text)
    _keep(name, (text, words))
    return words


@cache
def gathered(folder: str) -> dict[str, dict[str, Any]]:
    """What the files of a folder hold together, section by section; a list of values may be in several of them.

    Raises ValueError for words that stand in two places.
    """
    from pathlib import Path

    together: dict[str, dict[str, Any]] = {}
    for file in sorted(Path(_FOLDER, folder).glob("*.yaml")):
        for section, entries in sentences(f"{folder}/{file.stem}").items():
            _add(together.setdefault(section, {}), entries)
    return together


def _add(words: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, wording in more.items():
        if name not in words:
            words[name] = {**wording} if isinstance(wording, dict) else wording
        elif isinstance(wording, str) or isinstance(words[name], str) or wording.keys() & words[name].keys():
            raise ValueError(f"the words of {name!r} stand twice")
        else:
            words[name] |= wording


_FOLDER: Final = __file__.removesuffix("catalogue.py")
_PLACE: Final = f"{sys.pycache_prefix}{_FOLDER}" if sys.pycache_prefix else f"{_FOLDER}__pycache__/"


def _kept(name: str) -> Any:
    try:
        return marshal.loads(_content(_kept_file(name)))
    except (OSError, EOFError, ValueError, TypeError):  # not there, or spoiled
        return None


def _keep(name: str, value: tuple[bytes, Any]) -> None:
    """Keep it at once or not at all, for several processes may be at it; silently where it may not be written."""
    from pathlib import Path

    file = Path(_kept_file(name))
    begun = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        begun.write_bytes(marshal.dumps(value))
        begun.replace(file)


def _kept_file(name: str) -> str:
    """Its name has Python's version in it, as the form of what it holds depends on that."""
    return f"{_PLACE}{name.replace('/', '.')}.{sys.implementation.cache_tag}.words"


def _read(name: str, text: bytes) -> Any:
    from ledr_core.application import yaml12

    return yaml12.load(text.decode(), f"{name}.yaml").value


def _content(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes longer to import than all of this
        return file.read()
