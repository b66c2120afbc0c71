"""Names that nobody takes for true, for samples of messages: what a preview says where a person has nothing."""

from __future__ import annotations

from functools import cache

from attrs import frozen

from ledr_core.wording.catalogue import sentences, spoken


@frozen
class MadeUp:
    """Names that nobody takes for true."""

    session: str
    course: str
    company: str
    team: str
    people: tuple[str, str, str]
    question: str
    answer: str
    reason: str
    title: str
    text: str
    page: str
    secret: str = "sample"
    """Stands where a secret would; it is masked before anybody sees it."""


@cache
def made_up(language: str) -> MadeUp:
    """Such names in that language."""
    words = spoken(sentences("made_up"), language)
    return MadeUp(**words | {"people": tuple(words["people"])})
