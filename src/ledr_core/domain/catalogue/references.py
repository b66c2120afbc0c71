"""References of questions that come without one: the same for the same question, whenever and however it comes."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from attrs import define, field

from ledr_core.domain.kernel.texts import folded

_LETTERS: Final = 12
"""Of a digest: two of a hundred thousand questions have the same once in fifty thousand banks."""


@define
class MadeReferences:
    """Gives the questions of one file their references: made of where a question belongs and of its text.

    Case, accents and white space of a text do not count. Of several questions that ask the same there the first has
    that reference, the others one that is made of their choices too.
    """

    _choices: dict[str, str] = field(factory=dict)
    """By reference, what the choices make."""

    def of(self, place: str, text: str, choices: Iterable[str]) -> str:
        """The reference of a question; that of another with the same text and choices is given again."""
        asked, offered = folded(text), "\n".join(sorted(map(folded, choices)))
        reference, made_of = _made(place, asked), _digest(offered)
        if self._choices.setdefault(reference, made_of) != made_of:
            reference = _made(place, asked, offered)
            self._choices[reference] = made_of
        return reference


def _made(*parts: str) -> str:
    return f"q-{_digest(*parts)}"


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:_LETTERS]
