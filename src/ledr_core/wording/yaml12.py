"""YAML 1.2 (core schema) with the line of every value: how scenario and catalogue files are read and written.

PyYAML's parser gives the syntax, this module the values: `no`, `on` and `2026-11-19` are text, `010` is ten. Whatever
is wrong with a file raises Invalid with its name, the line and the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml
from attrs import field, frozen
from yaml.events import (
    AliasEvent,
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

from ledr_core.domain.kernel.errors import Invalid

Place: TypeAlias = tuple[str | int, ...]
"""Where a value stands in a document: `("lessons", 0, "title")`; the whole document is `()`."""

# A value's line alone, or, for a map or list, also those of its parts.
_Lines: TypeAlias = "int | tuple[int, dict[str, _Lines] | list[_Lines]]"
_Parts: TypeAlias = "dict[str, _Lines] | list[_Lines] | None"

_WHOLE: Final = "file"
"""The field that an error of the file as a whole names."""
_DEEPEST: Final = 100

_MOST_ALIASED: Final = 1_000_000
_LONGEST_NUMBER: Final = 400


@frozen
class Document:
    """What a file holds: `value` is plain data (dict, list, str, int, float, bool, None)."""

    file: str
    value: Any
    _lines: _Lines = field(repr=False)

    def line(self, place: Place = ()) -> int:
        """The line, from 1, of the value at a place: that of its key in a map, its own in a list.

        Where the place does not exist, the line of the nearest map or list around it.
        """
        entry = self._lines
        for part in place:
            inner = _part(entry, part)
            if inner is None:
                break
            entry = inner
        return entry if isinstance(entry, int) else entry[0]

    def invalid(self, place: Place, reason: str, allowed: object = None) -> Invalid:
        """The error that says what is wrong at a place, to be raised."""
        return Invalid(field_name(place), reason, allowed, file=self.file, line=self.line(place))


def _part(entry: _Lines, part: str | int) -> _Lines | None:
    parts = None if isinstance(entry, int) else entry[1]
    if isinstance(parts, dict) and isinstance(part, str):
        return parts.get(part)
    if isinstance(parts, list) and isinstance(part, int) and 0 <= part < len(parts):
        return parts[part]
    return None


def field_name(place: Place) -> str:
    """A place as errors name it: `lessons[0].title`; `file` for the whole document."""
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return name.removeprefix(".") or _WHOLE


def read(path: Path, file: str | None = None) -> Document:
    """The document in a file (UTF-8); errors call it `file`, else by its path. Raises Invalid."""
    shown = str(path) if file is None else file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Invalid(_WHOLE, f"cannot be read: {error.strerror}", file=shown) from None
    try:
        return load(content.decode("utf-8"), shown)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid(_WHOLE, "is not UTF-8", "text saved as UTF-8", file=shown, line=line) from None


def load(text: str, file: str) -> Document:
    """The one document in a text; errors call it `file`. An empty text is a document of None. Raises Invalid."""
    text = text.removeprefix("\ufeff")
    odd = _UNPRINTABLE.search(text)
    if odd is not None:
        line = text.count("\n", 0, odd.start()) + 1
        raise Invalid(_WHOLE, f"has the control character U+{ord(odd[0]):04X}", "printable text", file=file, line=line)
    try:
        return _Reader(text, file).document()
    except yaml.YAMLError as error:
        raise _syntax_error(error, file) from None


# What YAML cannot hold (YAML 1.2, 5.1): the other control characters, lone surrogates, U+FFFE and U+FFFF.
_UNPRINTABLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class _Reader:
    """Builds the value and the lines of a document from the parser's events, in one pass."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._put_back = _stand_ins(text)
        text = text.translate({ord(letter): ord(stand_in) for stand_in, letter in self._put_back.items()})
        self._events: Iterator[Event] = yaml.parse(text, Loader=_LOADER)
        self._place: list[str | int] = []
        self._anchored: dict[str, tuple[Any, _Parts, int]] = {}
        self._count = 0
        self._aliased = 0

    def document(self) -> Document:
        self._next()  # the start of the stream
        event = self._next()
        if type(event) is StreamEndEvent:
            return Document(self._file, None, 1)
        event = self._next()
        line = event.start_mark.line + 1
        value, parts = self._node(event)
        self._next()  # the end of the document
        event = self._next()
        if type(event) is not StreamEndEvent:
            raise self._invalid(event, "holds a second document", "one document a file")
        return Document(self._file, value, line if parts is None else (line, parts))

    def _next(self) -> Any:
        return next(self._events)

    def _node(self, event: Any) -> tuple[Any, _Parts]:
        if type(event) is AliasEvent:
            return self._alias(event)
        before = self._count
        self._count += 1
        value, parts = self._content(event)
        if event.anchor is not None:
            self._anchored[event.anchor] = (value, parts, self._count - before)
        return value, parts

    def _content(self, event: Any) -> tuple[Any, _Parts]:
        if type(event) is ScalarEvent:
            return self._scalar(event), None
        if len(self._place) >= _DEEPEST:
            raise self._invalid(event, "is nested too deeply", f"{_DEEPEST} levels")
        is_map = type(event) is MappingStartEvent
        if event.tag not in (None, "!", _CORE + ("map" if is_map else "seq")):
            raise self._unknown_tag(event)
        if event.anchor is not None:
            self._anchored.pop(event.anchor, None)  # what is inside must not name what is not finished
        return self._map() if is_map else self._list()

    def _map(self) -> tuple[dict[str, Any], dict[str, _Lines]]:
        value: dict[str, Any] = {}
        lines: dict[str, _Lines] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key, _ = self._node(event)
            if type(key) is not str:
                raise self._invalid(event, f"has the key {key!r}, which is not text", "a key in quotes")
            self._place.append(key)
            line = event.start_mark.line + 1
            if key in value:
                first = lines[key]
                first = first if isinstance(first, int) else first[0]
                raise self._invalid(event, f"is there twice, first on line {first}", "each key once")
            value[key], parts = self._node(self._next())
            lines[key] = line if parts is None else (line, parts)
            self._place.pop()
        return value, lines

    def _list(self) -> tuple[list[Any], list[_Lines]]:
        value: list[Any] = []
        lines: list[_Lines] = []
        while type(event := self._next()) is not SequenceEndEvent:
            self._place.append(len(value))
            line = event.start_mark.line + 1
            item, parts = self._node(event)
            value.append(item)
            lines.append(line if parts is None else (line, parts))
            self._place.pop()
        return value, lines

    def _alias(self, event: Any) -> tuple[Any, _Parts]:
        if event.anchor not in self._anchored:
            raise self._invalid(event, f"names *{event.anchor}, which no value before it is called", "an &anchor above")
        value, parts, count = self._anchored[event.anchor]
        self._count += count
        self._aliased += count
        if self._aliased > _MOST_ALIASED:
            raise self._invalid(event, "repeats too much by aliases", f"{_MOST_ALIASED} values by aliases")
        return value, parts

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if self._put_back:
            text = "".join(self._put_back.get(letter, letter) for letter in text)
        if event.tag is None:
            try:
                return text if event.style else _plain(text)
            except ValueError as error:
                raise self._invalid(event, str(error), f"{_LONGEST_NUMBER} characters at most") from None
        return self._tagged(event, text)

    def _tagged(self, event: Any, text: str) -> Any:
        tag = event.tag.removeprefix(_CORE)
        if tag in ("!", "str"):
            return text
        if tag not in _TAGS:
            raise self._unknown_tag(event)
        value = _plain(text) if len(text) <= _LONGEST_NUMBER else text
        if tag == "float" and type(value) is int:
            return float(value)
        if type(value) is not _TAGS[tag]:
            raise self._invalid(event, f"{text!r} is not what !!{tag} says")
        return value

    def _unknown_tag(self, event: Any) -> Invalid:
        tag = event.tag.replace(_CORE, "!!")
        return self._invalid(event, f"has the tag {tag}, which is not in YAML's core schema", "no tag")

    def _invalid(self, event: Any, reason: str, allowed: object = None) -> Invalid:
        name = field_name(tuple(self._place))
        return Invalid(name, reason, allowed, file=self._file, line=event.start_mark.line + 1)


