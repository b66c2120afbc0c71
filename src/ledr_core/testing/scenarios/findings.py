"""All that is wrong with a file, found in one reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from attrs import define, field

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_instant
from ledr_core.testing.scenarios.slips import key_meant, unknown_name
from ledr_core.wording.yaml12 import Document, Place


@define
class Findings:
    """What has been found wrong so far, in the order of reading."""

    errors: list[Invalid] = field(factory=list)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note what is wrong with what is read within, and go on after it."""
        try:
            yield
        except Invalid as error:
            self.errors.append(error)

    def keys(
        self, document: Document, place: Place, value: object, allowed: Sequence[str], required: Sequence[str] = ()
    ) -> Mapping[str, Any]:
        """The value as a map; nothing of one that is none. Keys not known or missing are noted, a slip once: what
        stands under it is read as under the key that was meant."""
        if not isinstance(value, Mapping):
            self.errors.append(document.invalid(place, "no map", {"choices": list(allowed)}))
            return {}
        meant = {key: key_meant(key, allowed) for key in value if key not in allowed}
        for key, close in meant.items():
            facts = {"value": key, "choices": list(allowed), "close": close}
            self.errors.append(unknown_name(document, (*place, key), "unknown here", facts))
        names: dict[str, str] = {key: close[0] for key, close in meant.items() if close and close[0] not in value}
        for key, name in names.items():
            document.read_as(place, key, name)
        read: dict[str, Any] = {names.get(key, str(key)): part for key, part in value.items()}
        lacking = [key for key in required if key not in read]
        self.errors += [document.invalid((*place, key), "missing", {"choices": list(allowed)}) for key in lacking]
        return read

    def items(self, document: Document, place: Place, value: object) -> list[Any]:
        """The value as a list; nothing of one that is none."""
        if isinstance(value, list):
            return value
        self.errors.append(document.invalid(place, "not a list", {"value": value} | _as_items(value)))
        return []

    def text(self, document: Document, place: Place, value: object, otherwise: str = "") -> str:
        """The value as text."""
        if isinstance(value, str):
            return value
        self.errors.append(document.invalid(place, "not text", {"value": value}))
        return otherwise


def _as_items(value: object) -> dict[str, object]:
    """What was meant as items of a list: one without its brackets, or several whose dashes have no space behind."""
    keys = list(value) if isinstance(value, Mapping) else []
    if any(str(key).startswith("-") for key in keys):
        return {"dash": True}
    if not isinstance(value, str) or len(value.split()) > _FEW_WORDS:
        return {}
    items = [item.strip() for item in re.split(r"(?:^|\s)-", value) if item.strip()]
    return {"items": ", ".join(items), "dash": True if value.startswith("-") else None}


_FEW_WORDS: Final = 8


def instant(document: Document, place: Place, value: object) -> datetime:
    """The instant that stands there. Raises Invalid."""
    try:
        return read_instant(value, "at")
    except Invalid as error:
        raise document.invalid(place, error.ground, error.facts) from None
