"""Values typed on a command line, turned into what an operation reads.

Text stays text: the operation reads days, addresses and names itself, and says what is wrong with them. What has a
form of its own here is taken apart here: whole numbers, maps (`Lyon=3`), people and other structures
(`email=…,first_name=…`, JSON or a CSV file), and lists, which are an option repeated.
"""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import attrs

from ledr_core.application.operating.texts import Mark
from ledr_core.application.operating.values import Day, Field, Instant, Number, fields_of, file_mark, shape
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.flags import yes_or_no
from ledr_core.domain.kernel.tables import Table, column_key, read_table
from ledr_core.wording import LANGUAGES
from ledr_core.wording.results import result_words


@attrs.frozen
class Origin:
    """The line of a file that a value came from, and what its columns are called there, by field."""

    file: str
    line: int
    columns: Mapping[str, str] = attrs.field(factory=dict, eq=False)


@attrs.define
class Given:
    """The values of one parameter as an operation takes them, and where each item of a list came from."""

    value: object
    origins: tuple[Origin | None, ...] = ()


def given(field: Field, typed: Sequence[str]) -> Given:
    """What was typed for a parameter, once or several times. Raises Invalid when it has no readable form."""
    annotation, _ = shape(field.annotation)
    if is_list(annotation):
        items = list(_items(field.name, item_of(annotation), typed))
        return Given([value for value, _ in items], tuple(origin for _, origin in items))
    if is_map(annotation):
        return Given(_map(field.name, item_of(annotation, 1), typed))
    return Given(one(annotation, typed[-1], field.name))


def is_list(annotation: Any) -> bool:
    """Whether a parameter takes a list: its option may be repeated."""
    bare, _ = shape(annotation)
    return bare is not str and (typing.get_origin(bare) or bare) in (Sequence, tuple, list)


def is_map(annotation: Any) -> bool:
    """Whether a parameter takes a map of names to values: its option may be repeated."""
    bare, _ = shape(annotation)
    return (typing.get_origin(bare) or bare) in (Mapping, dict)


def is_structure(annotation: Any) -> bool:
    """Whether a value has fields of its own, such as a new member."""
    bare, _ = shape(annotation)
    return isinstance(bare, type) and attrs.has(bare)


def is_flag(annotation: Any) -> bool:
    """Whether a parameter is true or false."""
    return shape(annotation)[0] is bool


def is_needed(annotation: Any) -> bool:
    """Whether a file must be named here, where there is nowhere else to put it."""
    mark = file_mark(annotation)
    return mark is not None and mark.needed


def item_of(annotation: Any, index: int = 0) -> Any:
    """What a list holds, or (1) the values of a map."""
    return typing.get_args(shape(annotation)[0])[index]


def choices_of(annotation: Any) -> tuple[str, ...]:
    """The values that a parameter is limited to, when it is."""
    bare, _ = shape(annotation)
    return tuple(bare) if isinstance(bare, type) and issubclass(bare, StrEnum) else ()


def metavar(annotation: Any) -> str:
    """What stands for a value of that kind in help."""
    bare, _ = shape(annotation)
    if choices := choices_of(bare):
        return "|".join(choices)
    if is_list(bare):
        return metavar(item_of(bare))
    if is_map(bare):
        return "NAME=N"
    if is_structure(bare):
        return "FIELD=…,…"
    if typing.get_origin(bare) is Annotated:
        mark = typing.get_args(bare)[1]
        return "N" if _is_whole(bare) else _MARKED.get(mark, "TEXT")
    named = {Day: "DATE", Instant: "INSTANT", int: "N", Decimal: "N", Number: "N"}
    return next((name for kind, name in named.items() if kind == bare), "TEXT")


_MARKED: Final = {Mark.EMAIL: "EMAIL", Mark.ANYTHING: "VALUE"}


def described(annotation: Any) -> str:
    """The fields of a structure as help lists them: `email, first_name, last_name[, role]`."""
    fields = fields_of(shape(annotation)[0])
    required = ", ".join(field.name for field in fields if field.required)
    optional = ", ".join(field.name for field in fields if not field.required)
    return required + (f"[, {optional}]" if required and optional else optional)


