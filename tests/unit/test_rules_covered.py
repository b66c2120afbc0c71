"""Each rule of the areas built so far has a test or a scenario that carries its identifier."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ledr_core.rules import rules
from ledr_core.wording import yaml12

TESTS = Path(__file__).parents[1]
EXAMPLES = TESTS.parent / "src" / "ledr_core" / "rules" / "scenarios"
BUILT = {
    "ROLE": range(1, 14),
    "ACC": range(1, 19),
    "CO": range(1, 4),
    "SES": range(1, 17),
    "SLOT": range(1, 12),
    "ROT": range(1, 17),
    "CAT": range(1, 17),
    "LEARN": range(1, 13),
    "CASE": range(1, 13),
    "CERT": range(1, 12),
    "TA": range(1, 12),
    "PQ": range(1, 8),
    "TEST": range(1, 5),
    "WORK": range(1, 10),
    "JOB": (*range(1, 7), 8, 9),
    "TRACK": range(1, 10),
    "CAMP": (5, 7),
    "NOTE": (1, 2, 3, 5, 6),
    "SUP": range(1, 4),
    "OFFER": range(1, 6),
    "TEAM": range(1, 9),
    "INV": range(1, 6),
    "PASS": (6, 7),
}
"""The rules that the code keeps so far, by area. A rule joins them with its first test."""


def marks(file: Path) -> Iterator[str]:
    """The identifiers in `@pytest.mark.rule(…)` of a test file."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr == "rule" and ast.unparse(called) == "pytest.mark.rule":
            yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))


@cache
def marked() -> dict[str, set[str]]:
    """The files in which each rule is marked, scenarios included."""
    found: dict[str, set[str]] = {}
    for file in TESTS.rglob("test_*.py"):
        for identifier in marks(file):
            found.setdefault(identifier, set()).add(file.name)
    for file in (*(TESTS / "scenarios").rglob("*.yaml"), *EXAMPLES.rglob("*.yaml")):
        content = yaml12.read(file).value
        for identifier in content.get("rules") or ():
            found.setdefault(identifier, set()).add(file.name)
    return found


@pytest.mark.parametrize("rule", [f"{area}-{number}" for area, numbers in BUILT.items() for number in numbers])
def test_the_rule_has_a_test(rule: str) -> None:
    assert marked().get(rule), f"no test carries {rule}"


def test_every_mark_names_a_rule_that_exists() -> None:
    known = {rule.identifier for rule in rules("en")}

    assert {rule: files for rule, files in marked().items() if rule not in known} == {}


def test_the_rules_built_exist() -> None:
    known = {rule.identifier for rule in rules("en")}

    assert {f"{area}-{number}" for area, numbers in BUILT.items() for number in numbers} <= known
