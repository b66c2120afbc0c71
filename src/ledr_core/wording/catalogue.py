"""The words, as their files hold them; what stands under `sentences` is set as its language sets it.

Reading YAML takes longer than a command may take to start. So what a file holds is kept as Python keeps its modules:
in `__pycache__`, from the first time on, together with the text that it was read from and the rules by which it was
set; a file that says something else by now, or would be set otherwise, is read again. Where nothing can be written, the
file is read each time.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from ledr_core.wording.typography import LANGUAGES, typeset


@cache
def sentences(name: str) -> Any:
    """What the file of that name, below this folder, holds: `refusals`, `words`, `results/people`…"""
    text = (_FOLDER / f"{name}.yaml").read_bytes()
    made_of = text + _RULES.read_bytes()
    match _kept(name):
        case (bytes() as former, words) if former == made_of:
            return words
    words = _read(name, text)
    _keep(name, (made_of, words))
    return words


def spoken(words: Mapping[str, Mapping[str, Any]], language: str) -> dict[str, Any]:
    """Words by name, of which each stands there in both languages, in one of them."""
    return {name: both[language] for name, both in words.items()}


@cache
def gathered(folder: str) -> dict[str, dict[str, Any]]:
    """What the files of a folder hold together, section by section; a list of values may be in several of them.

    Raises ValueError for words that stand in two places.
    """
    together: dict[str, dict[str, Any]] = {}
    for file in sorted((_FOLDER / folder).glob("*.yaml")):
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


_SENTENCES: Final = "sentences"
_FOLDER: Final = Path(__file__).parent
_RULES: Final = _FOLDER / "typography.py"


def _kept(name: str) -> Any:
    try:
        return marshal.loads(_kept_file(name).read_bytes())
    except (OSError, EOFError, ValueError, TypeError, MemoryError):  # not there, or spoiled
        return None


def _keep(name: str, value: tuple[bytes, Any]) -> None:
    """Keep it at once or not at all, for several processes may be at it; silently where it may not be written."""
    file = _kept_file(name)
    begun = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(exist_ok=True)
        begun.write_bytes(marshal.dumps(value))
        begun.replace(file)
    except OSError:  # a full disk takes a name, and no bytes
        with suppress(OSError):
            begun.unlink(missing_ok=True)


def _kept_file(name: str) -> Path:
    """Its name has Python's version in it, as the form of what it holds depends on that."""
    return _FOLDER / "__pycache__" / f"{name.replace('/', '.')}.{sys.implementation.cache_tag}.words"


def _read(name: str, text: bytes) -> Any:
    from ledr_core.wording import yaml12

    words = yaml12.load(text.decode(), f"{name}.yaml").value
    for wording in words.get(_SENTENCES, {}).values():
        wording.update({language: typeset(wording[language], language) for language in LANGUAGES})
    return words
