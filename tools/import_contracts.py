"""Contracts for import-linter: what may be imported as a list, and packages with a door."""

import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyContract(Contract):
    """The importers import nothing directly but what is allowed.

    `importers` and `allowed` hold names of modules: `a.b` is that module alone, `a.b.**` everything below it.
    `standard_library` and `other_packages` allow the one and the others as a whole.
    """

    type_name = "only"

    importers: Any = fields.ListField(subfield=fields.StringField())
    allowed: Any = fields.ListField(subfield=fields.StringField())
    standard_library: Any = fields.BooleanField(required=False, default=False)
    other_packages: Any = fields.BooleanField(required=False, default=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Compare each direct import of the importers with what is allowed."""
        importers = sorted(module for module in graph.modules if _is_one_of(module, self.importers))
        broken = [
            import_
            for importer in importers
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not self._allows(graph, imported)
            for import_ in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that is not allowed with its line."""
        _render(check)

    def _allows(self, graph: ImportGraph, imported: str) -> bool:
        if _is_one_of(imported, self.allowed):
            return True
        if not graph.is_module_squashed(imported):  # one of our own modules
            return False
        return bool(self.standard_library if imported in sys.stdlib_module_names else self.other_packages)


class DoorContract(Contract):
    """From outside a package below `ancestor`, only the modules that its `__init__` names in `__all__` are imported."""

    type_name = "door"

    ancestor: Any = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at each import of a module inside a package from outside it."""
        broken = [
            import_
            for package in sorted(graph.find_children(self.ancestor))
            for module in sorted(graph.find_children(package) - self._named(package))
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if not f"{importer}.".startswith(f"{package}.")
            for import_ in graph.get_import_details(importer=importer, imported=module)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import past a door with its line."""
        _render(check)

    def _named(self, package: str) -> set[str]:
        return {f"{package}.{module}" for module in getattr(import_module(package), "__all__", ())}


def _render(check: ContractCheck) -> None:
    for import_ in check.metadata["broken"]:
        output.print_error(f"{import_['importer']}:{import_['line_number']} imports {import_['imported']}", bold=False)
    output.new_line()


def _is_one_of(module: str, expressions: Iterable[str]) -> bool:
    return any(
        module.startswith(expression.removesuffix("**")) if expression.endswith(".**") else module == expression
        for expression in expressions
    )
