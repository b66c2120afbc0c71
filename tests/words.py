"""What the catalogues of words need: the facts that a sentence names, and errors that give them."""

from __future__ import annotations

from collections.abc import Iterator

from ledr_core.domain.kernel.errors import Grounded
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.templates import Command, Either, Fact, Template, parsed

UNHEARD_OF = "unheard of"
"""A ground that has no words, for tests of that."""


def facts_in(template: Template, *, optional: bool) -> Iterator[Fact]:
    """The facts that a sentence names outside of brackets, or also those inside."""
    for part in template:
        if isinstance(part, Fact):
            yield part
            for way in part.ways:
                yield from facts_in(way, optional=optional)
        elif isinstance(part, Command):
            yield from facts_in(part.typed, optional=optional)
        elif isinstance(part, Either) and optional:
            for alternative in part.alternatives:
                yield from facts_in(alternative, optional=optional)


def must_have_words(error: Grounded) -> None:
    """Fails unless the ground of an error has words, and the error gives all the facts that these name."""
    if error.ground == UNHEARD_OF:
        return
    known = sentences(error.code)
    assert error.ground in known, f"{error.ground!r} has no words in {error.code}.yaml"
    for part, wordings in known[error.ground].items():
        if part == "allowed" and "choices" in error.facts:
            continue
        needed = {fact.name for one in wordings.values() for fact in facts_in(parsed(one), optional=False)}
        assert needed <= set(error.facts), f"{error.ground!r} is told with {sorted(needed - set(error.facts))}"
