"""What the school says, in French and English: one catalogue of words, one `Speech` a language, for all who show it.

The files beside this module hold the words, by context; what is left out of the code is put in there.
"""

from __future__ import annotations

from ledr_core.wording.causes import likely_cause
from ledr_core.wording.conditions import because, condition, moves, why
from ledr_core.wording.hints import Audience, Place
from ledr_core.wording.pages import page_fact
from ledr_core.wording.telling import Told, told
from ledr_core.wording.typography import LANGUAGES
from ledr_core.wording.videos import video_advice

__all__ = [
    "LANGUAGES",
    "Audience",
    "Place",
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
