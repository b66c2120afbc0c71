"""A contract for import-linter that lists what may be imported, where its own kinds list what may not."""

import sys
from collections.abc import Iterable
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
        for import_ in check.metadata["broken"]:
            output.print_error(
                f"{import_['importer']}:{import_['line_number']} imports {import_['imported']}", bold=False
            )
        output.new_line()

    def _allows(self, graph: ImportGraph, imported: str) -> bool:
        if _is_one_of(imported, self.allowed):
            return True
        if not graph.is_module_squashed(imported):  # one of our own modules
            return False
        return bool(self.standard_library if imported in sys.stdlib_module_names else self.other_packages)


def _is_one_of(module: str, expressions: Iterable[str]) -> bool:
    return any(
        module.startswith(expression.removesuffix("**")) if expression.endswith(".**") else module == expression
        for expression in expressions
    )
