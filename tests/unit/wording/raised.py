"""What the code raises, read off its syntax trees: rules, grounds and reasons, for the tests of their wording."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from ledr_core.application.areas import every_operation
from ledr_core.application.operating.permissions import Who
from ledr_core.domain.access import standing as access

SOURCE = Path(__file__).parents[3] / "src"


class Code:
    """A module's syntax tree, in which expressions are followed to the texts that they can be."""

    calls: dict[str, list[ast.Call]]

    def __init__(self, path: Path) -> None:
        self.name = path.relative_to(SOURCE).as_posix()
        self.tree = ast.parse(path.read_text("utf-8"))
        self.parents = {child: parent for parent in ast.walk(self.tree) for child in ast.iter_child_nodes(parent)}

    def functions(self, node: ast.AST) -> Iterator[ast.FunctionDef]:
        """The functions around a node, inmost first."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, ast.FunctionDef):
                yield node

    def texts(self, node: ast.expr, *, callers: bool = True) -> set[str] | None:
        """The texts that an expression can be, their values written {0}, {1}…; None where they are not to be seen."""
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else None
        if isinstance(node, ast.IfExp):
            return self._union([node.body, node.orelse], callers)
        if isinstance(node, ast.BoolOp):
            return self._union(node.values[1:], callers)  # what stands in for a missing value
        if isinstance(node, ast.JoinedStr):
            return self._joined(node)
        return self._named(node, callers) if isinstance(node, ast.Name) else None

    def _union(self, nodes: list[ast.expr], callers: bool) -> set[str] | None:
        return set().union(*(self.texts(one, callers=callers) or () for one in nodes)) or None

    def _joined(self, node: ast.JoinedStr) -> set[str]:
        parts: list[set[str]] = []
        for part in node.values:
            value = part.value if isinstance(part, ast.FormattedValue) else part
            known = self.texts(value, callers=False) if isinstance(value, ast.Name | ast.Constant) else None
            parts.append(known if known and not self._stands_in(value) else {"{}"})
        return {numbered("".join(chosen)) for chosen in product(*parts)}

    def _stands_in(self, node: ast.expr) -> bool:
        """Whether the texts of a name only stand in for a value that is missing."""
        assigned = (
            one for function in self.functions(node) for one in ast.walk(function) if isinstance(one, ast.Assign)
        )
        return any(isinstance(one.value, ast.BoolOp) and names_in(node) & names_in(*one.targets) for one in assigned)

    def _named(self, node: ast.Name, callers: bool) -> set[str] | None:
        for function in self.functions(node):
            names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
            if node.id in names:
                return self._given(function, names, node.id) if callers else None
            values = [
                one.value
                for one in ast.walk(function)
                if isinstance(one, ast.Assign) and node.id in names_in(*one.targets) - names_in(one.value)
            ]
            if values:
                return self._union(values, callers)
        return None

    def _given(self, function: ast.FunctionDef, names: list[str], name: str) -> set[str] | None:
        position = names.index(name) - (names[0] == "self")
        return self._union([call.args[position] for call in CALLS[function.name] if len(call.args) > position], False)


def numbered(text: str) -> str:
    """Each {} or {n} of a text with its number."""
    parts = re.split(r"\{\d*\}", text)
    return parts[0] + "".join(f"{{{number}}}{part}" for number, part in enumerate(parts[1:]))


def names_in(*nodes: ast.AST) -> set[str]:
    """The names that stand in these nodes."""
    return {one.id for node in nodes for one in ast.walk(node) if isinstance(one, ast.Name)}


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


CODE = [Code(path) for path in sorted(SOURCE.rglob("*.py")) if "testing" not in path.parts]
CALLS: dict[str, list[ast.Call]] = {}
for code in CODE:
    for one in ast.walk(code.tree):
        if isinstance(one, ast.Call):
            CALLS.setdefault(called(one), []).append(one)


def sites(name: str, folder: str = "ledr_core") -> Iterator[tuple[Code, ast.Call]]:
    for code in CODE:
        for node in ast.walk(code.tree):
            if code.name.startswith(folder) and isinstance(node, ast.Call) and called(node) == name:
                yield code, node


def checks() -> set[tuple[str, str]]:
    """Rule and ground of every condition of access."""
    found: set[tuple[str, str]] = set()
    for code, call in sites("Check", "ledr_core/domain/access/standing"):
        found.update(product(code.texts(call.args[0]) or (), code.texts(call.args[2]) or ()))
    return found


def unmet() -> set[tuple[str, str]]:
    """Those of them that are given when the condition is not met."""
    found: set[tuple[str, str]] = set()
    for code, call in sites("Check", "ledr_core/domain/access/standing"):
        rule, met, ground = call.args[:3]
        if isinstance(ground, ast.IfExp):
            opposite = isinstance(met, ast.UnaryOp) and ast.dump(met.operand) == ast.dump(ground.test)
            assert opposite or ast.dump(met) == ast.dump(ground.test), ast.unparse(call)
            ground = ground.body if opposite else ground.orelse
        elif isinstance(met, ast.Constant) and met.value:
            continue
        found.update(product(code.texts(rule) or (), code.texts(ground) or ()))
    return found


HARD_TO_SEE = {
    ("ledr_core/application/operating/naming.py", "error.rule", "error.reason"): set(),
    ("ledr_core/application/operating/actor.py", "permission.rule", "'role'"): {
        (one.permission.rule, "role") for one in every_operation().values() if Who.PUBLIC not in one.permission.who
    },
    ("ledr_core/domain/access/standing.py", "refusal.rule", "refusal.ground"): {
        (rule, ground) for rule, ground in unmet() if rule in ("ACC-5", "ACC-6")
    },
    ("ledr_core/domain/assessments/retakes.py", "reason.rule", "reason.ground"): {
        ("TA-6", "no retake left"),
        ("TA-6", "enough today"),
        ("TA-6", "pause"),
    },
    ("ledr_core/domain/access/standing.py", "'ACC-5'", "ground"): {
        ("ACC-5", access._SIGN_IN_GROUNDS.get(ground, ground)) for _, ground in unmet()
    },
    ("ledr_core/domain/certification/opening.py", "obstacle.rule", "obstacle.ground"): set(),  # see `obstacles`
    ("ledr_core/application/messages/page_state.py", "one.rule", "one.ground"): set(),  # the same, told
}
"""Where the tree does not show rule and ground, and what they are there."""


def refusals() -> set[tuple[str, str]]:
    """Rule and ground of every refusal."""
    found: set[tuple[str, str]] = set()
    for code, call in sites("Refused"):
        known = HARD_TO_SEE.get((code.name, ast.unparse(call.args[0]), ast.unparse(call.args[1])))
        rules, grounds = code.texts(call.args[0]), code.texts(call.args[1])
        assert known is not None or (rules and grounds), f"{code.name}:{call.lineno}: say in HARD_TO_SEE what it raises"
        found.update(product(rules or (), grounds or ()) if known is None else known)
    return found | obstacles()


def obstacles() -> set[tuple[str, str]]:
    """Rule and ground of everything that keeps a final case closed."""
    found: set[tuple[str, str]] = set()
    for code, call in sites("Obstacle", "ledr_core/domain/certification/opening"):
        found.update(product(code.texts(call.args[0]) or (), code.texts(call.args[1]) or ()))
    return found


def page_grounds() -> set[str]:
    """The grounds of the lines on a page's state."""
    found: set[str] = set()
    for code, call in sites("_line", "ledr_core/application/messages/page_state"):
        found |= code.texts(call.args[0]) or set()
    return found


def move_grounds() -> set[str]:
    code = next(code for code in CODE if code.name == "ledr_core/application/sessions/rotations.py")
    ground = next(one for one in ast.walk(code.tree) if isinstance(one, ast.FunctionDef) and one.name == "_ground")
    returned = [one.value for one in ast.walk(ground) if isinstance(one, ast.Return) and one.value is not None]
    return set().union(*(code.texts(value) or set() for value in returned))


_WHERE = {"Invalid": 1, "invalid": 1, "Unavailable": 1}
"""Which argument is the reason; what is allowed comes after it."""


def reasons(folder: str, offset: int = 0) -> set[str]:
    """Every reason of an error, with {0}, {1}… for its values; with an *offset* of 1 what is allowed."""
    found: set[str] = set()
    for name, position in _WHERE.items():
        for code, call in sites(name, folder):
            if len(call.args) > position + offset and not (name == "Unavailable" and offset):
                found |= code.texts(call.args[position + offset], callers=False) or set()
    for code, call in sites("_invalid"):  # both of that name hand over to one of these
        of_method = isinstance(call.func, ast.Attribute)
        position = (1 if of_method else 2) + offset
        found |= (code.texts(call.args[position], callers=False) or set()) if len(call.args) > position else set()
    return found
