"""What a scenario file may hold. Whatever is wrong with it is found here, before its first step runs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_instant
from ledr_core.wording import yaml12
from ledr_core.wording.yaml12 import Document, Place

FAILURES: Final = ("refused", "invalid", "not_found")
"""Keys of a step that say how its operation must fail."""
ENDINGS: Final = ("returns", *FAILURES)
"""Keys of which a step has at most one."""
EXPECTATIONS: Final = (*ENDINGS, "has", "lacks")
_SCENARIO: Final = ("scenario", "rules", "at", "given", "steps")
_FIXTURE: Final = ("steps",)
_STEP: Final = ("at", "do", "by", "with", *EXPECTATIONS, "keep")

Operations = Mapping[str, Collection[str]]
"""The operations there are, by name, with the names of their parameters."""


@frozen
class Step:
    """One step: moves the clock to `at`, then does the operation `do`; one of the two may be absent."""

    file: str
    line: int
    folder: Path
    """Where the file is: paths in the step are relative to it."""
    at: datetime | None
    do: str | None
    by: str = "staff"
    given: Mapping[str, Any] = field(factory=dict)
    expected: Mapping[str, Any] = field(factory=dict)
    """What must come of it, by key of the file: `returns`, `refused`, `has`…"""
    keep: Mapping[str, str | int] = field(factory=dict)
    """Names for parts of the result, which later steps write as `$name`."""


@frozen
class Scenario:
    """One story: where it stands, what it is called, the rules it shows, its first instant and its steps."""

    file: str
    title: str
    rules: tuple[str, ...]
    at: datetime
    steps: tuple[Step, ...]
    """Those of the given files first."""
    folder: Path


def is_scenario(content: object) -> bool:
    """Whether the content of a file is meant as a scenario: not steps that scenarios share, nor something else."""
    if not isinstance(content, Mapping):
        return False
    return "scenario" in content or ("steps" in content and any(key in content for key in _SCENARIO[1:4]))


def read_scenario(path: Path, operations: Operations | None = None) -> Scenario:
    """The scenario in a file. Raises Invalid with file, line, field and what is allowed."""
    document = yaml12.read(path)
    content = _map(document, (), document.value, _SCENARIO, required=("scenario", "at", "steps"))
    at = _instant(document, ("at",), content["at"])
    steps = _Steps(operations or school_operations(), at)
    for index, given in enumerate(_list(document, ("given",), content.get("given", []))):
        shared = _given_file(document, ("given", index), given, path.parent)
        steps.add(shared, (path.parent / given).parent)
    steps.add(document, path.parent)
    return Scenario(
        file=document.file,
        title=_text(document, ("scenario",), content["scenario"]),
        rules=_rules(document, content.get("rules", [])),
        at=at,
        steps=tuple(steps.found),
        folder=path.parent,
    )


@cache
def school_operations() -> Operations:
    """The operations of the school."""
    from ledr_core.application.areas import every_operation

    return {name: tuple(field.name for field in one.parameters) for name, one in every_operation().items()}


def _given_file(document: Document, place: Place, given: object, folder: Path) -> Document:
    name = _text(document, place, given)
    if not (folder / name).is_file():
        raise document.invalid(place, "no file there", {"value": name})
    shared = yaml12.read(folder / name)
    _map(shared, (), shared.value, _FIXTURE, required=_FIXTURE)
    return shared


@define
class _Steps:
    """Gathers the steps of the files in the order in which they run."""

    operations: Operations
    now: datetime
    """The instant reached."""
    kept: set[str] = field(factory=set)
    found: list[Step] = field(factory=list)

    def add(self, document: Document, folder: Path) -> None:
        steps = _list(document, ("steps",), document.value["steps"])
        if not steps:
            raise document.invalid(("steps",), "no steps")
        for index, step in enumerate(steps):
            place: Place = ("steps", index)
            self.found.append(self._step(document, place, _map(document, place, step, _STEP), folder))

    def _step(self, document: Document, place: Place, content: Mapping[str, Any], folder: Path) -> Step:
        at = self._moved(document, place, content) if "at" in content else None
        if "do" not in content:
            if at is None:
                raise document.invalid(place, "nothing done")
            if len(content) > 1:
                raise document.invalid(place, "no operation")
            return Step(document.file, document.line(place), folder, at, None)
        self._check_operation(document, place, content)
        self._check_ending(document, place, content)
        self._check_names(document, place, content)
        keep = self._keep(document, place, content.get("keep", {}))
        return Step(
            file=document.file,
            line=document.line(place),
            folder=folder,
            at=at,
            do=content["do"],
            by=_text(document, (*place, "by"), content.get("by", "staff")),
            given=content.get("with", {}),
            expected={key: content[key] for key in EXPECTATIONS if key in content},
            keep=keep,
        )

    def _moved(self, document: Document, place: Place, content: Mapping[str, Any]) -> datetime:
        at = _instant(document, (*place, "at"), content["at"])
        if at < self.now:
            raise document.invalid((*place, "at"), "clock moved back", {"earliest": self.now})
        self.now = at
        return at

    def _check_operation(self, document: Document, place: Place, content: Mapping[str, Any]) -> None:
        name = _text(document, (*place, "do"), content["do"])
        if name not in self.operations:
            area = name.partition(".")[0] + "."
            close = [known for known in self.operations if known.startswith(area)]
            areas = sorted({known.partition(".")[0] + ".…" for known in self.operations})
            raise document.invalid((*place, "do"), "no such operation", {"value": name, "choices": close or areas})
        given = content.get("with", {})
        if not isinstance(given, Mapping):
            raise document.invalid(
                (*place, "with"), "not a map", {"value": given, "choices": list(self.operations[name])}
            )
        for parameter in given:
            if parameter not in self.operations[name]:
                facts = {"operation": name, "value": parameter, "choices": list(self.operations[name])}
                raise document.invalid((*place, "with", parameter), "no such parameter", facts)

    def _check_ending(self, document: Document, place: Place, content: Mapping[str, Any]) -> None:
        endings = [key for key in ENDINGS if key in content]
        if len(endings) > 1:
            raise document.invalid((*place, endings[1]), "two endings", {"other": endings[0], "endings": list(ENDINGS)})
        failure = next((key for key in FAILURES if key in content), None)
        if failure is None:
            return
        wanted = _text(document, (*place, failure), content[failure])
        if failure == "refused" and not _RULE.fullmatch(wanted):
            raise document.invalid((*place, failure), "not a rule", {"value": wanted})
        for key in ("has", "lacks", "keep"):
            if key in content:
                raise document.invalid((*place, key), "no result to look at", {"ending": failure})

    def _check_names(self, document: Document, place: Place, content: Mapping[str, Any]) -> None:
        for key in ("by", "with", *EXPECTATIONS):
            for where, name in names_in(content.get(key), (*place, key)):
                if name not in self.kept:
                    raise document.invalid(
                        where,
                        "nothing kept of that name",
                        {"name": name, "choices": [f"${one}" for one in sorted(self.kept)]},
                    )

    def _keep(self, document: Document, place: Place, keep: object) -> dict[str, str | int]:
        if not isinstance(keep, Mapping):
            raise document.invalid((*place, "keep"), "not names and keys", {"value": keep})
        for name, key in keep.items():
            if not _NAME.fullmatch(name):
                raise document.invalid((*place, "keep", name), "not a name")
            if isinstance(key, bool) or not isinstance(key, str | int):
                raise document.invalid((*place, "keep", name), "not a key", {"value": key})
        self.kept.update(keep)
        return dict(keep)


_RULE: Final = re.compile("[A-Z]+-[0-9]+")
_NAME: Final = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_REFERENCE: Final = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")


def names_in(value: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """The `$name`s that make up whole values, and where they stand."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from names_in(part, (*place, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from names_in(part, (*place, index))
    elif isinstance(value, str) and (found := _REFERENCE.fullmatch(value)):
        yield place, found[1]


