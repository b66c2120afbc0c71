"""Help on videos, in words (SUP-3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import speech


def video_advice(help_on_video: Mapping[str, Any], language: str) -> tuple[str, ...]:
    """What to try when a video does not play, a sentence or two each, from the JSON form of `VideoHelp`.

    Raises Invalid for a language that the school does not speak.
    """
    advice, speaking = sentences("videos")["advice"], speech(language)
    return tuple(speaking.say(advice[ground][language], help_on_video) for ground in help_on_video["advice"])
