"""What the school says, in French and English: one catalogue, and one `Speech` a language, for all who show it.

The files beside this module hold the words, by context; what is left out of the code is put in there. Each name below
is imported when it is asked for: the start of a command needs words, and none of what says them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ledr_core.wording.causes import likely_cause
    from ledr_core.wording.conditions import because, condition, moves, why
    from ledr_core.wording.pages import page_fact
    from ledr_core.wording.telling import Told, told
    from ledr_core.wording.typography import LANGUAGES
    from ledr_core.wording.videos import video_advice

__all__ = [
    "LANGUAGES",
    "Told",
    "because",
    "condition",
    "likely_cause",
    "moves",
    "page_fact",
    "told",
    "video_advice",
    "why",
]

_MODULES: Final = {
    "causes": ["likely_cause"],
    "conditions": ["because", "condition", "moves", "why"],
    "pages": ["page_fact"],
    "telling": ["Told", "told"],
    "typography": ["LANGUAGES"],
    "videos": ["video_advice"],
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