def _stand_ins(text: str) -> dict[str, str]:
    """Letters for the parser to see in place of those that break a line in YAML 1.1 and are text in 1.2."""
    breaks = [letter for letter in "\x85\u2028\u2029" if letter in text]
    unused = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text)
    return dict(zip(unused, breaks, strict=False))


def _plain(text: str) -> Any:
    """The value of text written without quotes, by YAML's core schema. Raises ValueError for too long a number."""
    if text and text[0] not in _ODD_STARTS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if not _NUMBER.fullmatch(text):
        return text
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(f"is a number of {len(text)} characters")
    if text.startswith(("0o", "0x")):
        return int(text[2:], 8 if text[1] == "o" else 16)
    return int(text) if _DECIMAL.fullmatch(text) else float(text)


def reads_as_text(text: str) -> bool:
    """Whether text written without quotes stays text, and is no number, flag or null."""
    return text not in _WORDS and not _NUMBER.fullmatch(text)


_CORE: Final = "tag:yaml.org,2002:"
_TAGS: Final = {"int": int, "float": float, "bool": bool, "null": type(None)}
_ODD_STARTS: Final = frozenset("-+.0123456789~nNtTfF")
_WORDS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
    **dict.fromkeys([sign + word for sign in ("", "+") for word in (".inf", ".Inf", ".INF")], float("inf")),
    **dict.fromkeys(["-.inf", "-.Inf", "-.INF"], float("-inf")),
    **dict.fromkeys([".nan", ".NaN", ".NAN"], float("nan")),
}
_DECIMAL: Final = re.compile("[-+]?[0-9]+")
_NUMBER: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _syntax_error(error: yaml.YAMLError, file: str) -> Invalid:
    problem, context = getattr(error, "problem", None), getattr(error, "context", None)
    said = ", ".join(part for part in (context, problem) if part) or str(error)
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if "nesting depth" in said:  # the parser's own limit, met first where it reads ahead on one line
        return Invalid(_WHOLE, "is nested too deeply", f"{_DEEPEST} levels", file=file, line=mark and mark.line + 1)
    if start is not None and any(sign in said for sign in _TOLD_BY_THEIR_START):
        mark = start
    elif start is not None and "parsing a flow" in said:
        said += f", for the bracket of line {start.line + 1}"
    where = "" if mark is None else f" (column {mark.column + 1})"
    remedy = next((advice for sign, advice in _REMEDIES.items() if sign in said), None)
    return Invalid(_WHOLE, f"is not YAML: {said}{where}", remedy, file=file, line=mark and mark.line + 1)


_TOLD_BY_THEIR_START: Final = ("scanning a quoted scalar", "scanning a simple key")
_REMEDIES: Final = {
    "mapping values are not allowed": "one `key: value` a line, and quotes around text that holds ': '",
    "could not find expected ':'": "`key: value`, with a space after the colon",
    "did not find expected key": "keys of one map below each other, and quotes around text that goes on after a quote",
    "did not find expected '-'": "items of one list below each other, each with its `- `",
    "did not find expected ',' or": "commas between the parts, and the bracket closed",
    "a tab character": "spaces for indentation",
    "'\\t' that cannot start": "spaces for indentation",
    "cannot start any token": "spaces for indentation, and quotes around text that starts with @, ` or %",
    "while scanning a quoted scalar": "the quote closed",
    "<document start>": "one map or one list",
}


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
