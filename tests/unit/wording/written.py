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
    return {texts for call in _calls().get(function, []) for texts in product(*(_texts(call, at) for at in places))}


def put_together(function: str, *places: int) -> set[str]:
    """What its other calls have there, as it stands in the code."""
    others = [call for call in _calls().get(function, []) if not all(_texts(call, at) for at in places)]
    return {", ".join(ast.unparse(call.args[at]) for at in places) for call in others}


@cache
def _calls() -> dict[str, list[ast.Call]]:
    """The calls in the code, by the last name of what is called."""
    calls: dict[str, list[ast.Call]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                calls.setdefault(name, []).append(node)
    return calls


def _texts(call: ast.Call, place: int) -> set[str]:
    node = call.args[place]
    both = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return {one.value for one in both if isinstance(one, ast.Constant) and isinstance(one.value, str)}
