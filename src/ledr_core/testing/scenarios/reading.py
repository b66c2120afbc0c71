"""What a scenario file may hold. Whatever is wrong with it is found here, all of it, before its first step runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.testing.scenarios.endings import must_be_a_rule
from ledr_core.testing.scenarios.findings import Findings, instant
from ledr_core.testing.scenarios.parameters import Files
from ledr_core.testing.scenarios.schools import FIRST, PREFIX, file_of, shipped
from ledr_core.testing.scenarios.steps import Step, Steps
from ledr_core.wording import yaml12
from ledr_core.wording.yaml12 import Document, Place
from ledr_core.wording.yaml12.documents import WHOLE

if TYPE_CHECKING:
    from ledr_core.application.operating.operation import Operation

_SCENARIO: Final = ("scenario", "rules", "at", "given", "steps")
_FIXTURE: Final = ("steps",)
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the instant of a file that does not say it, so that its steps are read all the same."""


@frozen
class Scenario:
    """One story: where it stands, what it is called, the rules it shows, its instants and its steps."""

    file: str
    title: str
    rules: tuple[str, ...]
    begins: datetime
    """Where the clock stands first: at the file's instant, or earlier where a given school has a history."""
    at: datetime
    steps: tuple[Step, ...]
    """Those of the given files first."""
    folder: Path


@frozen
class Reading:
    """What reading a file came to: its scenario, or all that is wrong with it."""

    file: str
    scenario: Scenario | None
    errors: tuple[Invalid, ...] = ()
    sources: tuple[Path, ...] = ()
    """The files that were read."""


def read_scenario(path: Path) -> Scenario:
    """The scenario in a file. Raises Invalid with file, line, field and what is allowed: the first thing wrong."""
    reading = examine(path)
    if reading.scenario is None:
        raise reading.errors[0]
    return reading.scenario


def examine(path: Path) -> Reading:
    """Read a scenario file, and the files it names, without playing anything."""
    try:
        document = yaml12.read(path)
    except Invalid as error:
        return Reading(str(path), None, (error,), (path,))
    return _Reader(document, path).reading()


def is_scenario(content: object) -> bool:
    """Whether the content of a file is meant as a scenario: not steps that scenarios share, nor something else."""
    if not isinstance(content, Mapping):
        return False
    return "scenario" in content or ("steps" in content and any(key in content for key in _SCENARIO[1:4]))


def scenario_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files among these, and of folders those in them that are meant as scenarios, readable or not."""
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if file.suffix in ENDINGS and _is_meant(file))
        else:
            yield path


def examined(paths: Iterable[Path]) -> Iterator[Reading]:
    """The scenario files among these and in folders, read; a folder without any is wrong as a whole."""
    for path in paths:
        files = list(scenario_files([path]))
        yield from map(examine, files)
        if not files:
            yield Reading(str(path), None, (Invalid(WHOLE, "no scenario in it", file=str(path)),), (path,))


ENDINGS: Final = (".yaml", ".yml")
"""How the names of scenario files end."""
_TITLE: Final = re.compile(rb"^scenario\s*:", re.MULTILINE)


def _is_meant(file: Path) -> bool:
    try:
        return is_scenario(yaml12.read(file).value)
    except Invalid:
        return file.is_file() and bool(_TITLE.search(file.read_bytes()))


@cache
def school_operations() -> Mapping[str, Operation]:
    """The operations of the school by name."""
    from ledr_core.application.areas import every_operation

    return every_operation()


@define
class _Reader:
    """Reads one scenario file."""

    document: Document
    path: Path
    findings: Findings = field(factory=Findings)
    sources: list[Path] = field(factory=list)

    def reading(self) -> Reading:
        document, found = self.document, self.findings
        content = found.keys(document, (), document.value, _SCENARIO, required=("scenario", "at", "steps"))
        title = found.text(document, ("scenario",), content.get("scenario", ""))
        rules = self._rules(content.get("rules", []))
        at = self._at(content)
        steps = Steps(school_operations(), found, at, Files(self.path.parent))
        self._given(steps, content)
        if "steps" in content:
            steps.add(document, self.path.parent, content["steps"])
        sources = (self.path, *self.sources)
        if found.errors:
            return Reading(document.file, None, _in_order(found.errors), sources)
        scenario = Scenario(document.file, title, rules, steps.begins, at, tuple(steps.found), self.path.parent)
        return Reading(document.file, scenario, sources=sources)

    def _rules(self, value: object) -> tuple[str, ...]:
        rules = self.findings.items(self.document, ("rules",), value)
        for index, rule in enumerate(rules):
            with self.findings.noted():
                must_be_a_rule(self.document, ("rules", index), rule)
        return tuple(map(str, rules))

    def _at(self, content: Mapping[str, Any]) -> datetime:
        with self.findings.noted():
            if "at" in content:
                return instant(self.document, ("at",), content["at"])
        return _LONG_AGO

    def _given(self, steps: Steps, content: Mapping[str, Any]) -> None:
        """Add the steps of the given files: the first may begin before the scenario, whose instant is then reached."""
        files = self.findings.items(self.document, ("given",), content.get("given", []))
        for index, given in enumerate(files):
            with self.findings.noted():
                shared, path = self._given_file(("given", index), given)
                self.sources.append(path)
                steps.add_given(shared, path.parent, self.findings.keys(shared, (), shared.value, _FIXTURE, _FIXTURE))

    def _given_file(self, place: Place, given: object) -> tuple[Document, Path]:
        name = self.findings.text(self.document, place, given)
        path = file_of(name) if name.startswith(PREFIX) else self.path.parent / name
        if path.is_file():
            return yaml12.read(path, name if name.startswith(PREFIX) else None), path
        if name.startswith(PREFIX):
            raise self.document.invalid(place, "no such school", {"value": name, "choices": list(shipped())})
        close = [school for school in shipped() if school == PREFIX + Path(name).stem]
        raise self.document.invalid(place, "no file there", {"value": name, "school": FIRST, "close": close or None})


def _in_order(errors: Sequence[Invalid]) -> tuple[Invalid, ...]:
    """File after file, in the order of reading, and line after line."""
    files = list(dict.fromkeys(error.file for error in errors))
    return tuple(sorted(errors, key=lambda error: (files.index(error.file), error.line or 0)))
