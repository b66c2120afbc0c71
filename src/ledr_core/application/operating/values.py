"""Reading the values of an operation at the border: each parameter's annotation says what it takes.

The same reading serves Python, the command line and scenario files. Whatever cannot be read raises Invalid, naming
the field (`members[0].email`) and what is allowed.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from os import PathLike, fspath
from typing import Annotated, Any, Final

import attrs

from ledr_core.application.operating.files import FileMark, NamedPath, read_file
from ledr_core.domain.access.throttling import network_of
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_day, read_instant
from ledr_core.domain.kernel.texts import address, composed, trimmed


@attrs.frozen
class Range:
    """A whole number between two bounds, inclusive."""

    lowest: int
    highest: int


@attrs.frozen
class Mark:
    """A way of reading text: `email`, `line`, which may be empty, `seed`, `text` as it was typed, `said`, `password`
    or `address`."""

    name: str


@attrs.frozen
class InsteadOf:
    """Marks what only a program can give, in place of another parameter, which whoever types has to give."""

    name: str


@attrs.frozen
class LastSeen:
    """Marks what names the last row seen of a list, after which it goes on: the value of that key of the row."""

    key: str


Day = date | str
"""A parameter that takes a day: a date, or ISO text."""
Instant = datetime | str
"""A parameter that takes an instant: a datetime, or ISO text; a naive one is school time."""
Number = Decimal | float
"""A parameter that takes a number, whole or not; it is read as a decimal."""
Email = Annotated[str, Mark("email")]
"""An address that mail can be sent to."""
Seed = Annotated[str, Mark("seed")]
"""What a draw is derived from: a text, or a whole number, which is the same as its digits."""
Text = Annotated[str, Mark("text")]
"""Text as it was typed: white space and line ends are kept, and it may be empty."""
Said = Annotated[str, Mark("said")]
"""Text as it was typed or pasted, whatever is in it: control characters are dropped instead of refused."""
NewPassword = Annotated[str, Mark("password")]
"""A password to be: 8 to 200 characters, without the white space around it."""
Address = Annotated[str, Mark("address")]
"""The network address that a caller comes from, as the service sees it; it is read as the network it is in."""
Line = Annotated[str, Mark("line")]
"""One line of text, which may be empty."""
Report = Annotated[Any, Mark("report")]
"""What a provider has sent: text as it came, however long, or what a service has parsed."""
Positive = Annotated[int, Range(1, 1_000_000)]
"""A whole number from 1 on."""
Count = Annotated[int, Range(0, 1_000_000)]
"""A whole number from 0 on."""

Limit = Annotated[int, Range(1, 1_000)]
"""How many rows of a list are wanted at most."""

_LONGEST: Final = 100_000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 200


def read(annotation: Any, value: object, name: str) -> Any:
    """The value that an annotation describes. Raises Invalid, naming the field."""
    if value is None and _takes_none(annotation):
        return None
    kind, bare = _kind(annotation)
    return kind(bare, value, name)


def shape(annotation: Any) -> tuple[Any, bool]:
    """An annotation without its `| None`, and whether it had one."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        left = [part for part in typing.get_args(annotation) if part is not types.NoneType]
        optional = len(left) < len(typing.get_args(annotation))
        return _narrow(left), optional
    return annotation, False


def last_seen(annotation: Any) -> LastSeen | None:
    """The mark of a parameter that names the last row seen of a list, if it is one."""
    bare, _ = shape(annotation)
    marks = typing.get_args(bare)[1:] if typing.get_origin(bare) is Annotated else ()
    return next((mark for mark in marks if isinstance(mark, LastSeen)), None)


def _narrow(parts: list[Any]) -> Any:
    """One annotation for several: text that names a choice is that choice, a map of fields that structure."""
    for part in parts:
        bare = typing.get_origin(part) or part
        if isinstance(bare, type) and (issubclass(bare, StrEnum) or attrs.has(bare)):
            return part
    return parts[0] if len(parts) == 1 else typing.Union[tuple(parts)]  # noqa: UP007


