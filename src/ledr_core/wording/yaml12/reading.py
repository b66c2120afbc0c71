"""Reading YAML: PyYAML's parser gives the syntax, its events become values with their lines, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from errno import EINVAL
from pathlib import Path
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.wording.yaml12.documents import WHOLE, Document, Lines, Parts, field_name
from ledr_core.wording.yaml12.scalars import LONGEST_NUMBER, plain_value


def read(path: Path, file: str | None = None) -> Document:
    """The document in a file (UTF-8); errors call it `file`, else by its path. Raises Invalid."""
    shown = str(path) if file is None else file
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise OSError(EINVAL, "Not a regular file")  # a pipe would keep us waiting
        content = path.read_bytes()
    except OSError as error:
        raise Invalid(WHOLE, "file unreadable", {"cause": error.strerror}, file=shown) from None
    return decoded(content, shown)


def decoded(content: bytes, shown: str) -> Document:
    """The document in the bytes of a file (UTF-8); errors call it *shown*. Raises Invalid."""
    try:
        return load(content.decode("utf-8"), shown)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid(WHOLE, "not UTF-8", file=shown, line=line) from None


def load(text: str, file: str) -> Document:
    """The one document in a text; errors call it `file`. An empty text is a document of None. Raises Invalid."""
    text = text.removeprefix("\ufeff")
    odd = _UNPRINTABLE.search(text)
    if odd is not None:
        line = text.count("\n", 0, odd.start()) + 1
        raise Invalid(WHOLE, "not printable", {"code": f"{ord(odd[0]):04X}"}, file=file, line=line)
    try:
        return _Reader(text, file).document()
    except yaml.YAMLError as error:
        raise _hidden_space(error, text, file) or _syntax_error(error, file) from None


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
        self._anchored: dict[str, tuple[Any, Parts, int]] = {}
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
            raise self._invalid_here(event, "second document")
        return Document(self._file, value, line if parts is None else (line, parts))

    def _next(self) -> Any:
        return next(self._events)

    def _node(self, event: Any) -> tuple[Any, Parts]:
        if type(event) is AliasEvent:
            return self._alias(event)
        before = self._count
        self._count += 1
        value, parts = self._content(event)
        if event.anchor is not None:
            self._anchored[event.anchor] = (value, parts, self._count - before)
        return value, parts

    def _content(self, event: Any) -> tuple[Any, Parts]:
        if type(event) is ScalarEvent:
            return self._scalar(event), None
        if len(self._place) >= _DEEPEST:
            raise self._invalid_here(event, "nested too deeply", {"most": _DEEPEST})
        is_map = type(event) is MappingStartEvent
        if event.tag not in (None, "!", _CORE + ("map" if is_map else "seq")):
            raise self._unknown_tag(event)
        if event.anchor is not None:
            self._anchored.pop(event.anchor, None)  # what is inside must not name what is not finished
        return self._map() if is_map else self._list()

    def _map(self) -> tuple[dict[str, Any], dict[str, Lines]]:
        value: dict[str, Any] = {}
        lines: dict[str, Lines] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key, _ = self._node(event)
            if type(key) is not str:
                raise self._invalid_here(event, "key not text", {"value": key})
            self._place.append(key)
            line = event.start_mark.line + 1
            if key in value:
                first = lines[key]
                first = first if isinstance(first, int) else first[0]
                raise self._invalid_here(event, "key twice", {"first": first})
            value[key], parts = self._node(self._next())
            lines[key] = line if parts is None else (line, parts)
            self._place.pop()
        return value, lines

    def _list(self) -> tuple[list[Any], list[Lines]]:
        value: list[Any] = []
        lines: list[Lines] = []
        while type(event := self._next()) is not SequenceEndEvent:
            self._place.append(len(value))
            line = event.start_mark.line + 1
            item, parts = self._node(event)
            value.append(item)
            lines.append(line if parts is None else (line, parts))
            self._place.pop()
        return value, lines

    def _alias(self, event: Any) -> tuple[Any, Parts]:
        if event.anchor not in self._anchored:
            raise self._invalid_here(event, "no such anchor", {"anchor": event.anchor})
        value, parts, count = self._anchored[event.anchor]
        self._count += count
        self._aliased += count
        if self._aliased > _MOST_ALIASED:
            raise self._invalid_here(event, "too many aliases", {"most": _MOST_ALIASED})
        return value, parts

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if self._put_back:
            text = "".join(self._put_back.get(letter, letter) for letter in text)
        if event.tag is None:
            try:
                return text if event.style else plain_value(text)
            except ValueError:
                facts = {"length": len(text), "most": LONGEST_NUMBER}
                raise self._invalid_here(event, "number too long", facts) from None
        return self._tagged(event, text)

    def _tagged(self, event: Any, text: str) -> Any:
        tag = event.tag.removeprefix(_CORE)
        if tag in ("!", "str"):
            return text
        if tag not in _TAGS:
            raise self._unknown_tag(event)
        value = plain_value(text) if len(text) <= LONGEST_NUMBER else text
        if tag == "float" and type(value) is int:
            return float(value)
        if type(value) is not _TAGS[tag]:
            raise self._invalid_here(event, "not of its tag", {"value": text, "tag": tag})
        return value

    def _unknown_tag(self, event: Any) -> Invalid:
        tag = event.tag.replace(_CORE, "!!")
        return self._invalid_here(event, "unknown tag", {"tag": tag})

    def _invalid_here(self, event: Any, ground: str, facts: Mapping[str, Any] | None = None) -> Invalid:
        name = field_name(tuple(self._place))
        return Invalid(name, ground, facts, file=self._file, line=event.start_mark.line + 1)


def _stand_ins(text: str) -> dict[str, str]:
    """Letters for the parser to see in place of those that break a line in YAML 1.1 and are text in 1.2."""
    breaks = [letter for letter in "\x85\u2028\u2029" if letter in text]
    unused = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text)
    return dict(zip(unused, breaks, strict=False))


_CORE: Final = "tag:yaml.org,2002:"
_TAGS: Final = {"int": int, "float": float, "bool": bool, "null": type(None)}
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST: Final = 100
_MOST_ALIASED: Final = 1_000_000


def _syntax_error(error: yaml.YAMLError, file: str) -> Invalid:
    problem, context = getattr(error, "problem", None), getattr(error, "context", None)
    said = ", ".join(part for part in (context, problem) if part) or str(error)
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if "nesting depth" in said:  # the parser's own limit, met first where it reads ahead on one line
        return Invalid(WHOLE, "nested too deeply", {"most": _DEEPEST}, file=file, line=mark and mark.line + 1)
    if start is not None and any(sign in said for sign in _TOLD_BY_THEIR_START):
        mark = start
    elif start is not None and "parsing a flow" in said:
        said += f", for the bracket of line {start.line + 1}"
    ground = next((ground for sign, ground in SYNTAX.items() if sign in said), "not YAML")
    facts = {"said": said, "column": mark and mark.column + 1}
    return Invalid(WHOLE, ground, facts, file=file, line=mark and mark.line + 1)


def _hidden_space(error: yaml.YAMLError, text: str, file: str) -> Invalid | None:
    """The error that a no-break space makes where YAML wants a space: before a line, or behind the colon of a key."""
    mark = getattr(error, "problem_mark", None)
    lines = text.split("\n")[: None if mark is None else mark.line + 1]
    for number in range(len(lines), 0, -1):
        if found := _HIDDEN.match(lines[number - 1]):
            return Invalid(WHOLE, "not YAML, hidden space", {"column": found.end()}, file=file, line=number)
    return None


_HIDDEN: Final = re.compile(" *(?:- )?(?:[\u00a0\u202f]|[A-Za-z_]+ ?[\u00a0\u202f]?:[\u00a0\u202f])")
"""A line whose keys a no-break space keeps from being read."""
_TOLD_BY_THEIR_START: Final = ("scanning a quoted scalar", "scanning a simple key")
SYNTAX: Final = {
    "mapping values are not allowed": "not YAML, two keys on a line",
    "could not find expected ':'": "not YAML, no colon",
    "did not find expected key": "not YAML, no key",
    "did not find expected '-'": "not YAML, no dash",
    "did not find expected ',' or": "not YAML, open bracket",
    "a tab character": "not YAML, tab",
    "'\\t' that cannot start": "not YAML, tab",
    "cannot start any token": "not YAML, odd start",
    "while scanning a quoted scalar": "not YAML, open quote",
    "<document start>": "not YAML, several values",
}
