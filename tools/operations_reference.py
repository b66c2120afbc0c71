"""Writes the reference of operations, docs/reference/, from what the operations say of themselves: `make reference`."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Union

import attrs

from ledr_cli.areas import AREAS as LINES
from ledr_core.application.areas import AREAS, operations_in
from ledr_core.application.operating.files import FileMark
from ledr_core.application.operating.operation import Operation
from ledr_core.application.operating.permissions import Who
from ledr_core.application.operating.texts import Mark
from ledr_core.application.operating.values import (
    Day,
    Field,
    Instant,
    InsteadOf,
    LastSeen,
    Number,
    Range,
    fields_of,
    shape,
)
from ledr_core.views.described import described
from ledr_core.views.shapes import Kind
from ledr_core.wording.manual import entry
from tools import values_reference

FOLDER: Final = Path(__file__).parents[1] / "docs" / "reference"
_MADE: Final = "<!-- Made by `make reference` from the operations themselves: what is written here by hand is lost. -->"


@cache
def pages() -> dict[str, str]:
    """The pages of the reference by file name, the first of which lists the others."""
    of_values = {name: f"{_MADE}\n\n{text}" for name, text in values_reference.pages(_given_back).items()}
    return {"README.md": _contents(), **{f"{area}.md": _page(area) for area in AREAS}, **of_values}


def write(folder: Path = FOLDER) -> None:
    """Write the pages, and remove those of areas that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    for former in set(folder.glob("*.md")) - {folder / name for name in pages()}:
        former.unlink()
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _contents() -> str:
    lines = [_MADE, "", "# The operations of the school", "", _ABOUT, "", values_reference.CONTENTS, ""]
    for area in AREAS:
        names = ", ".join(f"[{verb}]({area}.md#{area}{verb})" for verb in operations_in(area))
        lines.append(f"- **[{area}]({area}.md)** · {LINES[area]['en']}: {names}")
    return "\n".join(lines) + "\n"


_ABOUT: Final = """\
What can be asked of the school: in Python as `school.slots.assign(by=…, …)` (see [Embedding ledr](../embedding.md)), on
the command line as `ledr slots assign`, in [scenario files](../scenarios.md) as `slots.assign`. Every operation takes
`by`, the acting person's e-mail, `staff` or `public` (on the command line `--as`). Staff may ask for everything;
anybody else who may not is refused with the rule that is named. A parameter with `?` may be left out. What is given
back is told by the keys of its JSON form, with their types and units; `ledr AREA VERB --help` says the same."""


def _page(area: str) -> str:
    parts = [_MADE, f"# {area}", f"{LINES[area]['en']}. *{LINES[area]['fr']}.*"]
    for operation in operations_in(area).values():
        parts.extend(_operation(operation))
    return "\n\n".join(parts) + "\n"


def _operation(operation: Operation) -> Iterator[str]:
    english, french = entry(operation.name, "en"), entry(operation.name, "fr")
    yield f"## {operation.name}"
    yield english.summary
    yield f"*{french.summary}*"
    yield from english.details
    yield "```\n" + "\n".join(english.examples) + "\n```"
    yield "\n".join(f"- {fact}" for fact in _facts(operation))


def _facts(operation: Operation) -> Iterator[str]:
    yield f"asked for by {_who(operation)}"
    if operation.parameters:
        yield "takes " + ", ".join(_parameter(field) for field in operation.parameters)
    yield "\n".join(_result(operation))
    if operation.destructive:
        yield "cannot be undone: the command line asks first, or wants `--yes`"
    if operation.piecewise:
        yield "works piece by piece: not within a transaction of several operations"
    if operation.reads:
        yield "only reads"


def _result(operation: Operation) -> Iterator[str]:
    """What it gives, its keys each on a line below the one that holds it."""
    whole, *keys = described(operation.result, "en")
    yield "gives" if whole.kind is Kind.KEYS else f"gives {whole.words}"
    yield from (f"{'  ' * (key.depth + 1)}- `{key.key}`: {key.words}" for key in keys)


