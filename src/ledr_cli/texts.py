"""The command line's own sentences, in French and English.

`ledr --help` shows little else, and must be there at once. So they are taken from where the catalogue of words keeps
them, ready to be said, and the core, whose import takes as long as all the rest, is asked only when they are not there.
"""

from __future__ import annotations

import marshal
import os
import sys
from typing import Any, Final

_NAME: Final = "command_line"
_NO_BREAK: Final = "\u00a0"


def text(name: str, language: str, /, **facts: object) -> str:
    """The sentence of that name with these facts filled in."""
    return TEXTS[name][language].format(**facts)


def text_or(name: str, language: str, otherwise: str, /) -> str:
    """The sentence of that name, if there is one."""
    return TEXTS[name][language] if name in TEXTS else otherwise


def heading(name: str, language: str) -> str:
    """The title of a section of help, which click ends with a colon."""
    return text(name, language) + (_NO_BREAK if language == "fr" else "")


def _words() -> Any:
    folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), "ledr_core", "wording")  # noqa: PTH118, PTH120
    try:
        kept = marshal.loads(_content(f"{folder}/__pycache__/{_NAME}.{sys.implementation.cache_tag}.words"))
        if kept[0] == _content(f"{folder}/{_NAME}.yaml") + _content(f"{folder}/typography.py"):
            return kept[1]
    except (OSError, EOFError, ValueError, TypeError, LookupError, MemoryError):  # not kept yet, or spoiled
        pass
    from ledr_core.wording.catalogue import sentences

    return sentences(_NAME)


def _content(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes longer to import than all of this
        return file.read()


WORDS: Final[dict[str, dict[str, dict[str, str]]]] = _words()
TEXTS: Final = WORDS["sentences"]
