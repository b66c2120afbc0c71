"""What a step gives its operation, read as the operation will read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

import attrs
from attrs import define

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.testing.scenarios.names import has_names
from ledr_core.testing.scenarios.slips import name_meant, unknown_name
from ledr_core.wording.yaml12 import Document, Place

if TYPE_CHECKING:
    from ledr_core.application.operating.operation import Operation
    from ledr_core.application.operating.values import Field


Lacks: TypeAlias = "Callable[[Field, object], bool]"
"""Whether a parameter names a file that is not there."""


def wrong_parameters(
    document: Document, place: Place, operation: Operation, given: object, lacks: Lacks, *, judged: bool
) -> Iterator[Invalid]:
    """What is wrong with the parameters at a place: unknown ones; if *judged*, also missing and unreadable ones.

    They are not judged where the step says that one of them must be invalid.
    """
    names = [field.name for field in operation.parameters]
    if not isinstance(given, Mapping):
        yield document.invalid(place, "not a map", {"value": given, "choices": names})
        return
    unknown = [name for name in given if name not in names]
    for name in unknown:
        yield _unknown(document, (*place, name), operation, names)
    if judged:
        meant = {close for name in unknown for close in name_meant(name, names)}
        for field in operation.parameters:
            if _is_missing(field, operation, given) and field.name not in meant:
                yield document.invalid((*place, field.name), "missing in a step", _facts(operation, field))
            elif given.get(field.name) is not None and not has_names(given[field.name]):
                yield from _unreadable(document, place, field, given[field.name])
                if lacks(field, given[field.name]):
                    yield document.invalid((*place, field.name), "file not there", {"path": given[field.name]})


@define
class Files:
    """The files that steps name: beside the file that holds the step, or beside the scenario, or made by a step."""

    scenario: Path
    """The folder in which the scenario is."""
    _made: list[Path] = attrs.field(factory=list)

    def lack(self, taken: Field, value: object, folder: Path) -> bool:
        """Whether a parameter names a file or folder to read that is not there, and that no step before it makes."""
        from ledr_core.application.operating.values import file_mark

        mark = file_mark(taken.annotation)
        if mark is None or not isinstance(value, str) or not value.strip():
            return False
        named = [one / value for one in (folder, self.scenario)]
        if mark.written:
            self._made += named
            return False
        return not any(path.exists() or any(path.is_relative_to(made) for made in self._made) for path in named)


def _unknown(document: Document, place: Place, operation: Operation, names: list[str]) -> Invalid:
    if place[-1] == "by":
        return document.invalid(place, "by among the parameters", {"choices": names, "operation": operation.name})
    facts = {"operation": operation.name, "value": place[-1], "choices": names}
    return unknown_name(document, place, "no such parameter", facts | {"close": name_meant(str(place[-1]), names)})


def _is_missing(field: Field, operation: Operation, given: Mapping[str, object]) -> bool:
    others = [one.name for one in operation.parameters if one.instead_of == field.name]
    if others:
        return field.name not in given and not any(name in given for name in others)
    return field.required and given.get(field.name) is None


def _facts(operation: Operation, field: Field) -> dict[str, object]:
    return {"operation": operation.name, "name": field.name}


def _unreadable(document: Document, place: Place, field: Field, value: object) -> Iterator[Invalid]:
    for error in _errors(field.annotation, value, field.name):
        parts = re.findall(r"[^.\[\]]+|\[\d+\]", error.field)
        within = tuple(int(part[1:-1]) if part.startswith("[") else part for part in parts)
        yield document.invalid((*place, *within), error.ground, error.facts)


def _errors(annotation: Any, value: object, name: str) -> Iterator[Invalid]:
    """What keeps a value from being read: what is wrong with its parts, or else with itself."""
    from ledr_core.application.operating.values import read

    try:
        read(annotation, value, name)
    except Invalid as error:
        found = [one for part in _parts(annotation, value, name) for one in _errors(*part)]
        yield from found or [error]


def _parts(annotation: Any, value: object, name: str) -> Iterator[tuple[Any, object, str]]:
    """The items of a list and the fields of a structure, as they are read."""
    from ledr_core.application.operating.values import fields_of, shape

    bare, _ = shape(annotation)
    if isinstance(value, list) and get_args(bare):
        yield from ((get_args(bare)[0], item, f"{name}[{index}]") for index, item in enumerate(value))
    elif isinstance(value, Mapping) and isinstance(bare, type) and attrs.has(bare):
        known = [field for field in fields_of(bare) if field.name in value]
        yield from ((field.annotation, value[field.name], f"{name}.{field.name}") for field in known)