def one(annotation: Any, typed: str, name: str) -> object:
    """A single value. What cannot be turned into its kind stays text, for the operation to refuse."""
    bare, _ = shape(annotation)
    if is_structure(bare):
        return _structure(bare, typed, name)
    if is_list(bare):
        return [one(item_of(bare), part, name) for part in _separated(typed)]
    if bare is bool:
        return _flag(typed)
    if _is_whole(bare):
        return _whole(typed)
    if typing.get_origin(bare) is Annotated and typing.get_args(bare)[1] is Mark.ANYTHING:
        return _json_or_text(typed)
    return typed


def _is_whole(bare: Any) -> bool:
    if typing.get_origin(bare) is Annotated:
        return typing.get_args(bare)[0] is int
    return bare is int


def _whole(typed: str) -> int | str:
    return int(typed.strip()) if re.fullmatch(r"\s*[+-]?[0-9]{1,18}\s*", typed) else typed


def _flag(typed: str) -> bool | str:
    said = yes_or_no(typed)
    return typed if said is None else said


def _json_or_text(typed: str) -> object:
    try:
        return json.loads(typed)
    except (ValueError, RecursionError):
        return typed


def _items(name: str, item: Any, typed: Sequence[str]) -> Iterator[tuple[object, Origin | None]]:
    if list(typed) == [""]:
        return
    count = 0
    for text in typed:
        for value, origin in _several(item, text, f"{name}[{count}]"):
            yield value, origin
            count += 1


def _several(item: Any, typed: str, name: str) -> Iterator[tuple[object, Origin | None]]:
    """The items that one use of the option brings: those of a CSV file, those of a JSON list, or just one."""
    if typed.casefold().endswith(".csv") and (is_structure(item) or Path(typed).is_file()):
        yield from _rows(item, Path(typed), name)
        return
    if typed.casefold().endswith(_WORKBOOKS) and Path(typed).is_file():
        raise Invalid(name, "no CSV file", {"path": typed})
    listed = _separated(typed) if choices_of(item) else _json_list(typed)
    if listed is None:
        yield one(item, typed, name), None
    elif is_list(item) and not all(isinstance(part, list) for part in listed):
        yield listed, None
    else:
        yield from ((part, None) for part in listed)


_WORKBOOKS: Final = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")
"""What tables end in that a spreadsheet can save as CSV."""


def _json_list(typed: str) -> list[object] | None:
    if not typed.lstrip().startswith("["):
        return None
    try:
        value = json.loads(typed)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def _separated(typed: str) -> list[str]:
    listed = _json_list(typed)
    if listed is not None:
        return [str(part) for part in listed]
    return [part.strip() for part in re.split("[;,]", typed) if part.strip()]


