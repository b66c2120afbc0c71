"""What stands for something else in a scenario: `$name` for what was kept, `$today-3` for days around its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from ledr_core.wording.yaml12 import Place

TODAY: Final = "today"
"""The name of the day of a scenario's first instant."""
NAME: Final = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_REFERENCE: Final = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")
_DAY: Final = re.compile(rf"\${TODAY}(?:([+-])(\d{{1,5}}))?(?=T\d|[^A-Za-z0-9_]|$)")


def names_in(value: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """The `$name`s that make up whole values, and where they stand."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from names_in(part, (*place, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from names_in(part, (*place, index))
    elif isinstance(value, str) and (found := _REFERENCE.fullmatch(value)):
        yield place, found[1]


def has_names(value: object) -> bool:
    """Whether something in it is known only when earlier steps have been played."""
    if isinstance(value, Mapping):
        return any(has_names(part) for part in value.values())
    if isinstance(value, list):
        return any(has_names(part) for part in value)
    return isinstance(value, str) and bool(_REFERENCE.search(value))


def filled(value: Any, kept: Mapping[str, Any]) -> Any:
    """A value with each `$name` replaced: a whole value by what was kept, within longer text by its text."""
    if isinstance(value, Mapping):
        return {key: filled(part, kept) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, kept) for part in value]
    if not isinstance(value, str) or "$" not in value:
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole and whole[1] in kept:
        return kept[whole[1]]
    return _REFERENCE.sub(lambda found: str(kept.get(found[1], found[0])), value)


def dated(value: Any, today: date) -> Any:
    """A value with `$today`, `$today-17` and `$today+30` as days."""
    if isinstance(value, Mapping):
        return {key: dated(part, today) for key, part in value.items()}
    if isinstance(value, list):
        return [dated(part, today) for part in value]
    if not isinstance(value, str) or "$" not in value:
        return value
    return _DAY.sub(lambda found: _day(today, found).isoformat(), value)


def _day(today: date, found: re.Match[str]) -> date:
    sign, days = found.groups()
    return today + timedelta(int(f"{sign or ''}{days or 0}"))