def _who(operation: Operation) -> str:
    who = operation.permission.who
    if Who.PUBLIC in who:
        return "anybody"
    others = [words for kind, words in _PEOPLE.items() if kind in who]
    named = ", ".join(["staff", *others[:-1]]) + (f" and {others[-1]}" if others else "")
    return f"{named}; others are refused {operation.permission.rule}"


_PEOPLE: Final = {Who.PILOT: "pilots", Who.MANAGER: "managers", Who.SELF: "anybody with an account"}


def _parameter(field: Field) -> str:
    default = "" if field.required or field.default is None else f", {_shown(field.default)} if left out"
    instead = f", in Python and scenarios, instead of `{field.instead_of}`" if field.instead_of else ""
    return f"`{field.name}{'' if field.required else '?'}` ({_kind(field.annotation)}{default}{instead})"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value}"


def _kind(annotation: Any) -> str:
    """What a parameter of that annotation takes, in words."""
    bare, _ = shape(annotation)
    if bare in _PLAIN:
        return _PLAIN[bare]
    if typing.get_origin(bare) is Annotated:
        return _marked(*typing.get_args(bare)[:2])
    origin = typing.get_origin(bare) or bare
    if origin in (Sequence, tuple, list):
        return f"list of {_kind(typing.get_args(bare)[0])}"
    if origin is Literal:
        return " | ".join(f"`{choice}`" for choice in typing.get_args(bare))
    if origin is Union:  # of such lists
        return " | ".join(_kind(part) for part in typing.get_args(bare))
    if origin in (Mapping, dict):
        return f"map of names to {_kind(typing.get_args(bare)[1])}"
    if issubclass(bare, dict):
        return "map of names to any value"
    if issubclass(bare, StrEnum):
        return " | ".join(f"`{choice}`" for choice in bare)
    if attrs.has(bare):
        return _structure(bare)
    raise TypeError(f"no words for {annotation!r}")


def _given_back(annotation: Any) -> str:
    """What a value is that a result or an event has, in words."""
    return described(shape(annotation)[0], "en")[0].words


_PLAIN: Final[dict[Any, str]] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    float: "number",
    Decimal: "number",
    Number: "number",
    date: "day",
    Day: "day",
    datetime: "instant",
    Instant: "instant",
    object: "any value",
    Any: "any value",
}


def _marked(bare: Any, mark: Any) -> str:
    if isinstance(mark, Range):
        return f"whole number from {mark.lowest}" + (f" to {mark.highest}" if mark.highest < 1_000_000 else "")
    if isinstance(mark, InsteadOf):
        return _kind(bare)
    if isinstance(mark, LastSeen):
        return f"`{mark.key}` of the last row seen"
    if isinstance(mark, FileMark):
        return ("folder" if mark.folder else "file") + (" to write" if mark.written else "")
    return _MARKS[mark]


_MARKS: Final = {
    Mark.EMAIL: "e-mail",
    Mark.LOGIN: "short text as typed",
    Mark.SEED: "text or whole number",
    Mark.HEADER: "line of text or bytes, which may be empty",
    Mark.LINE: "line of text, which may be empty",
    Mark.SENTENCE: "line of text",
    Mark.TYPED: "short text as typed",
    Mark.TEXT: "text as typed",
    Mark.SAID: "text as typed",
    Mark.PASSWORD: "new password",
    Mark.ADDRESS: "network address",
    Mark.ANYTHING: "any value",
    Mark.AS_IT_CAME: "what the provider sent",
}


def _structure(kind: type) -> str:
    return "{ " + ", ".join(_key(one) for one in fields_of(kind)) + " }"


def _key(field: Field) -> str:
    bare, may_be_none = shape(field.annotation)
    kind = _kind(bare)
    left_out = may_be_none or not field.required
    return f"`{field.name}{'?' if left_out else ''}`" + ("" if kind in ("text", "any value") else f" {kind}")


if __name__ == "__main__":
    write()
