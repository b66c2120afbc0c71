"""All that is wrong with a file, found in one reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from attrs import define, field

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_instant
from ledr_core.wording.choices import close_to
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
        """The value as a map; nothing of one that is none. Keys not known or missing are noted, a slip once."""
        if not isinstance(value, Mapping):
            self.errors.append(document.invalid(place, "no map", {"choices": list(allowed)}))
            return {}
        unknown = [key for key in value if key not in allowed]
        lacking = [key for key in required if key not in value and not any(close_to(one, [key]) for one in unknown)]
        self.errors += [document.invalid((*place, key), "unknown here", {"choices": list(allowed)}) for key in unknown]
        self.errors += [document.invalid((*place, key), "missing", {"choices": list(allowed)}) for key in lacking]
        return value

    def items(self, document: Document, place: Place, value: object) -> list[Any]:
        """The value as a list; nothing of one that is none."""
        if isinstance(value, list):
            return value
        self.errors.append(document.invalid(place, "not a list", {"value": value}))
        return []

    def text(self, document: Document, place: Place, value: object, otherwise: str = "") -> str:
        """The value as text."""
        if isinstance(value, str):
            return value
        self.errors.append(document.invalid(place, "not text", {"value": value}))
        return otherwise


def instant(document: Document, place: Place, value: object) -> datetime:
    """The instant that stands there. Raises Invalid."""
    try:
        return read_instant(value, "at")
    except Invalid as error:
        raise document.invalid(place, error.ground, error.facts) from None
