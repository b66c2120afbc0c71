"""Sentences with facts to be filled in, as their files write them (see refusals.yaml), taken apart."""

from __future__ import annotations

from functools import cache
from typing import Final, TypeAlias

from attrs import frozen


@frozen
class Fact:
    """A fact by name, and how it is said; by number, in one of several ways."""

    name: str
    how: str = ""
    ways: tuple[Template, ...] = ()


@frozen
class Either:
    """The first alternative whose facts are all known, or nothing."""

    alternatives: tuple[Template, ...]


@frozen
class Command:
    """What is typed to do what the words before it say, such as `ledr slots release {session:arg}` (see hints)."""

    lead: str
    """What stands between these words and it."""
    typed: Template

    @property
    def beginning(self) -> str:
        """What it begins with, which says what it is."""
        return next((part for part in self.typed if isinstance(part, str)), "")


Part: TypeAlias = str | Fact | Either | Command
Template: TypeAlias = "tuple[Part, ...]"


@cache
def parsed(sentence: str) -> Template:
    """The parts of a sentence. Raises ValueError for brackets that do not match."""
    reader = _Reader(sentence)
    parts = reader.template("")
    if reader.left:
        raise ValueError(f"{reader.left[0]!r} closes nothing in {sentence!r}")
    return parts


_LEADS: Final = ": \u00a0"


class _Reader:
    """Reads a sentence from left to right."""

    def __init__(self, sentence: str) -> None:
        self.left = sentence

    def template(self, ends: str) -> Template:
        """The parts up to one of the letters in *ends*, which is not taken."""
        parts: list[Part] = []
        while self.left and self.left[0] not in ends and self.left[0] not in "]}>":
            if self.left[0] == "{":
                parts.append(self._fact())
            elif self.left[0] == "[":
                parts.append(Either(self._alternatives("]")))
            elif self.left[0] == "<":
                parts.append(self._command(parts))
            else:
                parts.append(self._text(ends))
        return tuple(parts)

    def _text(self, ends: str) -> str:
        """The text up to a bracket or an end; what follows a backslash is text."""
        text = ""
        while self.left and self.left[0] not in "{}[]<>" + ends:
            self.left = self.left.removeprefix("\\")
            text, self.left = text + self.left[:1], self.left[1:]
        return text

    def _command(self, before: list[Part]) -> Command:
        """What stands between < and >, with the colon that leads to it, which is taken off *before*."""
        lead = ""
        if before and isinstance(text := before[-1], str):
            words = text.rstrip(_LEADS)
            before[-1], lead = words, text[len(words) :]
        self.left = self.left[1:]
        typed = self.template(">")
        if not self.left.startswith(">"):
            raise ValueError(f"'>' is missing before {self.left!r}")
        self.left = self.left[1:]
        return Command(lead, typed)

    def _fact(self) -> Fact:
        said = self._text_to("|}")
        name, _, how = said.partition(":")
        ways = self._alternatives("}") if self.left[0] == "|" else ()
        if not ways:
            self.left = self.left[1:]
        return Fact(name, how, ways)

    def _text_to(self, ends: str) -> str:
        length = next((at for at, letter in enumerate(self.left) if letter in ends), None)
        if length is None:
            raise ValueError(f"{self.left!r} is not closed")
        text, self.left = self.left[1:length], self.left[length:]
        return text

    def _alternatives(self, end: str) -> tuple[Template, ...]:
        found: list[Template] = []
        while not found or self.left.startswith("|"):
            self.left = self.left[1:]
            found.append(self.template("|" + end))
        if not self.left.startswith(end):
            raise ValueError(f"{end!r} is missing before {self.left!r}")
        self.left = self.left[1:]
        return tuple(found)
