"""Every regular expression of the project takes a time that grows with the text, and no faster."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import ledr_adapters
import ledr_cli
import ledr_core

LENGTH: Final = 10_000
"""Letters of a text: one whose time is their square takes seconds over it, others a millisecond or so."""
SHORT: Final = 2_000
COMPARING: Final = {"match", "fullmatch"}
PATIENCE: Final = 0.05
ALIKE: Final = ("x", "9", " ", "\n", "-", "/", "a@", "a.", "x ", " \n", "\n ", "'", "a'", "[0]", "](", "?token=", "<a")


def patterns() -> Iterator[tuple[str, Any, bool]]:
    """Those with a name, and those said where they are used; and whether they are looked for, or a text is compared."""
    for package in (ledr_core, ledr_adapters, ledr_cli):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." in module.name:
                continue
            found = importlib.import_module(module.name)
            source = Path(found.__file__ or "").read_text(encoding="utf-8")
            for name, value in vars(found).items():
                if isinstance(value, re.Pattern):
                    asked = set(re.findall(rf"\b{name}\.(\w+)\(", source))
                    yield f"{module.name}.{name}", value, not asked or bool(asked - COMPARING)
            yield from said_in(source, module.name)


def said_in(source: str, module: str) -> Iterator[tuple[str, Any, bool]]:
    """Those that a module gives to `re` itself; few do."""
    if not re.search(r"\bre\.", source):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "re":
            said = node.args[0]
            if node.func.attr != "compile" and isinstance(said, ast.Constant):
                yield f"{module}:{node.lineno}", re.compile(said.value), node.func.attr not in COMPARING


def hostile(pattern: str) -> Iterator[str]:
    """Long texts of what a pattern names, ending in what it does not expect: they make it try again."""
    words = {*ALIKE, *re.findall(r"[^\\\[\](){}|^$*+?]+", pattern)}
    for word in sorted(words):
        yield (word * LENGTH)[:LENGTH] + "\0"
    yield "".join(sorted(words)) * (LENGTH // 100)


def seconds(pattern: Any, text: str, *, looking: bool) -> float:
    """How long it takes to look for a pattern everywhere in a text, or to compare it with the whole."""
    subject: Any = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    begun = time.process_time()
    if looking:
        pattern.sub(subject[:0], subject)
    pattern.fullmatch(subject)
    return time.process_time() - begun


def takes_long(pattern: Any, text: str, *, looking: bool) -> bool:
    """Whether a text takes more than its length; most are known by a short one."""
    short = seconds(pattern, text[:SHORT], looking=looking)
    return short > PATIENCE / 50 and (short > 1 or seconds(pattern, text, looking=looking) > PATIENCE)


@pytest.mark.parametrize(("pattern", "looking"), [pytest.param(one, way, id=place) for place, one, way in patterns()])
def test_a_pattern_takes_linear_time(pattern: Any, looking: bool) -> None:
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    assert [text[:40] for text in hostile(source) if takes_long(pattern, text, looking=looking)] == []


def test_the_test_knows_a_pattern_that_takes_the_square() -> None:
    assert takes_long(re.compile(r"(?:x|y)+z"), "x" * LENGTH, looking=True)
    assert takes_long(re.compile(r"(x+)x*x*z"), "x" * LENGTH, looking=False)
