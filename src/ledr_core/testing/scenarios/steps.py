"""The steps of a scenario: what each may say, and what can be known of it without playing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import as_typed, day_of
from ledr_core.testing.scenarios.endings import must_be_a_kind, must_be_a_rule
from ledr_core.testing.scenarios.expectations import as_results_say, known_part, wrong_with
from ledr_core.testing.scenarios.findings import Findings, instant
from ledr_core.testing.scenarios.names import NAME, TODAY, dated, names_in
from ledr_core.testing.scenarios.parameters import Files, wrong_parameters
from ledr_core.testing.scenarios.slips import operation_meant
from ledr_core.wording.yaml12 import Document, Place

if TYPE_CHECKING:
    from ledr_core.application.operating.operation import Operation
    from ledr_core.application.operating.values import Field

FAILURES: Final = ("refused", "invalid", "not_found")
"""Keys of a step that say how its operation must fail."""
ENDINGS: Final = ("returns", *FAILURES)
"""Keys of which a step has at most one."""
COMPARED: Final = ("returns", "has", "lacks")
"""Keys of a step that say what its result is."""
EXPECTATIONS: Final = (*ENDINGS, "has", "lacks")
_STEP: Final = ("at", "do", "by", "with", *EXPECTATIONS, "keep")


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


@define
class Steps:
    """Gathers the steps of the files in the order in which they run, and all that is wrong with them."""

    operations: Mapping[str, Operation]
    findings: Findings
    at: datetime
    """The scenario's first instant."""
    files: Files
    now: datetime | None = None
    """The instant reached; none before the first step."""
    kept: set[str] = field(factory=set)
    found: list[Step] = field(factory=list)

    @property
    def begins(self) -> datetime:
        """Where the clock stands first."""
        first = self.found[0].at if self.found else None
        return self.at if first is None else min(self.at, first)

    def add_given(self, document: Document, folder: Path, content: Mapping[str, Any]) -> None:
        """Add the steps of a file that scenarios share. One with a history ends at the scenario's instant."""
        self.add(document, folder, content.get("steps", []))
        if self.now is None or self.now < self.at:
            self.now = self.at
            self.found.append(Step(document.file, document.line(("steps",)), folder, self.at, None))

    def add(self, document: Document, folder: Path, value: object) -> None:
        """Add the steps of a file."""
        steps = self.findings.items(document, ("steps",), value)
        if not steps and isinstance(value, list):
            self.findings.errors.append(document.invalid(("steps",), "no steps"))
        for index, step in enumerate(steps):
            reader = _StepReader(self, document, ("steps", index), folder)
            self.found.extend(reader.step(dated(step, day_of(self.at))))