@cache
def _takes_none(annotation: Any) -> bool:
    return annotation is Any or annotation is object or shape(annotation)[1]


@cache
def _kind(annotation: Any) -> tuple[Any, Any]:
    bare, _ = shape(annotation)
    if bare == Day:
        return _day, bare
    if bare == Instant:
        return _instant, bare
    if bare == Number:
        return _decimal, bare
    if typing.get_origin(bare) is Annotated:
        mark = typing.get_args(bare)[1]
        if isinstance(mark, FileMark):
            return _file, mark
        if mark == Mark("report"):
            return _as_it_came, mark
        if isinstance(mark, LastSeen):
            return _SIMPLE[typing.get_args(bare)[0]], None
        return (_ranged if isinstance(mark, Range) else _marked), mark
    origin = typing.get_origin(bare) or bare
    if origin in (Sequence, tuple, list) and bare is not str:
        return _list, typing.get_args(bare)[0]
    if origin in (Mapping, dict):
        return _map, typing.get_args(bare)[1]
    if bare in _SIMPLE:
        return _SIMPLE[bare], bare
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return _choice, bare
    if isinstance(bare, type) and attrs.has(bare):
        return _structure, bare
    raise TypeError(f"no way to read {annotation!r}")


def _text(_: Any, value: object, name: str) -> str:
    return _line(trimmed(composed(_typed(value, name))), name)


def _line(text: str, name: str) -> str:
    if not text:
        raise Invalid(name, "empty")
    if "\n" in text or "\r" in text:
        raise Invalid(name, "line break")
    return text


def _file(mark: FileMark, value: object, name: str) -> object:
    """A file as it was given; a path stays one until it is opened."""
    if not isinstance(value, str | PathLike):
        return _given_file(mark, value, name)
    text = _typed(str(fspath(value)), name).strip()  # a file is called as it is, in whatever form
    return NamedPath(mark, "" if mark.may_be_empty and not text else _line(text, name))


def _given_file(mark: FileMark, value: object, name: str) -> object:
    if isinstance(value, Content):
        _must_be_whole(value, name)
    taken = read_file(mark, value, name)
    if isinstance(taken, Content):  # a stream's too, which may have any name
        _must_be_whole(taken, name)
    return taken


def _must_be_whole(content: Content, name: str) -> None:
    """Raises Invalid for a content without bytes, or of a name that is not a line of text."""
    if not isinstance(content.name, str) or not isinstance(content.data, bytes):
        raise Invalid(name, "not a file", {"value": content})
    _marked(Mark("line"), content.name, name)


