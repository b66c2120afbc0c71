"""Why a message may be missed, in words: the very grounds of the diagnosis (SUP-1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ledr_core.domain.kernel.hearing import OPERATOR, Hearer
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.hints import Audience, Hearing, Place, place_of
from ledr_core.wording.speech import speech
from ledr_core.wording.telling import Told

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


def likely_cause(
    ground: str, facts: Mapping[str, Any], language: str, hearer: Hearer = OPERATOR, audience: Audience = Place.PYTHON
) -> Told:
    """A likely cause and what to do about it, from its ground and facts, in the JSON form or not.

    What to do is what *hearer* may do, as the *audience* reads it (SUP-4; see `told`). Raises Invalid for a language
    that the school does not speak, or another audience.
    """
    wording, speaking, place = sentences("causes").get(ground), speech(language), place_of(audience)
    if wording is None:
        return Told(ground)
    known = {name: _sayable(value) for name, value in facts.items()}
    words = wording[language]
    return Told(speaking.say(words["says"], known), Hearing(hearer, place).hint(words["do"], known, speaking))


def _sayable(value: object) -> object:
    """The fact as a sentence takes it: an instant in the JSON form is one again."""
    return datetime.fromisoformat(value) if isinstance(value, str) and _INSTANT.fullmatch(value) else value
