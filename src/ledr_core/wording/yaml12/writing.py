"""Writing YAML that people read, and other tools too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from ledr_core.wording.yaml12.scalars import reads_as_text


def dump(data: object) -> str:
    """Plain data as YAML that `load` reads back equal: keys in their order, text that looks like something else quoted.

    Raises TypeError for what is not plain data.
    """
    start: list[Event] = [StreamStartEvent(), DocumentStartEvent(explicit=False)]
    end: list[Event] = [DocumentEndEvent(explicit=False), StreamEndEvent()]
    every = [*start, *_events_of(data), *end]
    written = _emitted(every, _DUMPER)
    return _emitted(every, yaml.SafeDumper) if "\\U" in written else written  # libyaml escapes what is beyond U+FFFF


def _emitted(every: list[Event], dumper: Any) -> str:
    written: str = yaml.emit(every, Dumper=dumper, allow_unicode=True, width=_WIDE)
    return written


_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDE: Final = 1_000_000
_SHORT_LIST: Final = 80


def _events_of(data: object) -> Iterator[Event]:
    if isinstance(data, Mapping):
        yield MappingStartEvent(None, None, True, flow_style=not data)
        for key, value in data.items():
            if not isinstance(key, str):
                raise TypeError(f"the key {key!r} is not text")
            yield _text_event(key, may_be_block=False)
            yield from _events_of(value)
        yield MappingEndEvent()
    elif isinstance(data, list | tuple):
        yield SequenceStartEvent(None, None, True, flow_style=_is_short(data))
        for item in data:
            yield from _events_of(item)
        yield SequenceEndEvent()
    elif isinstance(data, str):
        yield _text_event(data, may_be_block=True)
    else:
        yield ScalarEvent(None, None, (True, False), _written(data))


def _is_short(items: list[Any] | tuple[Any, ...]) -> bool:
    """Whether a list reads well on one line, as `[l1, l2]`."""
    if any(isinstance(item, Mapping | list | tuple) or (isinstance(item, str) and "\n" in item) for item in items):
        return False
    return sum(len(str(item)) + 2 for item in items) <= _SHORT_LIST


def _text_event(text: str, may_be_block: bool) -> ScalarEvent:
    if _NEEDS_ESCAPES.search(text):
        return ScalarEvent(None, None, (False, True), text, style='"')
    if may_be_block and _is_block(text):
        return ScalarEvent(None, None, (False, True), text, style="|")
    return ScalarEvent(None, None, (_is_plain(text), True), text)


_NEEDS_ESCAPES: Final = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _is_block(text: str) -> bool:
    """Whether text has several lines, which a block `|` shows as they are."""
    lines = text.split("\n")
    return len(lines) > 1 and lines[0] != "" and all(line == line.strip() for line in lines)


def _is_plain(text: str) -> bool:
    """Whether text without quotes is read as that text, by YAML 1.1 too: other tools may read the file."""
    older = yaml.SafeDumper.yaml_implicit_resolvers.get(text[:1], [])
    return reads_as_text(text) and not any(pattern.match(text) for _, pattern in older)


def _written(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(repr(value), repr(value))
    raise TypeError(f"{value!r} is not plain data")
