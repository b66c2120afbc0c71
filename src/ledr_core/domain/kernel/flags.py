"""True and false as they are given, and the words that people write for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledr_core.domain.kernel.errors import Invalid

FLAGS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("true", "yes", "oui", "vrai"), True),
    **dict.fromkeys(("false", "no", "non", "faux"), False),
}
"""How people write yes and no."""


def read_flag(value: object, name: str) -> bool:
    """True or false. Raises Invalid; for a word that stands for one of them, with what to write instead."""
    if isinstance(value, bool):
        return value
    facts = {"value": value, "choices": [True, False]}
    meant = FLAGS.get(value.strip().casefold()) if isinstance(value, str) else None
    if meant is None:
        raise Invalid(name, "neither true nor false", facts)
    raise Invalid(name, "a word for true or false", facts | {"meant": str(meant).lower()})


def yes_or_no(text: str) -> bool | None:
    """What a cell or an option means that says yes or no, as a word or as 1 or 0; None for anything else."""
    word = text.strip().casefold()
    return FLAGS.get(word, {"1": True, "0": False}.get(word))
