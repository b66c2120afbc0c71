"""Telling a story: each step in a fresh school with a clock that stands still, up to the first that disagrees."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from ledr_core.domain.kernel.errors import Invalid, LedrError, NotFound, Refused
from ledr_core.ports.clock import FixedClock
from ledr_core.testing.scenarios.fresh import OpenSchool, School, fresh_school
from ledr_core.testing.scenarios.matching import Difference, differences, missing, shown, unwanted
from ledr_core.testing.scenarios.reading import FAILURES, Scenario, Step, filled, read_scenario
from ledr_core.views import as_json


@frozen
class Outcome:
    """What came of a scenario. Where it failed: the file, line and words of the step, what it expected and got."""

    file: str
    scenario: str
    passed: bool
    line: int | None = None
    step: str | None = None
    expected: str | None = None
    got: str | None = None
    seconds: float = 0.0
    rules: tuple[str, ...] = ()
    step_file: str | None = None
    """The file of the step, which may be a given one."""

    @property
    def message(self) -> str:
        """For people: one line when it passed; when it failed, also the step that disagrees."""
        if self.passed:
            return f"passed  {self.scenario} ({self.file})"
        return "\n".join(
            [
                f"FAILED  {self.scenario} ({self.file})",
                f"  {self.step_file}:{self.line}: {self.step}",
                f"    expected: {_indented(self.expected)}",
                f"    got:      {_indented(self.got)}",
            ]
        )


def run_files(files: Iterable[str | Path], open_school: OpenSchool, database: str | None = None) -> Iterator[Outcome]:
    """Run scenario files one after the other, each in a fresh school (see `fresh_school`).

    All are read before the first runs: raises Invalid for a file that is no scenario.
    """
    scenarios = [read_scenario(Path(file)) for file in files]
    return (run(scenario, open_school, database) for scenario in scenarios)


def run(scenario: Scenario, open_school: OpenSchool, database: str | None = None) -> Outcome:
    """Run one scenario. Raises Unavailable when no school can be opened."""
    started = time.perf_counter()
    clock = FixedClock(scenario.at)
    with fresh_school(open_school, database, clock) as school:
        story = _Story(scenario, school, clock)
        failed = next(filter(None, map(story.tell, scenario.steps)), None)
    seconds = time.perf_counter() - started
    if failed is None:
        return Outcome(scenario.file, scenario.title, True, seconds=seconds, rules=scenario.rules)
    return Outcome(
        file=scenario.file,
        scenario=scenario.title,
        passed=False,
        line=failed.step.line,
        step=failed.words,
        expected=failed.expected,
        got=failed.got,
        seconds=seconds,
        rules=scenario.rules,
        step_file=failed.step.file,
    )


@frozen
class _Disagreement:
    step: Step
    words: str
    expected: str
    got: str


class _Wrong(Exception):
    """A step disagrees: what it expected, what came."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(expected, got)
        self.expected = expected
        self.got = got


@define
class _Story:
    scenario: Scenario
    school: School
    clock: FixedClock
    kept: dict[str, Any] = field(factory=dict)

    def tell(self, step: Step) -> _Disagreement | None:
        """Run a step; None when it agrees."""
        if step.at is not None:
            self.clock.set(step.at)
        if step.do is None:
            return None
        by, given = str(filled(step.by, self.kept)), filled(step.given, self.kept)
        try:
            self._compare(step, filled(step.expected, self.kept), lambda: self._perform(step, by, given))
        except _Wrong as wrong:
            words = f"{step.do} by {by}" + (f" with {shown(given)}" if given else "")
            return _Disagreement(step, words, wrong.expected, wrong.got)
        return None

    def _perform(self, step: Step, by: str, given: dict[str, Any]) -> Any:
        if isinstance(given.get("file"), str):
            given = {**given, "file": str(self._path(step, given["file"]))}
        return as_json(self.school.perform(str(step.do), by, given, vouched=True))

    def _path(self, step: Step, file: str) -> Path:
        """Relative to the file of the step; in a given file, what is only beside the scenario is found there."""
        beside_step, beside_scenario = step.folder / file, self.scenario.folder / file
        return beside_scenario if beside_scenario.exists() and not beside_step.exists() else beside_step

    def _compare(self, step: Step, expected: Mapping[str, Any], perform: Callable[[], Any]) -> None:
        failure = next((key for key in FAILURES if key in expected), None)
        wanted = _wanted(expected)
        try:
            result = perform()
        except LedrError as error:
            if failure is None or not _is(error, failure, expected[failure]):
                raise _Wrong(wanted, f"{error.code.replace('_', ' ')}: {error}") from None
            return
        except Exception as error:
            raise _Wrong(wanted, _crash(error)) from None
        if failure is not None:
            raise _Wrong(wanted, f"no error, but {shown(result)}")
        found = [
            one for key, compare in _COMPARISONS.items() if key in expected for one in compare(expected[key], result)
        ]
        if found:
            raise _Wrong(_lines(found, lambda one: one.expected), _lines(found, lambda one: one.got))
        for name, key in step.keep.items():
            self.kept[name] = _part(result, key)


_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], list[Difference]]]] = {
    "returns": differences,
    "has": missing,
    "lacks": unwanted,
}


def _is(error: LedrError, failure: str, wanted: str) -> bool:
    if isinstance(error, Refused):
        return failure == "refused" and error.rule == wanted
    if isinstance(error, Invalid):
        return failure == "invalid" and error.field == wanted
    if isinstance(error, NotFound):
        return failure == "not_found" and error.kind == wanted
    return False


def _wanted(expected: Mapping[str, Any]) -> str:
    said = [f"{key.replace('_', ' ')} {shown(value)}" for key, value in expected.items()]
    return ", ".join(said) or "no error"


def _crash(error: Exception) -> str:
    """An error that no operation should raise, with the place in the code that a report about it needs."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"a fault of the library: {type(error).__name__}: {error} ({last.filename}:{last.lineno})"


def _part(result: Any, key: str | int) -> Any:
    """The part of a result that a key names: `message`, `question.reference`, or for lists `[0].message`."""
    part = result
    if isinstance(result, Mapping) and key in result:
        return result[key]
    for name in re.findall(r"[^.\[\]]+", str(key)):
        if isinstance(part, Mapping) and name in part:
            part = part[name]
        elif isinstance(part, list) and name.isdecimal() and int(name) < len(part):
            part = part[int(name)]
        else:
            there = list(part) if isinstance(part, Mapping) else part
            raise _Wrong(f"a key {key} to keep", f"none such: {shown(there)}")
    return part


_MOST_SHOWN: Final = 5


def _lines(found: list[Difference], side: Callable[[Difference], str]) -> str:
    lines = [f"{one.name}: {side(one)}" for one in found[:_MOST_SHOWN]]
    more = len(found) - _MOST_SHOWN
    return "\n".join([*lines, f"… {more} more"] if more > 0 else lines)


def _indented(text: str | None) -> str:
    return (text or "").replace("\n", "\n              ")