def _typed(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise Invalid(name, "not text", {"value": value})
    if len(value) > _LONGEST:
        raise Invalid(name, "too long", {"length": len(value), "most": _LONGEST})
    for letter in value:
        if (letter < " " and letter not in "\n\r\t") or letter == "\x7f" or "\ud800" <= letter <= "\udfff":
            raise Invalid(name, "control character", {"code": f"{ord(letter):04X}"})
    return value


def _marked(mark: Mark, value: object, name: str) -> str:
    if mark.name == "seed":
        number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
        return str(value) if number else _text(str, value, name)
    if mark.name == "said" and isinstance(value, str):
        value = _CONTROL.sub("", value)
    if mark.name in ("text", "said"):
        return composed(_typed(value, name))
    if mark.name == "password":
        return _password(trimmed(composed(_typed(value, name))), name)
    if mark.name == "address":
        return network_of(_text(str, value, name))
    if mark.name == "line" and isinstance(value, str) and not value.strip():
        return ""
    if mark.name == "line":
        return _text(str, value, name)
    return read_email(_text(str, value, name), name)


def _password(text: str, name: str) -> str:
    if not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
        ground = "password too short" if len(text) < SHORTEST_PASSWORD else "password too long"
        raise Invalid(name, ground, {"shortest": SHORTEST_PASSWORD, "longest": LONGEST_PASSWORD})
    return text


def read_email(text: str, name: str) -> str:
    """An address that mail can be sent to, its domain in decoded form. Raises Invalid with what is wrong with it."""
    from email_validator import EmailNotValidError, validate_email

    kept = address(text)
    try:
        validate_email(kept, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Invalid(name, "not an e-mail address", {"value": text, "detail": str(error)}) from None
    return kept


def _as_it_came(_: Mark, value: object, __: str) -> object:
    return value


def _whole(_: Any, value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Invalid(name, "not a whole number", {"value": value})
    return value


def _ranged(bounds: Range, value: object, name: str) -> int:
    number = _whole(int, value, name)
    if not bounds.lowest <= number <= bounds.highest:
        raise Invalid(name, "out of range", {"value": number, "lowest": bounds.lowest, "highest": bounds.highest})
    return number


def _flag(_: Any, value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise Invalid(name, "neither true nor false", {"value": value, "choices": [True, False]})
    return value


def _decimal(_: Any, value: object, name: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Invalid(name, "not a number", {"value": value})
    try:
        number = Decimal("NaN" if "_" in str(value) else str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Invalid(name, "not a number", {"value": value})
    return number


def _day(_: Any, value: object, name: str) -> date:
    return read_day(value, name)


def _instant(_: Any, value: object, name: str) -> datetime:
    return read_instant(value, name)


def _anything(_: Any, value: object, name: str) -> object:
    return composed(_typed(value, name)) if isinstance(value, str) else value


def _choice(choices: type[StrEnum], value: object, name: str) -> StrEnum:
    try:
        return choices(trimmed(_typed(value, name)))
    except ValueError:
        raise Invalid(
            name, "not one of them", {"value": value, "choices": [choice.value for choice in choices]}
        ) from None


def _list(item: Any, value: object, name: str) -> tuple[Any, ...]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Sequence | set | frozenset):
        raise Invalid(name, "not a list", {"value": value})
    return tuple(read(item, part, f"{name}[{index}]") for index, part in enumerate(value))


def _map(item: Any, value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Invalid(name, "not names and values", {"value": value})
    return {_text(str, key, name): read(item, part, f"{name}.{key}") for key, part in value.items()}


def _structure(kind: type, value: object, name: str) -> Any:
    if isinstance(value, kind):
        value = {field.name: getattr(value, field.name) for field in attrs.fields(kind)}
    if not isinstance(value, Mapping):
        raise Invalid(name, "not a map", {"value": value, "fields": _shape_of(kind)})
    return kind(**read_fields(fields_of(kind), value, f"{name}."))


def _shape_of(kind: type) -> list[str]:
    return [f"{field.name}" + ("" if field.required else "?") for field in fields_of(kind)]


@attrs.frozen
class Field:
    """A named value that a structure or an operation takes."""

    name: str
    annotation: Any
    required: bool
    default: object = None
    instead_of: str | None = None
    """The parameter in whose place a program may give it; it has no form on a command line."""


@cache
def fields_of(kind: type) -> tuple[Field, ...]:
    """The fields of an attrs class, as they are read."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return tuple(
        Field(one.name, hints[one.name], one.default is attrs.NOTHING, None) for one in attrs.fields(kind) if one.init
    )


def read_fields(fields: Sequence[Field], given: Mapping[Any, object], prefix: str = "") -> dict[str, Any]:
    """The values of the fields given; unknown, missing and unreadable ones raise Invalid."""
    names = [field.name for field in fields]
    for name in given:
        if name not in names:
            raise Invalid(f"{prefix}{name}", "unknown here", {"choices": names})
    values: dict[str, Any] = {}
    for field in fields:
        if field.name in given and (given[field.name] is not None or field.required):
            values[field.name] = read(field.annotation, given[field.name], prefix + field.name)
        elif field.required:
            raise Invalid(prefix + field.name, "missing")
    return values


_SIMPLE: Final[dict[Any, Any]] = {
    str: _text,
    int: _whole,
    bool: _flag,
    Decimal: _decimal,
    date: _day,
    datetime: _instant,
    object: _anything,
    Any: _anything,
}
