"""What a name in a scenario was meant for that is none: a key in French, a parameter by its title, an operation by the
verb that its help begins with; else what is spelled nearly so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.tables import column_key
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.choices import close_to
from ledr_core.wording.manual import entry
from ledr_core.wording.results import result_words
from ledr_core.wording.typography import LANGUAGES
from ledr_core.wording.yaml12 import Document, Place


def key_meant(typed: str, keys: Sequence[str]) -> list[str]:
    """The key of a scenario that was meant: `with` for "avec"; nothing when none is near."""
    words = sentences("scenarios")["keys"]
    bare = column_key(typed)
    return [key for key in keys if bare in map(column_key, (key, *words.get(key, ())))][:1] or close_to(typed, keys)


def name_meant(typed: str, names: Sequence[str]) -> list[str]:
    """The parameter, or key of a result, that was meant: `company` for "entreprise"."""
    bare = column_key(typed)
    return [name for name in names if bare in map(column_key, (name, *_titles(name)))][:1] or close_to(typed, names)


def operation_meant(typed: str, operations: Sequence[str]) -> list[str]:
    """The operation that was meant: `slots.assign` for "slots.attribuer"."""
    area, _, verb = typed.partition(".")
    bare = column_key(re.split("[_-]", verb)[0])
    there = [name for name in operations if name.startswith(f"{area}.")]
    called = [name for name in there if column_key(entry(name, "fr").summary.split()[0]) == bare]
    return called[:1] or close_to(typed, operations)


def unknown_name(document: Document, place: Place, ground: str, facts: Mapping[str, Any]) -> Invalid:
    """A name (`value`) that is none of the `choices`; a space around it that nobody sees is named for what it is."""
    bare = str(facts["value"]).strip()
    if bare != facts["value"] and bare in facts["choices"]:
        return document.invalid(place, "hidden space", {"value": bare})
    return document.invalid(place, ground, facts)


def _titles(name: str) -> list[str]:
    """What people read for a name."""
    return [title for language in LANGUAGES if (title := result_words(language).label(name))]
