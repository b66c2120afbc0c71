"""Telling a story: each step in a fresh school with a clock that stands still, up to the first that disagrees."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import define, evolve, field, frozen

from ledr_core.domain.kernel.errors import Invalid, LedrError, NotFound, Refused
from ledr_core.ports.clock import FixedClock
from ledr_core.testing.scenarios.fresh import OpenSchool, School, fresh_school
from ledr_core.testing.scenarios.matching import (
    Difference,
    differences,
    in_school_time,
    missing,
    shown,
    unwanted,
)
from ledr_core.testing.scenarios.names import filled
from ledr_core.testing.scenarios.paths import located
from ledr_core.testing.scenarios.reading import Reading, Scenario, examine
from ledr_core.testing.scenarios.saying import Problem, ScenarioWords, scenario_words
from ledr_core.testing.scenarios.schools import PREFIX
from ledr_core.testing.scenarios.steps import FAILURES, Step
from ledr_core.testing.scenarios.suggesting import meant
from ledr_core.views import as_json
from ledr_core.wording import yaml12


@frozen
class Played:
    """What came of one step: its result, or the error that it was expected to meet."""

    file: str
    line: int
    step: str
    result: Any = None
    error: str | None = None


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
    problems: tuple[Problem, ...] = ()
    """All that is wrong with the file, where it could not be read."""
    steps: tuple[Played, ...] = ()
    """What each step came to, where that was asked for."""
    language: str = "en"

    @property
    def unreadable(self) -> bool:
        """Whether nothing was played, since the file is wrong."""
        return bool(self.problems)

    @property
    def message(self) -> str:
        """For people: one line when it passed; when it failed, also the step that disagrees, or what is wrong."""
        words = scenario_words(self.language)
        if self.unreadable:
            told = [line for one in self.problems for line in _problem(one, words)]
            return "\n".join([words.say("unreadable", file=self.file), *told])
        title = words.say("passed" if self.passed else "failed", title=self.scenario, file=self.file)
        shown_steps = [line for one in self.steps for line in _shown_step(one)]
        if self.passed:
            return "\n".join([title, *shown_steps])
        expected, got = (words.say(label) for label in ("expected", "got"))
        return "\n".join(
            [
                title,
                *shown_steps,
                f"  {self.step_file}:{self.line}: {self.step}",
                "    " + _beside(expected, self.expected),
                "    " + _beside(got, self.got),
            ]
        )


def run_files(
    files: Iterable[str | Path], open_school: OpenSchool, database: str | None = None, language: str = "en"
) -> Iterator[Outcome]:
    """Run scenario files one after the other, each in a fresh school (see `fresh_school`).

    All are read before the first runs; one that is no scenario is an outcome that has not passed.
    """
    readings = [examine(Path(file)) for file in files]
    return (played(reading, open_school, database, language) for reading in readings)


def played(
    reading: Reading, open_school: OpenSchool, database: str | None = None, language: str = "en", *, show: bool = False
) -> Outcome:
    """Run what was read; gives what is wrong with it where it could not be."""
    if reading.scenario is None:
        return checked(reading, language)
    return run(reading.scenario, open_school, database, language, show=show)


def checked(reading: Reading, language: str = "en") -> Outcome:
    """What was read, without playing it: it has passed when nothing is wrong with it."""
    words = scenario_words(language)
    problems = tuple(words.problem(error) for error in reading.errors)
    scenario = reading.scenario
    title, rules = ("", ()) if scenario is None else (scenario.title, scenario.rules)
    return Outcome(reading.file, title, scenario is not None, rules=rules, problems=problems, language=language)


def run(
    scenario: Scenario,
    open_school: OpenSchool,
    database: str | None = None,
    language: str = "en",
    *,
    show: bool = False,
) -> Outcome:
    """Run one scenario; with *show* the outcome has what each step gave, but for those of the library's schools.

    Raises Unavailable when no school can be opened.
    """
    started = time.perf_counter()
    clock = FixedClock(scenario.begins)
    with fresh_school(open_school, database, clock) as school:
        story = _Story(scenario, school, clock, scenario_words(language))
        failed = next(filter(None, map(story.tell, scenario.steps)), None)
    outcome = Outcome(
        file=scenario.file,
        scenario=scenario.title,
        passed=failed is None,
        seconds=time.perf_counter() - started,
        rules=scenario.rules,
        steps=tuple(one for one in story.played if not one.file.startswith(PREFIX)) if show else (),
        language=language,
    )
    if failed is None:
        return outcome
    where = evolve(outcome, step_file=failed.step.file, line=failed.step.line, step=failed.words)
    return evolve(where, expected=failed.expected, got=failed.got)


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
    words: ScenarioWords
    kept: dict[str, Any] = field(factory=dict)
    played: list[Played] = field(factory=list)

    def tell(self, step: Step) -> _Disagreement | None:
        """Run a step; None when it agrees."""
        if step.at is not None:
            self.clock.set(step.at)
        if step.do is None:
            return None
        by, given = str(filled(step.by, self.kept)), filled(step.given, self.kept)
        words = self.words.step(step.do, by, given)
        try:
            came = self._compared(step, filled(step.expected, self.kept), by, given)
        except _Wrong as wrong:
            return _Disagreement(step, words, wrong.expected, wrong.got)
        self.played.append(Played(step.file, step.line, words, **came))
        return None

    def _compared(self, step: Step, expected: Mapping[str, Any], by: str, given: dict[str, Any]) -> dict[str, Any]:
        """What came of a step that agrees: its result or its error. Raises _Wrong for one that does not."""
        failure = next((key for key in FAILURES if key in expected), None)
        try:
            result = self._perform(step, by, given)
        except LedrError as error:
            said = self.words.error(error)
            if failure is None or not _is(error, failure, expected[failure]):
                hints = meant(error, {"by": by, **given}, self.school, self.words)
                raise _Wrong(self.words.wanted(expected), said + hints) from None
            return {"error": said}
        except Exception as error:
            raise _Wrong(self.words.wanted(expected), self.words.fault(error)) from None
        if failure is not None:
            came = self.words.say("result instead", value=shown(result))
            raise _Wrong(self.words.wanted(expected), came)
        self._must_agree(expected, result)
        self.kept |= {name: self._part(result, key) for name, key in step.keep.items()}
        return {"result": result}

    def _perform(self, step: Step, by: str, given: dict[str, Any]) -> Any:
        values = located(step, given, self.scenario.folder)
        return as_json(self.school.perform(str(step.do), by, values, vouched=True, beside=str(step.folder)))

    def _must_agree(self, expected: Mapping[str, Any], result: Any) -> None:
        found = [
            one for key, compare in _COMPARISONS.items() if key in expected for one in compare(expected[key], result)
        ]
        if found:
            raise _Wrong(*self.words.differences(found))

    def _part(self, result: Any, key: str | int) -> Any:
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
                there = shown(list(part) if isinstance(part, Mapping) else part)
                raise _Wrong(self.words.say("part to keep", key=key), self.words.say("no such part", value=there))
        return part


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


def _shown_step(played: Played) -> Iterator[str]:
    yield f"  {played.file}:{played.line}: {played.step}"
    said = played.error if played.error is not None else yaml12.dump(in_school_time(played.result)).rstrip("\n")
    yield from (f"    {line}" for line in said.splitlines())


def _problem(problem: Problem, words: ScenarioWords) -> Iterator[str]:
    yield f"  {problem.message}"
    if problem.help:
        yield "    " + words.say("help", help=problem.help)


def _beside(label: str, text: str | None) -> str:
    """Text of several lines after a label."""
    return label + (text or "").replace("\n", "\n" + " " * (4 + len(label)))
