"""When messages are written, and to whom, in words (JOB-8)."""

from __future__ import annotations

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.typography import typeset


def when(kind: str, language: str) -> str:
    """What has a message of that kind written."""
    return typeset(sentences("message_kinds")[kind]["when"][language], language)


def whom(kind: str, language: str) -> str:
    """Whom a message of that kind goes to."""
    return typeset(sentences("message_kinds")[kind]["to"][language], language)