def filled(value: Any, kept: Mapping[str, Any]) -> Any:
    """A value with each `$name` replaced: a whole value by what was kept, within longer text by its text."""
    if isinstance(value, Mapping):
        return {key: filled(part, kept) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, kept) for part in value]
    if not isinstance(value, str) or "$" not in value:
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole and whole[1] in kept:
        return kept[whole[1]]
    return _REFERENCE.sub(lambda found: str(kept.get(found[1], found[0])), value)


def _map(
    document: Document, place: Place, value: object, allowed: Sequence[str], required: Sequence[str] = ()
) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise document.invalid(place, "no map", {"choices": list(allowed)})
    for key in value:
        if key not in allowed:
            raise document.invalid((*place, key), "unknown here", {"choices": list(allowed)})
    for key in required:
        if key not in value:
            raise document.invalid((*place, key), "missing", {"choices": list(allowed)})
    return value


def _list(document: Document, place: Place, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise document.invalid(place, "not a list", {"value": value})
    return value


def _text(document: Document, place: Place, value: object) -> str:
    if not isinstance(value, str):
        raise document.invalid(place, "not text", {"value": value})
    return value


def _instant(document: Document, place: Place, value: object) -> datetime:
    try:
        return read_instant(value, "at")
    except Invalid as error:
        raise document.invalid(place, error.ground, error.facts) from None


def _rules(document: Document, value: object) -> tuple[str, ...]:
    rules = _list(document, ("rules",), value)
    for index, rule in enumerate(rules):
        if not isinstance(rule, str) or not _RULE.fullmatch(rule):
            raise document.invalid(("rules", index), "not a rule", {"value": rule})
    return tuple(rules)
