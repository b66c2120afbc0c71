"""Comparing what a step expects with the JSON form of what came.

`returns` and `has` list only the keys that matter. Lists match whole and in order in `returns`; in `has` they need
only contain the items listed, in any order, each listed item finding an item of its own. Numbers compare by value,
instants by what they mean, in school time or in UTC.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import field, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import as_typed, read_instant
from ledr_core.wording.yaml12 import Place, field_name, reads_as_text


@frozen
class Side:
    """What was expected at a place, or came: how it is said (see wording/scenarios.yaml), and the values in it."""

    how: str
    facts: Mapping[str, Any] = field(factory=dict)


@frozen
class Difference:
    """A place of a result at which something else came than was expected."""

    place: Place
    expected: Side
    got: Side

    @property
    def name(self) -> str:
        """The place as a file names it: `holders[0].person`; nothing for the whole."""
        return field_name(self.place) if self.place else ""


def differences(expected: Any, got: Any, place: Place = ()) -> list[Difference]:
    """Where a result is not what `returns` says."""
    return _compare(expected, got, place, _whole_list)


def missing(expected: Any, got: Any, place: Place = ()) -> list[Difference]:
    """Where a result has not what `has` says."""
    return _compare(expected, got, place, _contained_list)


def unwanted(expected: Any, got: Any, place: Place = ()) -> list[Difference]:
    """Where a result has what `lacks` says it has not; what is absent altogether is not there either."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        both = [key for key in expected if key in got]
        return [found for key in both for found in unwanted(expected[key], got[key], (*place, key))]
    items = expected if isinstance(expected, list) else [expected]
    if isinstance(expected, list) and isinstance(got, Mapping):
        return [_unwanted_key(key, got, place) for key in items if not isinstance(key, str) or key in got]
    candidates = got if isinstance(got, list) else [got]
    there = [item for item in items if any(not missing(item, one) for one in candidates)]
    return [
        Difference(place, _side("not", item), _items(got, [item]) if got is candidates else _side("value", got))
        for item in there
    ]


def _unwanted_key(key: Any, got: Mapping[str, Any], place: Place) -> Difference:
    if not isinstance(key, str):
        return Difference(place, _side("list without", key), _side("value", got))
    return Difference((*place, key), Side("no key"), _side("value", got[key]))


def _side(how: str, value: Any) -> Side:
    return Side(how, {"value": shown(value)})


_ListRule = Callable[[list[Any], list[Any], Place], list[Difference]]


def _compare(expected: Any, got: Any, place: Place, lists: _ListRule) -> list[Difference]:
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        return [found for key in expected for found in _at_key(expected, got, key, place, lists)]
    if isinstance(expected, list) and isinstance(got, list):
        return lists(expected, got, place)
    return [] if _same(expected, got) else [Difference(place, _side("value", expected), _side("value", got))]


def _at_key(
    expected: Mapping[str, Any], got: Mapping[str, Any], key: str, place: Place, lists: _ListRule
) -> list[Difference]:
    if key not in got:
        there = Side("other keys", {"keys": ", ".join(got)}) if got else Side("no keys")
        return [Difference((*place, key), _side("value", expected[key]), there)]
    return _compare(expected[key], got[key], (*place, key), lists)


def _same(expected: Any, got: Any) -> bool:
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return expected == got
    if isinstance(expected, str) and isinstance(got, str) and (instant := _instant(got)):
        return _means(expected, instant)
    return type(expected) is type(got) and bool(expected == got)


_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _instant(text: str) -> datetime | None:
    """The instant that a text of a result is, if it is one."""
    return datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None


def _means(text: str, instant: datetime) -> bool:
    try:
        return read_instant(text, "at") == instant
    except Invalid:
        return False


def _whole_list(expected: list[Any], got: list[Any], place: Place) -> list[Difference]:
    if len(expected) != len(got):
        return [Difference(place, _counted(expected), _items(got, expected))]
    pairs = enumerate(zip(expected, got, strict=True))
    return [found for index, (one, other) in pairs for found in differences(one, other, (*place, index))]


def _contained_list(expected: list[Any], got: list[Any], place: Place) -> list[Difference]:
    fitting = [[index for index, one in enumerate(got) if not missing(item, one)] for item in expected]
    takers: dict[int, int] = {}
    left = [number for number in range(len(expected)) if not _finds_one(number, fitting, takers, set())]
    return [Difference(place, _side("item", expected[number]), _items(got, expected)) for number in left]


def _finds_one(number: int, fitting: list[list[int]], takers: dict[int, int], tried: set[int]) -> bool:
    """Give an expected item one that fits, moving others to another that fits them too where needed."""
    for index in fitting[number]:
        if index not in tried:
            tried.add(index)
            if index not in takers or _finds_one(takers[index], fitting, takers, tried):
                takers[index] = number
                return True
    return False


_FEW: Final = 6
_SHORT: Final = 400


def _counted(items: list[Any]) -> Side:
    return Side("items", {"count": len(items), "value": shown(items)}) if items else Side("no items")


def _items(got: list[Any], expected: list[Any]) -> Side:
    """The items that came, with only the keys that the expected items speak of."""
    return _counted([_like(item, expected) for item in got])


def _like(item: Any, models: list[Any]) -> Any:
    if not isinstance(item, Mapping):
        return item
    spoken_of = {key: None for model in models if isinstance(model, Mapping) for key in model}
    inner = {key: [model[key] for model in models if isinstance(model, Mapping) and key in model] for key in spoken_of}
    return {key: _like(item[key], inner[key]) for key in spoken_of if key in item} or item


def shown(value: Any) -> str:
    """A value on one line as YAML has it, instants in school time, cut when it is long."""
    text = _written(value)
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_written(key)}: {_written(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        more = [f"… +{len(value) - _FEW}"] if len(value) > _FEW else []
        return "[" + ", ".join([*(_written(item) for item in value[:_FEW]), *more]) + "]"
    if isinstance(value, str) and (instant := _instant(value)):
        return as_typed(instant)
    if isinstance(value, str) and _is_bare(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def in_school_time(value: Any) -> Any:
    """A result with its instants as a scenario would write them."""
    if isinstance(value, Mapping):
        return {key: in_school_time(part) for key, part in value.items()}
    if isinstance(value, list):
        return [in_school_time(part) for part in value]
    instant = _instant(value) if isinstance(value, str) else None
    return value if instant is None else as_typed(instant)


def _is_bare(text: str) -> bool:
    """Whether text is clear without quotes, in the middle of a line."""
    return bool(_BARE.fullmatch(text)) and reads_as_text(text) and ": " not in text and text[-1] not in " :"


_BARE: Final = re.compile(r"[\w.$@/+-][\w.$@/+ ':()-]*")