@define
class _StepReader:
    """Reads one step of a file."""

    steps: Steps
    document: Document
    place: Place
    folder: Path

    def step(self, value: object) -> Iterator[Step]:
        """The step; none where it cannot be told what it does."""
        noted = self.steps.findings.noted
        content = self.steps.findings.keys(self.document, self.place, value, _STEP)
        if not isinstance(value, Mapping):
            return
        at: datetime | None = None
        with noted():
            at = self._moved(content)
        if "do" not in content:
            with noted():
                self._must_move_only(content)
            yield Step(self.document.file, self.document.line(self.place), self.folder, at, None)
            return
        operation: Operation | None = None
        with noted():
            operation = self._operation(content["do"])
        if operation is not None:
            said = {key: as_results_say(content[key], operation) for key in COMPARED if key in content}
            content = {**content, **said}
        by = self.steps.findings.text(self.document, (*self.place, "by"), content.get("by", "staff"))
        self._check(content, operation)
        has_result = operation is not None and not any(key in content for key in FAILURES)
        keep = self._keep(content.get("keep", {}), operation if has_result else None)
        yield Step(
            file=self.document.file,
            line=self.document.line(self.place),
            folder=self.folder,
            at=at,
            do=str(content["do"]),
            by=by,
            given=content.get("with", {}),
            expected={key: content[key] for key in EXPECTATIONS if key in content},
            keep=keep,
        )

    def _moved(self, content: Mapping[str, Any]) -> datetime | None:
        """The instant to which the clock moves, which stands at the scenario's before."""
        steps = self.steps
        if "at" not in content:
            steps.now = steps.now or steps.at
            return None
        at = instant(self.document, (*self.place, "at"), content["at"])
        if steps.now is not None and at < steps.now:
            earliest = as_typed(steps.now)
            raise self.document.invalid((*self.place, "at"), "clock moved back", {"earliest": earliest})
        steps.now = at
        return at

    def _must_move_only(self, content: Mapping[str, Any]) -> None:
        if "at" not in content:
            raise self.document.invalid(self.place, "nothing done")
        if len(content) > 1:
            raise self.document.invalid(self.place, "no operation")

    def _lacks(self, taken: Field, value: object) -> bool:
        return self.steps.files.lack(taken, value, self.folder)

    def _operation(self, name: object) -> Operation | None:
        """The operation of that name, or the one that was meant; none where none is near, and for what is no text."""
        place, known = (*self.place, "do"), self.steps.operations
        if not isinstance(name, str):
            raise self.document.invalid(place, "not text", {"value": name})
        if name in known:
            return known[name]
        close = operation_meant(name, list(known))
        area = name.partition(".")[0] + "."
        there = [one for one in known if one.startswith(area)] or _areas(known)
        facts = {"value": name, "choices": there, "close": close}
        self.steps.findings.errors.append(self.document.invalid(place, "no such operation", facts))
        return known[close[0]] if close else None

    def _check(self, content: Mapping[str, Any], operation: Operation | None) -> None:
        """Note what is wrong with the parameters, the ending, the names and the keys of the result."""
        noted, errors = self.steps.findings.noted, self.steps.findings.errors
        if operation is not None:
            given, place = content.get("with", {}), (*self.place, "with")
            judged = "invalid" not in content
            lacks = self._lacks if judged and not any(key in content for key in FAILURES) else _lacks_nothing
            errors += wrong_parameters(self.document, place, operation, given, lacks, judged=judged)
        for key in ENDINGS:
            with noted():
                self._check_ending(key, content)
        for key in ("by", "with", *EXPECTATIONS):
            errors += self._unknown_names((*self.place, key), content.get(key))
        if operation is not None and not any(key in content for key in FAILURES):
            for key in COMPARED:
                if key in content:
                    errors += wrong_with(self.document, (*self.place, key), operation, content[key])

    def _check_ending(self, key: str, content: Mapping[str, Any]) -> None:
        if key not in content:
            return
        first = next(one for one in ENDINGS if one in content)
        if key != first:
            facts = {"other": first, "endings": list(ENDINGS)}
            raise self.document.invalid((*self.place, key), "two endings", facts)
        if key not in FAILURES:
            return
        place, wanted = (*self.place, key), content[key]
        if wanted is None:
            raise self.document.invalid(place, f"{key} left empty")
        if not isinstance(wanted, str):
            raise self.document.invalid(place, "not text", {"value": wanted})
        if key == "refused":
            must_be_a_rule(self.document, place, wanted)
        if key == "not_found":
            must_be_a_kind(self.document, place, wanted)
        for one in ("has", "lacks", "keep"):
            if one in content:
                raise self.document.invalid((*self.place, one), "no result to look at", {"ending": key})

    def _unknown_names(self, place: Place, value: object) -> Iterator[Invalid]:
        kept = self.steps.kept
        for where, name in names_in(value, place):
            if name not in kept:
                choices = [f"${one}" for one in sorted(kept)]
                yield self.document.invalid(where, "nothing kept of that name", {"name": name, "choices": choices})

    def _keep(self, keep: object, operation: Operation | None) -> dict[str, str | int]:
        place = (*self.place, "keep")
        if not isinstance(keep, Mapping):
            self.steps.findings.errors.append(self.document.invalid(place, "not names and keys", {"value": keep}))
            return {}
        for name, key in keep.items():
            with self.steps.findings.noted():
                self._must_name(name, key, (*place, name))
                if operation is not None:
                    known_part(self.document, (*place, name), operation, key)
        self.steps.kept.update(keep)
        return dict(keep)

    def _must_name(self, name: str, key: object, place: Place) -> None:
        if not NAME.fullmatch(name):
            raise self.document.invalid(place, "not a name")
        if name == TODAY:
            raise self.document.invalid(place, "name of the day")
        if isinstance(key, bool) or not isinstance(key, str | int):
            raise self.document.invalid(place, "not a key", {"value": key})


def _areas(operations: Mapping[str, Operation]) -> list[str]:
    return sorted({name.partition(".")[0] + ".…" for name in operations})


def _lacks_nothing(*_: object) -> bool:
    """Where an operation is to fail, a file may be missing."""
    return False
