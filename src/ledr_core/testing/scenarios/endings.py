"""The rules that a scenario names, in its list and where a step must be refused, and the kinds of what is not found."""

from __future__ import annotations

import re
from typing import Final

from ledr_core import rules
from ledr_core.testing.scenarios.slips import name_meant
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.yaml12 import Document, Place


def must_be_a_rule(document: Document, place: Place, value: object) -> None:
    """Raises Invalid for what is no rule of the school, naming those that come close."""
    if not isinstance(value, str) or not _RULE.fullmatch(value):
        near = list(rules.near(value)) if isinstance(value, str) else []
        raise document.invalid(place, "not a rule", {"value": value} | ({"choices": near} if near else {}))
    if not rules.exists(value):
        choices = list(rules.near(value) or rules.AREAS)
        raise document.invalid(place, "no such rule", {"value": value, "choices": choices})


def must_be_a_kind(document: Document, place: Place, value: str) -> None:
    """Raises Invalid for what is no kind of thing that may not be found."""
    kinds = [kind for kind in sentences("errors")["not_found"] if " " not in kind and kind not in _NO_KINDS]
    if value not in kinds:
        facts = {"value": value, "choices": kinds, "close": name_meant(value, kinds)}
        raise document.invalid(place, "not one of them", facts)


_RULE: Final = re.compile("[A-Z]+-[0-9]+")
_NO_KINDS: Final = ("other", "rule")
"""What stands among their words and is none that an operation looks for."""