def _map(name: str, item: Any, typed: Sequence[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for text in typed:
        if text.lstrip().startswith("{"):
            values.update(_json_object(text, name))
            continue
        key, equals, value = text.rpartition("=")
        if not equals:
            raise Invalid(name, "no equals sign", {"value": text})
        values[key.strip()] = one(item, value, f"{name}.{key.strip()}")
    return values


def _json_object(typed: str, name: str) -> dict[str, object]:
    try:
        value = json.loads(typed)
    except (ValueError, RecursionError) as error:
        raise Invalid(name, "not JSON", {"value": typed, "detail": str(error)}) from None
    return dict(value)


def _structure(kind: type, typed: str, name: str) -> dict[str, object]:
    if typed.lstrip().startswith("{"):
        return _json_object(typed, name)
    pairs = dict(_pairs(typed, name, described(kind)))
    return _fields(kind, pairs, name)


_PAIR: Final = re.compile(
    r"""(?P<key>[^=,"']+) = \s*
        (?: "(?P<double>(?:[^"]|"")*)" | '(?P<single>[^']*)' | (?P<plain>[^,]*) )
        \s* (?:,|$)""",
    re.VERBOSE,
)


def _pairs(typed: str, name: str, allowed: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(typed):
        match = _PAIR.match(typed, position)
        if match is None:
            raise Invalid(name, "not field=value", {"value": typed[position:].strip(), "fields": allowed})
        quoted = match["single"] if match["double"] is None else match["double"].replace('""', '"')
        yield match["key"].strip(), match["plain"].strip() if quoted is None else quoted
        position = match.end()


def _fields(kind: type, typed: Mapping[str, str], name: str) -> dict[str, object]:
    """The values of a structure by field; an empty one says nothing, and unknown ones are left to the operation."""
    known = {field.name: field.annotation for field in fields_of(kind)}
    named = _named(kind)
    values: dict[str, object] = {}
    for key, text in typed.items():
        field = named.get(column_key(key), key)
        if text.strip():
            values[field] = one(known[field], text, f"{name}.{field}") if field in known else text
    return values


def _named(kind: type) -> dict[str, str]:
    """The fields of a structure by their names, and by what people read for them: `prénom` is `first_name`."""
    fields = [field.name for field in fields_of(kind)]
    titles = {label: field for field in fields for label in _titles(field)}
    return {column_key(name): field for name, field in (titles | {field: field for field in fields}).items()}


def _titles(field: str) -> list[str]:
    """What people read for a field: a title, or the name of a level."""
    known = (result_words(language) for language in LANGUAGES)
    return [said for words in known for said in (words.label(field), words.speech.named("levels", field)) if said]


def _rows(item: Any, path: Path, name: str) -> Iterator[tuple[object, Origin]]:
    """The rows of a CSV file whose first row names the columns."""
    named = _named(shape(item)[0]) if is_structure(item) else {}
    table = _table(path, name, named)
    read = _row_reader(item, table, path, name)
    columns = {named.get(column_key(column), ""): column for column in table.columns}
    for row in table.rows:
        yield read(row.cells), Origin(str(path), row.line, columns)


def _table(path: Path, name: str, named: Mapping[str, str]) -> Table:
    """The table in a file. Raises Invalid; of a cell below no name it says which names there are."""
    try:
        data = _content(path, name)
        return read_table(data, name, str(path), lambda column: named.get(key := column_key(column), key))
    except Invalid as error:
        if named and error.ground == "cell without a name":
            error.facts["names"] = list(dict.fromkeys(named.values()))
        raise


def _row_reader(item: Any, table: Table, path: Path, name: str) -> Callable[[Mapping[str, str]], object]:
    if not is_structure(item):
        wanted = [column for column in table.columns if len(table.columns) == 1 or column_key(column) == "email"]
        if not wanted:
            raise Invalid(name, "several columns", file=str(path), line=table.line)
        return lambda cells: one(item, cells.get(wanted[0], "").strip(), name)
    kind = shape(item)[0]
    _must_be_known(kind, table, path, name)
    return lambda cells: _fields(kind, cells, name)


def _must_be_known(kind: type, table: Table, path: Path, name: str) -> None:
    """Raises Invalid for the columns that are no fields of a structure, all at once."""
    named, choices = _named(kind), [field.name for field in fields_of(kind)]
    wrong = [
        Invalid(name, "no such column", {"value": column, "choices": choices}, file=str(path), line=table.line)
        for column in table.columns
        if column_key(column) not in named
    ]
    if wrong:
        first, *first.also = wrong
        raise first


def _content(path: Path, name: str) -> bytes:
    """The bytes of a table. Raises Invalid for what is no regular file, too large, or cannot be read."""
    from ledr_adapters import local_disk

    try:
        return local_disk().source(str(path)).document(str(path))
    except Invalid as error:
        error.field = name
        raise
    except OSError as error:
        raise Invalid(name, "table unreadable", {"path": path, "cause": error.strerror or str(error)}) from None


def placed(error: Invalid, all_given: Mapping[str, Given]) -> Invalid:
    """The same error, with file, line and column of the item it names when that came from a file, and those beside
    it."""
    for one in (error, *error.also):
        if isinstance(one, Invalid):
            _place(one, all_given)
    return error


def _place(error: Invalid, all_given: Mapping[str, Given]) -> None:
    match = re.match(r"(?P<name>\w+)\[(?P<index>\d+)\](?:\.(?P<part>\w+))?", error.field)
    if match is None or error.file is not None or match["name"] not in all_given:
        return
    origins = all_given[match["name"]].origins
    origin = _origin(origins, int(match["index"]))
    if origin is None:
        return
    part = match["part"] or ""
    error.file, error.line, error.column = origin.file, origin.line, origin.columns.get(part, part)
    first = error.facts.get("first")
    if isinstance(first, int) and (earlier := _origin(origins, first)) is not None:
        error.facts["first_line"] = earlier.line


def _origin(origins: Sequence[Origin | None], index: int) -> Origin | None:
    return origins[index] if index < len(origins) else None
