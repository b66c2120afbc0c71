"""What stands in the calls of the code, letter by letter: grounds and rules, for the tests of their wording."""

from __future__ import annotations

import ast
from functools import cache
from itertools import product
from pathlib import Path

import ledr_core

SOURCE = Path(ledr_core.__file__).parents[1]


def written(function: str, *places: int) -> set[tuple[str, ...]]:
    """The texts that the calls of a function have in these places, where each is a text, or one of two by an if."""
    return {texts for call in _calls(function) for texts in product(*(_texts(call, at) for at in places))}


def put_together(function: str, *places: int) -> set[str]:
    """What its other calls have there, as it stands in the code."""
    others = [call for call in _calls(function) if not all(_texts(call, at) for at in places)]
    return {", ".join(ast.unparse(call.args[at]) for at in places) for call in others}


@cache
def _calls(function: str) -> list[ast.Call]:
    """The calls of a function in the code, by the last name of what is called."""
    return [call for source in _sources() if function in source for name, call in _calls_in(source) if name == function]


@cache
def _sources() -> list[str]:
    return [path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))]


@cache
def _calls_in(source: str) -> list[tuple[str, ast.Call]]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [(one.func.id if isinstance(one.func, ast.Name) else getattr(one.func, "attr", ""), one) for one in calls]


def _texts(call: ast.Call, place: int) -> set[str]:
    node = call.args[place]
    both = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return {one.value for one in both if isinstance(one, ast.Constant) and isinstance(one.value, str)}
