"""Writes ledr_core/performing.py: type checkers know by an operation's name what it gives back (`make reference`)."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ledr_core.application.areas import every_operation

FILE: Final = Path(__file__).parents[1] / "src" / "ledr_core" / "performing.py"


def source() -> str:
    """What the module says."""
    results = {name: operation.result for name, operation in every_operation().items()}
    modules = sorted({view.__module__ for result in results.values() for view in _views(result)})
    imports = "\n".join(f"        {module.removeprefix('ledr_core.views.')}," for module in modules)
    overloads = "\n".join(f"{_OVERLOAD.format(name=name, result=_written(one))}" for name, one in results.items())
    return _MODULE.format(imports=imports, overloads=overloads)


def _views(result: Any) -> Iterator[type]:
    if typing.get_origin(result) is not None:
        for part in typing.get_args(result):
            yield from _views(part)
    elif result is not Ellipsis:
        yield result


def _written(result: Any) -> str:
    """The annotation as it is written."""
    if result is Ellipsis:
        return "..."
    origin = typing.get_origin(result)
    if origin is None:
        return f"{result.__module__.rpartition('.')[2]}.{result.__name__}"
    return f"{origin.__name__}[{', '.join(map(_written, typing.get_args(result)))}]"


_PARAMETERS: Final = "by: str, given: Given, *, vouched: bool = ..., beside: str = ..."
_OVERLOAD: Final = f"""\
        @overload
        def perform(self, name: Literal["{{name}}"], {_PARAMETERS}) -> {{result}}: ..."""

_MODULE: Final = '''\
"""Operations by name. Made by `make reference` from the operations: what is written here by hand is lost."""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from ledr_core.application.areas import HasAreas, operation_named

if TYPE_CHECKING:
    from ledr_core.views import (
{imports}
    )

    Given = Mapping[str, Any]


class Performs(HasAreas):
    """Whoever does operations by name."""

    if TYPE_CHECKING:
{overloads}
        @overload
        def perform(self, name: str, by: str, given: Given, *, vouched: bool = ..., beside: str = ...) -> Any: ...

    def perform(
        self, name: str, by: str, given: Mapping[str, Any], *, vouched: bool = False, beside: str = "."
    ) -> Any:
        """Do the operation of that name, such as `slots.assign`.

        Whoever calls may vouch for the paths among the values, as the command line does: they are those of the person
        at the keyboard. Else paths of the server are named by `staff` alone. They are relative to the folder *beside*
        the values: the current one unless said otherwise.
        """
        return operation_named(name).run(self._desk, by, given, vouched=vouched, beside=beside)
'''


if __name__ == "__main__":
    FILE.write_text(source(), encoding="utf-8")
