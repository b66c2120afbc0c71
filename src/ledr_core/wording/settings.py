"""What settings mean, in words."""

from __future__ import annotations

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.typography import typeset


def meaning(setting: str, language: str) -> str:
    """What the setting of that name means, in a sentence."""
    return typeset(sentences("settings")[setting][language], language)
