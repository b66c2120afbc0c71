"""The result of what promises none."""

from __future__ import annotations

from attrs import frozen


@frozen
class Nothing:
    """The result of an operation that promises no key."""


class Done(Nothing):
    """The same, with facts that the sentence about what was done has beside the parameters; no program gets a key."""

    facts: dict[str, object]

    def __init__(self, **facts: object) -> None:
        """With these facts, by the names that the sentence has for them."""
        object.__setattr__(self, "facts", facts)
