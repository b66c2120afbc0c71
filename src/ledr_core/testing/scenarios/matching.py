"""Comparing what a step expects with the JSON form of what came.

`returns` and `has` list only the keys that matter. Lists match whole and in order in `returns`; in `has` they need
only contain the items listed, in any order, each listed item finding an item of its own. Numbers compare by value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

from ledr_core.wording.yaml12 import Place, field_name, reads_as_text


@frozen
class Difference:
    """A place of a result at which something else came than was expected."""

    place: Place
    expected: str
    got: str

    @property
    def name(self) -> str:
        """The place in words: `holders[0].person`, or `result` for the whole."""
        return field_name(self.place) if self.place else "result"


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
        Difference(place, f"not {shown(item)}", _items(got, [item]) if got is candidates else shown(got))
        for item in there
    ]


def _unwanted_key(key: Any, got: Mapping[str, Any], place: Place) -> Difference:
    if not isinstance(key, str):
        return Difference(place, f"a list without {shown(key)}", shown(got))
    return Difference((*place, key), "no such key", shown(got[key]))


_ListRule = Callable[[list[Any], list[Any], Place], list[Difference]]


def _compare(expected: Any, got: Any, place: Place, lists: _ListRule) -> list[Difference]:
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        return [found for key in expected for found in _at_key(expected, got, key, place, lists)]
    if isinstance(expected, list) and isinstance(got, list):
        return lists(expected, got, place)
    return [] if _same(expected, got) else [Difference(place, shown(expected), shown(got))]


def _at_key(
    expected: Mapping[str, Any], got: Mapping[str, Any], key: str, place: Place, lists: _ListRule
) -> list[Difference]:
    if key not in got:
        there = f"there are {', '.join(got)}" if got else "there is none at all"
        return [Difference((*place, key), shown(expected[key]), f"no such key ({there})")]
    return _compare(expected[key], got[key], (*place, key), lists)


def _same(expected: Any, got: Any) -> bool:
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return expected == got
    return type(expected) is type(got) and bool(expected == got)


def _whole_list(expected: list[Any], got: list[Any], place: Place) -> list[Difference]:
    if len(expected) != len(got):
        return [Difference(place, _counted(expected), _items(got, expected))]
    pairs = enumerate(zip(expected, got, strict=True))
    return [found for index, (one, other) in pairs for found in differences(one, other, (*place, index))]


def _contained_list(expected: list[Any], got: list[Any], place: Place) -> list[Difference]:
    fitting = [[index for index, one in enumerate(got) if not missing(item, one)] for item in expected]
    takers: dict[int, int] = {}
    left = [number for number in range(len(expected)) if not _finds_one(number, fitting, takers, set())]
    return [Difference(place, f"an item {shown(expected[number])}", _items(got, expected)) for number in left]


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


def _counted(items: list[Any]) -> str:
    return f"{len(items)} item{'' if len(items) == 1 else 's'}: {shown(items)}" if items else "no items"


def _items(got: list[Any], expected: list[Any]) -> str:
    """The items that came, with only the keys that the expected items speak of."""
    return _counted([_like(item, expected) for item in got])


def _like(item: Any, models: list[Any]) -> Any:
    if not isinstance(item, Mapping):
        return item
    spoken_of = {key: None for model in models if isinstance(model, Mapping) for key in model}
    inner = {key: [model[key] for model in models if isinstance(model, Mapping) and key in model] for key in spoken_of}
    return {key: _like(item[key], inner[key]) for key in spoken_of if key in item} or item


def shown(value: Any) -> str:
    """A value on one line as YAML has it, cut when it is long."""
    text = _written(value)
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_written(key)}: {_written(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        more = [f"… {len(value) - _FEW} more"] if len(value) > _FEW else []
        return "[" + ", ".join([*(_written(item) for item in value[:_FEW]), *more]) + "]"
    if isinstance(value, str) and _is_bare(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_bare(text: str) -> bool:
    """Whether text is clear without quotes, in the middle of a line."""
    return bool(_BARE.fullmatch(text)) and reads_as_text(text) and ": " not in text and text[-1] not in " :"


_BARE: Final = re.compile(r"[\w.$@/+-][\w.$@/+ ':()-]*")
