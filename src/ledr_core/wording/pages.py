"""What a page holds for a person, in words (SUP-3)."""

from __future__ import annotations

from collections.abc import Mapping

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import speech


def page_fact(ground: str, facts: Mapping[str, object], language: str) -> str:
    """A line on a page's state, from its ground and facts.

    Raises Invalid for a language that the school does not speak.
    """
    return speech(language).say(sentences("pages")[ground][language], facts)
