"""Reading the values of an operation at the border: each parameter's annotation says what it takes.

The same reading serves Python, the command line and scenario files. Whatever cannot be read raises Invalid, naming
the field (`members[0].email`) and what is allowed.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from os import PathLike, fspath
from string import ascii_uppercase
from typing import Annotated, Any, Final

import attrs

from ledr_core.application.operating.files import FileMark, NamedPath, read_file
from ledr_core.application.operating.texts import MARKED, Mark, kept, must_be_one_line, one_line, typed
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid, LedrError
from ledr_core.domain.kernel.flags import read_flag
from ledr_core.domain.kernel.moments import read_day, read_instant
from ledr_core.domain.kernel.texts import trimmed


@attrs.frozen
class Range:
    """A whole number between two bounds, inclusive."""

    lowest: int
    highest: int
    letters: bool = False
    """Whether a letter may stand for the number: A for the lowest."""


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
Email = Annotated[str, Mark.EMAIL]
"""An address that mail can be sent to."""
Seed = Annotated[str, Mark.SEED]
"""What a draw is derived from: a text, or a whole number, which is the same as its digits."""
Text = Annotated[str, Mark.TEXT]
"""Text as it was typed: white space and line ends are kept, and it may be empty."""
Login = Annotated[str, Mark.LOGIN]
"""What somebody says that their address is, whatever it is: without white space and invisible signs around it."""
Typed = Annotated[str, Mark.TYPED]
"""A password, a code, a phone number: as it was typed, and it may be empty."""
Said = Annotated[str, Mark.SAID]
"""Text as it was typed or pasted, whatever is in it: control characters are dropped instead of refused."""
NewPassword = Annotated[str, Mark.PASSWORD]
"""A password to be: 8 to 200 characters, without the white space around it."""
Address = Annotated[str, Mark.ADDRESS]
"""The network address that a caller comes from, as the service sees it; it is read as the network it is in."""
Line = Annotated[str, Mark.LINE]
"""One line of text, which may be empty."""
Sentence = Annotated[str, Mark.SENTENCE]
"""One line of text: a reason, a link."""
AsItCame = Annotated[str | bytes | bytearray | memoryview | Mapping[str, Any] | Sequence[Any], Mark.AS_IT_CAME]
"""What a provider has sent: text or bytes as they came, or what a service has parsed."""
Header = Annotated[str | bytes | bytearray | memoryview, Mark.HEADER]
"""One line that came with a call, which may be empty: text or bytes as they came."""
Anything = Annotated[str | float | date | Sequence[Any] | Mapping[str, Any] | None, Mark.ANYTHING]
"""Whatever the JSON form has, to be read by who knows more of it: text, a number, true or false, a list, a map."""
Positive = Annotated[int, Range(1, 1_000_000)]
"""A whole number from 1 on."""
Count = Annotated[int, Range(0, 1_000_000)]
"""A whole number from 0 on."""

Choice = Annotated[int, Range(0, 1_000_000, letters=True)]
"""The number of a choice, from 0; people may give its letter, from A."""

Limit = Annotated[int, Range(1, 1_000)]
"""How many rows of a list are wanted at most."""

MOST_ITEMS: Final = 10_000
"""Items of a list, and names of a map."""
MOST_LISTS: Final = 1_000
"""Lists of a list."""
MOST_NUMBERS: Final = 100
"""Numbers of a list: the choices of a question, the marks of a copy."""
MOST_ERRORS: Final = 100
"""How much of what is wrong with values is said together."""
LARGEST: Final = 1_000_000_000
"""How far a whole number may be from 0."""
LONGEST_NUMBER: Final = 40
"""Characters of a number."""


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


def file_mark(annotation: Any) -> FileMark | None:
    """What a file or folder is to be, where a parameter takes one."""
    bare, _ = shape(annotation)
    mark = typing.get_args(bare)[1] if typing.get_origin(bare) is Annotated else None
    return mark if isinstance(mark, FileMark) else None


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
        if isinstance(mark, LastSeen):
            return _SIMPLE[typing.get_args(bare)[0]], None
        return (_ranged if isinstance(mark, Range) else MARKED[mark]), mark
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


def _name(_: Any, value: object, name: str) -> str:
    return one_line(Mark.NAME, value, name)


def _file(mark: FileMark, value: object, name: str) -> object:
    """A file as it was given; a path stays one until it is opened."""
    if isinstance(value, Content):
        must_be_whole(mark, value, name)
    if not isinstance(value, str | PathLike):
        return read_file(mark, value, name)
    text = typed(Mark.PATH, fspath(value), name).strip()  # a file is called as it is, in whatever form
    return NamedPath(mark, "" if mark.may_be_empty and not text else must_be_one_line(text, name))


def must_be_whole(mark: FileMark, content: Content, name: str) -> Content:
    """The content. Raises Invalid for one without bytes, of too many, or of a name that is not a line of text."""
    if not isinstance(content.name, str) or not isinstance(content.data, bytes):
        raise Invalid(name, "not a file", {"value": content})
    if content.name.strip():
        one_line(Mark.PATH, content.name, name)
    if content.size > mark.most and not mark.written:
        raise Invalid(name, "file too large", {"path": content.name, "most": mark.most})
    return content


def _whole(_: Any, value: object, name: str) -> int:
    return _ranged(Range(-LARGEST, LARGEST), value, name)


def _ranged(bounds: Range, value: object, name: str) -> int:
    if bounds.letters and isinstance(value, str):
        value = _number_of(value, bounds.lowest)
    if isinstance(value, bool) or not isinstance(value, int):
        if bounds.letters:
            raise Invalid(name, "neither number nor letter", {"value": value})
        raise Invalid(name, "not a whole number", {"value": value})
    if not bounds.lowest <= value <= bounds.highest:
        raise Invalid(name, "out of range", {"value": value, "lowest": bounds.lowest, "highest": bounds.highest})
    return value


def _number_of(text: str, first: int) -> int | str:
    """The number for which a letter stands; any other text as it is."""
    letter = trimmed(text).upper()
    return first + ascii_uppercase.index(letter) if len(letter) == 1 and letter in ascii_uppercase else text


def _flag(_: Any, value: object, name: str) -> bool:
    return read_flag(value, name)


def _decimal(_: Any, value: object, name: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Invalid(name, "not a number", {"value": value})
    number = _decimal_of(value)
    if not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
        raise Invalid(name, "not a number", {"value": value})
    return number


def _decimal_of(value: float | str | Decimal) -> Decimal:
    """The number; of what is none, or far too long a one, the number that is none."""
    if isinstance(value, int) and value.bit_length() > 4 * LONGEST_NUMBER:
        return Decimal("NaN")
    text = str(value)
    try:
        return Decimal("NaN" if "_" in text or len(text) > LONGEST_NUMBER else text)
    except InvalidOperation:
        return Decimal("NaN")


def _day(_: Any, value: object, name: str) -> date:
    return read_day(value, name)


def _instant(_: Any, value: object, name: str) -> datetime:
    return read_instant(value, name)


def _anything(_: Any, value: object, name: str) -> object:
    return kept(Mark.TEXT, value, name) if isinstance(value, str) else value


def _choice(choices: type[StrEnum], value: object, name: str) -> StrEnum:
    return choices(read_choice([choice.value for choice in choices], value, name))


def read_choice(choices: Sequence[str], value: object, name: str) -> str:
    """The one of several texts that was given, or that a word means which people read in its place ("apprenant").

    Raises Invalid with what there is.
    """
    text = trimmed(kept(Mark.NAME, value, name))
    if text in choices:
        return text
    from ledr_core.wording.choices import meant

    found = meant(choices, text)
    if found is None:
        raise Invalid(name, "not one of them", {"value": value, "choices": list(choices)})
    return found


def _list(item: Any, value: object, name: str) -> tuple[Any, ...]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Sequence | set | frozenset):
        raise Invalid(name, "not a list", {"value": value})
    _must_not_be_many(len(value), _most(item), name)
    items: list[Any] = []
    wrong: list[LedrError] = []
    for index, part in enumerate(value):
        try:
            items.append(read(item, part, f"{name}[{index}]"))
        except Invalid as error:
            _keep(wrong, error)
    _must_be_nothing(wrong)
    return tuple(items)


@cache
def _most(item: Any) -> int:
    """How many items a list may have: of numbers and of lists fewer than of others."""
    kind, _ = _kind(item)
    if kind is _list:
        return MOST_LISTS
    return MOST_NUMBERS if kind in (_whole, _ranged, _decimal) else MOST_ITEMS


def _must_not_be_many(count: int, most: int, name: str) -> None:
    if count > most:
        raise Invalid(name, "too many items", {"count": count, "most": most})


def _map(item: Any, value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Invalid(name, "not names and values", {"value": value})
    _must_not_be_many(len(value), MOST_ITEMS, name)
    return {_name(str, key, name): read(item, part, f"{name}.{key}") for key, part in value.items()}


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
    wrong: list[LedrError] = []
    for name in given:
        if name not in names:
            _keep(wrong, Invalid(f"{prefix}{name}", "unknown here", {"choices": names}))
    values: dict[str, Any] = {}
    for field in fields:
        try:
            if field.name in given and (given[field.name] is not None or field.required):
                values[field.name] = read(field.annotation, given[field.name], prefix + field.name)
            elif field.required:
                raise Invalid(prefix + field.name, "missing")
        except Invalid as error:
            _keep(wrong, error)
    _must_be_nothing(wrong)
    return values


def _keep(wrong: list[LedrError], error: Invalid) -> None:
    """Go on after what is wrong with one of several values; of very much only the first is looked for."""
    wrong += (error, *error.also)
    if len(wrong) >= MOST_ERRORS:
        _must_be_nothing(wrong)


def _must_be_nothing(wrong: list[LedrError]) -> None:
    """Raises the first of what is wrong, which knows the others."""
    if wrong:
        first, *first.also = wrong
        raise first


_SIMPLE: Final[dict[Any, Any]] = {
    str: _name,
    int: _whole,
    bool: _flag,
    Decimal: _decimal,
    date: _day,
    datetime: _instant,
    object: _anything,
    Any: _anything,
}
