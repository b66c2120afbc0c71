"""For pytest: scenario files are tests, and `ledr_school` is a fresh school for each test that asks for it.

Each `*.yaml` with the key `scenario` in a folder named `scenarios` is one test; its rules become the marker `rule`.
Loaded in every run of pytest, so that whatever is heavy is imported when needed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr

    from ledr_adapters.recording import RecordingMail
    from ledr_core.ports.clock import FixedClock
    from ledr_core.school import School


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--ledr-db` and `--ledr-rule`."""
    group = parser.getgroup("ledr", "scenarios of the school")
    text = "run scenarios in a temporary sibling of this database, instead of in memory"
    group.addoption("--ledr-db", metavar="URL", default=None, help=text)
    text = "run only what is marked with this rule, such as SLOT-2; may be repeated"
    group.addoption("--ledr-rule", metavar="RULE", action="append", default=[], help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker `rule`."""
    config.addinivalue_line("markers", "rule(*identifiers): the test fails when one of these rules is taken away")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--ledr-rule`, leave only the tests and scenarios of those rules."""
    wanted = {rule.upper() for rule in config.getoption("ledr_rule")}
    if not wanted:
        return
    from ledr_core import rules

    for rule in sorted(wanted):
        if not rules.exists(rule):
            raise pytest.UsageError(
                f"--ledr-rule: no rule {rule} (there are {', '.join(rules.near(rule) or rules.AREAS)})"
            )
    chosen: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        is_wanted = any(wanted.intersection(mark.args) for mark in item.iter_markers("rule"))
        (chosen if is_wanted else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = chosen


@pytest.fixture
def ledr_clock() -> FixedClock:
    """The clock of `ledr_school`, which stands still until it is `set`: Thursday 19 November 2026, 9:00 in Paris."""
    from ledr_core.testing import FixedClock

    return FixedClock("2026-11-19T09:00")


@pytest.fixture
def ledr_mail() -> RecordingMail:
    """What `ledr_school` has handed over, letter by letter, once `messages.deliver` is called."""
    from ledr_core.testing import RecordingMail

    return RecordingMail()


@pytest.fixture
def ledr_school(ledr_clock: FixedClock, ledr_mail: RecordingMail) -> Iterator[School]:
    """An empty school in memory, closed after the test; its passwords cost next to nothing, and nothing leaves it."""
    from ledr_adapters import open_rehearsal

    with open_rehearsal("memory:", clock=ledr_clock, mail=ledr_mail) as school:
        yield school


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect YAML files under folders named `scenarios`."""
    if file_path.suffix not in (".yaml", ".yml") or "scenarios" not in _folders(file_path, parent.config.rootpath):
        return None
    collected: pytest.Collector = ScenarioFile.from_parent(parent, path=file_path)
    return collected


def _folders(file: Path, root: Path) -> tuple[str, ...]:
    return file.relative_to(root).parent.parts if file.is_relative_to(root) else file.parent.parts


class ScenarioFile(pytest.File):
    """A YAML file that may hold a scenario."""

    def collect(self) -> Iterator[pytest.Item]:
        """One test when it is a scenario or cannot be read; none for steps that scenarios share."""
        from ledr_core.domain.kernel.errors import Invalid
        from ledr_core.testing.scenarios.reading import is_scenario
        from ledr_core.wording import yaml12

        try:
            content = yaml12.read(self.path).value
        except Invalid:
            if _SCENARIO.search(self.path.read_bytes()):  # what is wrong is said, with its place, when it runs
                yield ScenarioItem.from_parent(self, name=self.path.stem)
            return
        if is_scenario(content):
            item = ScenarioItem.from_parent(self, name=str(content.get("scenario", self.path.stem)))
            rules = content.get("rules")
            if isinstance(rules, list) and rules:
                item.add_marker(pytest.mark.rule(*map(str, rules)))
                item.extra_keyword_matches.update(map(str, rules))  # for `-k SLOT-2`
            yield item


_SCENARIO: Final = re.compile(rb"^scenario\s*:", re.MULTILINE)


class ScenarioItem(pytest.Item):
    """One scenario as a test."""

    def runtest(self) -> None:
        """Run it in a fresh school."""
        from ledr_adapters import open_rehearsal
        from ledr_core.testing.scenarios import examine, played

        outcome = played(examine(self.path), open_rehearsal, self.config.getoption("ledr_db"), _language())
        if not outcome.passed:
            raise ScenarioFailed(outcome.message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str | TerminalRepr:
        """The runner's own words, without a traceback, for what a scenario or its file says wrong."""
        from ledr_core.domain.kernel.errors import LedrError

        if isinstance(excinfo.value, ScenarioFailed | LedrError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands, and its name."""
        return self.path, 0, self.name


def _language() -> str:
    """The one that the environment asks for, as the command line reads it; English where none is said."""
    names = ("LEDR_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((value for name in names if (value := os.environ.get(name))), "")
    return "fr" if said.lower().startswith("fr") else "en"


class ScenarioFailed(Exception):
    """A step of a scenario disagrees with what came."""
