"""The tables of what comes out of the school: results, events and errors, made from the code (`make reference`)."""

from __future__ import annotations

import inspect
import typing
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

import attrs

from ledr_core import Conflict, Invalid, LedrError, NotFound, Refused, Unavailable
from ledr_core.application.areas import AREAS, every_operation
from ledr_core.application.operating.values import shape
from ledr_core.domain import events
from ledr_core.domain.events import Event
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.identifiers import CompanyId, Identifier, PersonId
from ledr_core.wording import told
from ledr_core.wording.catalogue import sentences

Says = typing.Callable[[Any], str]
"""Says of an annotation what a value of it is."""


def pages(kind: Says) -> dict[str, str]:
    """The pages by file name; *kind* says of a plain annotation what it is."""
    return {"views.md": _views(kind), "events.md": _events(kind), "errors.md": _errors()}


CONTENTS: Final = """\
What comes out of it: [results, key by key](views.md), [events](events.md) that subscribers hear, [errors](errors.md)
with the status of a web service."""


# Results


def _views(kind: Says) -> str:
    parts = ["# Results", _ABOUT_VIEWS]
    for area, views in _by_area().items():
        if views:
            parts.append(f"## {area}")
            parts.extend(_view(view, kind) for view in views)
    return "\n\n".join(parts) + "\n"


_ABOUT_VIEWS: Final = """\
What operations give back, area by area. Each is a frozen value: keys are read as attributes, lists are tuples;
`ledr_core.views.as_json` gives the JSON form, with these keys. What may be null has a `?`."""


def _by_area() -> dict[str, list[type]]:
    """The views of the results of each area, the first area that gives one having it."""
    found: dict[type, str] = {}
    for name, operation in every_operation().items():
        for view in _views_in(operation.result):
            found.setdefault(view, name.partition(".")[0])
    return {area: [view for view, of in found.items() if of == area] for area in AREAS}


def _views_in(annotation: Any) -> Iterator[type]:
    bare, _ = shape(annotation)
    if isinstance(bare, type) and attrs.has(bare) and bare is not Content:
        yield bare
        hints = typing.get_type_hints(bare, include_extras=True)
        for one in attrs.fields(bare):
            yield from _views_in(hints[one.name])
    else:
        for part in typing.get_args(bare):
            yield from _views_in(part)


def _view(view: type, kind: Says) -> str:
    hints = typing.get_type_hints(view, include_extras=True)
    rows = [
        f"| `{one.name}{'?' * shape(hints[one.name])[1]}` | {_said(hints[one.name], kind)} |"
        for one in attrs.fields(view)
    ]
    table = ["| key | value |", "| --- | --- |", *rows] if rows else ["No keys: `{}`."]
    return "\n".join([f"### {_called(view)}", "", " ".join((inspect.getdoc(view) or "").split()), "", *table])


def _said(annotation: Any, kind: Says) -> str:
    bare, _ = shape(annotation)
    origin = typing.get_origin(bare) or bare
    if origin in (Sequence, tuple, list):
        return f"list of {_said(typing.get_args(bare)[0], kind)}"
    if origin in (Mapping, dict):
        return f"map of names to {_said(typing.get_args(bare)[1], kind)}"
    if attrs.has(bare) and bare is not Content:
        return f"[{_called(bare)}](#{_called(bare).lower().replace(' ', '-')})"
    return kind(annotation).replace("|", r"\|")


def _called(view: type) -> str:
    """What a view is called: where two areas have one of that name, by its area too."""
    return view.__name__ if _names()[view.__name__] == 1 else f"{view.__module__.rpartition('.')[2]} {view.__name__}"


@cache
def _names() -> Counter[str]:
    return Counter(view.__name__ for views in _by_area().values() for view in views)


# Events


def _events(kind: Says) -> str:
    rows = [_event(event, kind) for event in vars(events).values() if _is_event(event)]
    return "\n".join(
        ["# Events", "", _ABOUT_EVENTS, "", "| event | what happened | fields |", "| --- | --- | --- |", *rows, ""]
    )


_ABOUT_EVENTS: Final = """\
What `school.subscribe(handler)` hears after commit: values of `ledr_core.domain.events`. Each has `at` too, the instant
(UTC). What may be None has a `?`."""


def _is_event(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Event) and value is not Event


def _event(event: type, kind: Says) -> str:
    hints = typing.get_type_hints(event)
    fields = [_field(one.name, hints[one.name], kind) for one in attrs.fields(event) if one.name != "at"]
    return f"| `{event.__name__}` | {' '.join((inspect.getdoc(event) or '').split())} | {', '.join(fields)} |"


def _field(name: str, annotation: Any, kind: Says) -> str:
    bare, may_be_none = shape(annotation)
    if bare is PersonId:
        what = "e-mail"
    elif bare is CompanyId:
        what = "name"
    elif isinstance(bare, type) and issubclass(bare, Identifier):
        what = "reference"
    else:
        what = kind(bare)
    return f"`{name}{'?' * may_be_none}` {what}"


# Errors


def _errors() -> str:
    kinds = ["| error | `code` | `status` |", "| --- | --- | --- |"]
    kinds += [f"| {type(one).__name__} | `{one.code}` | {one.status} |" for one in _OTHERS]
    kinds += ["| Refused | `refused` | 401, 403, 409 or 429, by rule and ground: below |"]
    grounds = ["| rule | ground | `status` | in English |", "| --- | --- | --- | --- |"]
    for rule, known in sentences("refusals").items():
        grounds += [_ground(Refused(rule, ground)) for ground in known]
    return "\n".join(
        ["# Errors", "", _ABOUT_ERRORS, "", *kinds, "", "## Refusals", "", _ABOUT_REFUSALS, "", *grounds, ""]
    )


_OTHERS: Final[tuple[LedrError, ...]] = (
    NotFound("person", "lea@manpower.example"),
    Invalid("day", "missing"),
    Conflict(),
    Unavailable("database", "locked", {"path": "ecole.db", "seconds": 30}),
)
_ABOUT_ERRORS: Final = """\
All under `ledr_core.LedrError`; `error.status` is the HTTP status with which a web service answers."""
_ABOUT_REFUSALS: Final = """\
`rule` and `reason` of a refusal; the sentence is what is said where no more is known than that. 403 is for rules that
say what somebody has a right to, 409 for those that say what may be done at all, whoever asks. Ground `role`, under the
rule that an operation names, is 403 whichever that is."""


def _ground(refusal: Refused) -> str:
    said = told(refusal, "en").message.replace("|", r"\|")
    return f"| {refusal.rule} | {refusal.reason} | {refusal.status} | {said} |"
