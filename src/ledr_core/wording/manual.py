"""What people read about an operation, in help and in the reference: a file an area, in the folder `operations`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import speech
from ledr_core.wording.typography import typeset


@frozen
class Entry:
    """What is said of one operation in one language."""

    summary: str
    """What it does: a sentence, sometimes with a second one."""
    details: tuple[str, ...]
    """What more there is to know, in paragraphs."""
    examples: tuple[str, ...]
    """Commands as they are typed."""

    @property
    def line(self) -> str:
        """The first sentence alone, without the point, as lists have it."""
        return re.split(r"(?<=\.)\s", self.summary)[0].removesuffix(".")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of it."""
        return (self.summary, *self.details)


def entry(operation: str, language: str) -> Entry:
    """What is said of the operation of that name, such as `slots.assign`."""
    area, _, verb = operation.partition(".")
    said: dict[str, Any] = sentences(f"operations/{area}")[verb]
    details = said.get("details", {}).get(language, "")
    examples = said["example"]
    return Entry(
        typeset(said["summary"][language], language),
        tuple(typeset(paragraph, language) for paragraph in details.split("\n") if paragraph),
        (examples,) if isinstance(examples, str) else tuple(examples),
    )


def done(operation: str, given: Mapping[str, object], language: str) -> str:
    """What was done, to whom, and what follows, for an operation that gives no result of its own; else nothing."""
    area, _, verb = operation.partition(".")
    wording: Mapping[str, str] = sentences(f"operations/{area}")[verb].get("done", {})
    return speech(language).say(wording[language], given) if wording else ""
