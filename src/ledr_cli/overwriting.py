"""Files that are there before a command writes them: whoever types it is asked, and what somebody else made is kept.

Where nobody can be asked, a job writes the same file again and again. That goes on, but for tables: a file of that name
which is none of ours is likely to be the one that somebody works on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ledr_adapters import is_export_of_questions
from ledr_cli.values import Given
from ledr_core.application.operating.values import Field, file_mark


def written_over(fields: Sequence[Field], values: Mapping[str, Given]) -> list[str]:
    """The paths of files among the values that are there, and would be written."""
    marks = {field.name: file_mark(field.annotation) for field in fields}
    written = [name for name, mark in marks.items() if mark and mark.written and not mark.folder]
    paths = [given.value for name in written if (given := values.get(name))]
    return [path for path in paths if isinstance(path, str) and os.path.isfile(path)]  # noqa: PTH113 - takes any text


def is_ours(operation: str, path: str) -> bool:
    """Whether a file is one that an operation may write over unasked: any, unless it writes tables of its own."""
    recognised = _TABLES.get(operation)
    return recognised is None or recognised(path)


_TABLES: Final[Mapping[str, Callable[[str], bool]]] = {"catalogue.export_questions": is_export_of_questions}
"""What tells the tables of an operation from others, by its name."""
