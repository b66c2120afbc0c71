"""`ledr scenario`: play scenario files, read them, begin one, and tell which rules have one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ledr_cli.extras import Argument, Extra
from ledr_cli.options import Settings
from ledr_cli.running import SOME_FAILED, now, write_json
from ledr_cli.texts import text
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.views import as_json

if TYPE_CHECKING:
    from ledr_core.testing.scenarios import Outcome, Problem, Reading
    from ledr_core.testing.scenarios.covering import Covered

UNREADABLE: Final = 2
"""The exit status where no file could be read."""
BETWEEN_LOOKS: Final = 0.3
"""Seconds between two looks at the files, while somebody writes them."""


def verbs(language: str) -> list[Extra]:
    """The commands of `ledr scenario`."""
    files = [_files(language)]
    return [
        Extra("run", language, _run, _RUN, text("scenario run", language), _to_run(language)),
        Extra("check", language, _check, _CHECK, text("scenario check", language), files),
        Extra("new", language, _new, _NEW, text("scenario new", language), _to_begin(language)),
        Extra("coverage", language, _coverage, _COVERAGE, text("scenario coverage", language), files),
    ]


_RUN: Final = "ledr scenario run scenarios --rule SLOT-2 --show"
_CHECK: Final = "ledr scenario check scenarios"
_NEW: Final = "ledr scenario new rework.yaml --rule CASE-9"
_COVERAGE: Final = "ledr scenario coverage scenarios"


def _files(language: str) -> click.Parameter:
    shown = text("metavar FILE", language)
    return Argument("files", f"{shown}…", text("scenario files", language), required=True, nargs=-1)


def _to_run(language: str) -> list[click.Parameter]:
    report = f"{text('metavar FILE', language)}.xml"
    rule = f"[{text('metavar RULE', language)}]"
    return [
        _files(language),
        click.Option(["--report"], metavar=report, help=text("scenario report", language)),
        click.Option(["--show"], is_flag=True, help=text("scenario show", language)),
        click.Option(["--rule", "rules"], metavar=rule, multiple=True, help=text("scenario rule", language)),
        click.Option(["--watch"], is_flag=True, help=text("scenario watch", language)),
    ]


def _to_begin(language: str) -> list[click.Parameter]:
    rule = text("metavar RULE", language)
    return [
        Argument("file", text("metavar FILE", language), text("scenario file", language), required=True),
        click.Option(["--rule"], metavar=rule, help=text("scenario about", language)),
    ]


def _run(
    settings: Settings, files: Sequence[str], report: str | None, show: bool, rules: Sequence[str], watch: bool
) -> int:
    wanted = [_rule(rule) for rule in rules]
    paths = [Path(file) for file in files]
    if not watch:
        from ledr_core.testing.scenarios import examined

        return _play(settings, _chosen(list(examined(paths)), wanted, settings.language), report, show)
    from ledr_core.testing.scenarios.watching import rounds

    for readings in rounds(paths, partial(time.sleep, BETWEEN_LOOKS)):
        _play(settings, [one for one in readings if _is_of(one, wanted)], report, show)
        click.echo(text("scenario watching", settings.language), err=True)
    return 0


def _rule(typed: str) -> str:
    from ledr_core import rules

    try:
        return rules.find(typed).identifier
    except Invalid as error:
        raise Invalid("--rule", error.ground, error.facts) from None


def _chosen(readings: Sequence[Reading], rules: Sequence[str], language: str) -> list[Reading]:
    """The scenarios of these rules, with what cannot be read; all without rules."""
    chosen = [one for one in readings if _is_of(one, rules)]
    if not chosen:
        raise click.UsageError(text("no scenario of rule", language, rules=", ".join(rules)))
    return chosen


def _is_of(reading: Reading, rules: Sequence[str]) -> bool:
    return not rules or reading.scenario is None or any(rule in reading.scenario.rules for rule in rules)


def _play(settings: Settings, readings: Sequence[Reading], report: str | None, show: bool) -> int:
    from ledr_adapters import open_rehearsal
    from ledr_core.testing.scenarios import junit, played

    outcomes = []
    for reading in readings:
        outcome = played(reading, open_rehearsal, settings.db, settings.language, show=show)
        outcomes.append(outcome)
        if not settings.json:
            _tell(outcome, settings.language)
    if settings.json:
        write_json([as_json(outcome) for outcome in outcomes])
    else:
        _tell_counts("scenario", "passed", outcomes, settings.language)
    if report is not None:
        _write(Path(report), junit(outcomes), "report")
    return _status(settings, readings, all(outcome.passed for outcome in outcomes))


def _check(settings: Settings, files: Sequence[str]) -> int:
    from ledr_core.testing.scenarios import checked, examined

    readings = list(examined([Path(file) for file in files]))
    outcomes = [checked(reading, settings.language) for reading in readings]
    if settings.json:
        write_json([_as_checked(outcome) for outcome in outcomes])
    else:
        for outcome in outcomes:
            _tell(outcome, settings.language, "sound")
        _tell_counts("file", "sound", outcomes, settings.language)
    return _status(settings, readings, all(outcome.passed for outcome in outcomes))


def _as_checked(outcome: Outcome) -> dict[str, Any]:
    return {name: as_json(getattr(outcome, name)) for name in ("file", "scenario", "rules", "problems")}


def _status(settings: Settings, readings: Sequence[Reading], all_well: bool) -> int:
    """0 when all is well, 1 when something failed or could not be read, 2 when nothing could be."""
    if any(reading.scenario is not None for reading in readings):
        return 0 if all_well else SOME_FAILED
    if settings.json:
        raise readings[0].errors[0]
    return UNREADABLE


def _tell(outcome: Outcome, language: str, well: str = "passed") -> None:
    """A line for a scenario, and what is behind it; what is wrong with its file goes to standard error."""
    from ledr_core.testing.scenarios.saying import scenario_words

    words = scenario_words(language)
    if outcome.unreadable:
        click.echo(words.say("unreadable", file=outcome.file))
        for problem in outcome.problems:
            _tell_problem(problem, language)
    elif outcome.passed and well != "passed":
        click.echo(words.say(well, title=outcome.scenario, file=outcome.file))
    else:
        click.echo(outcome.message)


def _tell_problem(problem: Problem, language: str) -> None:
    click.echo(text("wrong", language, message=problem.message), err=True)
    if problem.help:
        click.echo(f"→ {problem.help}", err=True)


def _tell_counts(noun: str, well: str, outcomes: Sequence[Outcome], language: str) -> None:
    from ledr_core.testing.scenarios.saying import scenario_words

    unreadable = sum(outcome.unreadable for outcome in outcomes)
    passed = sum(outcome.passed for outcome in outcomes)
    parts = {well: passed, "failed": len(outcomes) - passed - unreadable, "unreadable": unreadable}
    click.echo(scenario_words(language).counts(noun, parts))


def _new(settings: Settings, file: str, rule: str | None) -> int:
    from ledr_core.testing.scenarios.beginning import skeleton
    from ledr_core.wording.speech import speech

    if rule is None:
        raise click.UsageError(text("rule missing", settings.language), click.get_current_context())
    path = Path(file)
    if path.exists():
        raise Invalid("file", "scenario there already", {"path": file})
    argument = speech(settings.language).say("{file:arg}", {"file": file})
    _write(path, skeleton(rule, argument, settings.language), "file")
    if settings.json:
        write_json({"file": file, "rule": _rule(rule)})
    else:
        click.echo(text("scenario written", settings.language, file=file, argument=argument))
    return 0


def _write(path: Path, content: str, field: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        facts = {"path": str(path), "cause": error.strerror or str(error)}
        raise Invalid(field, "report not writable" if field == "report" else "scenario not writable", facts) from None


def _coverage(settings: Settings, files: Sequence[str]) -> int:
    from ledr_core.rules import rules
    from ledr_core.testing.scenarios import checked, examined
    from ledr_core.testing.scenarios.covering import coverage

    readings = list(examined([Path(file) for file in files]))
    for outcome in (checked(one, settings.language) for one in readings):
        for problem in outcome.problems:
            _tell_problem(problem, settings.language)
    found = coverage(readings, rules(settings.language))
    if settings.json:
        write_json([as_json(one) for one in found])
    else:
        _show_coverage(found, settings)
    return SOME_FAILED if any(reading.errors for reading in readings) else 0


def _show_coverage(found: Sequence[Covered], settings: Settings) -> None:
    """Each rule with its scenarios, an area after the other, and how many have one."""
    from ledr_cli.render.page import Page

    page = Page(settings.language, now(settings))
    for title, group in groupby(found, key=lambda one: one.title):
        rules = list(group)
        covered = [(one.rule, "\n".join(one.scenarios)) for one in rules if one.scenarios]
        without = ", ".join(one.rule for one in rules if not one.scenarios)
        page.heading(title)
        page.pairs(covered)
        if without:
            page.hanging(" ", text("scenario uncovered", settings.language, rules=without))
    page.line(_counted(found, settings.language))
    page.show()


def _counted(found: Sequence[Covered], language: str) -> str:
    covered = sum(bool(one.scenarios) for one in found)
    return text("scenario covered", language, covered=covered, all=len(found))
