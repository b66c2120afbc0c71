"""Rows that were told apart before their kind had a key, and have the same one now (ACC-18, SES-2, CO-1).

The first keeps the key. Each of the others has it with what it is called behind, which nobody else is called: it is
found by exactly that, and by nothing else, until it is given another name. `ledr doctor` names them.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from ledr_core.domain.kernel.texts import spellings, trimmed

_BEHIND: Final = "\n"
"""What stands between the two: no name that is kept has one."""


def keys_of(key: str, text: str) -> list[str]:
    """The keys under which what is called so may be kept: that of all who share it, and a double's own.

    Of several rows found by them, the one of the longest key is meant.
    """
    return [key, *(key_of_double(key, spelling) for spelling in spellings(trimmed(text)))]


def key_of_double(key: str, text: str) -> str:
    """The key of a double that is called so."""
    return f"{key}{_BEHIND}{text}"


def is_double(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the key in a column is a double's."""
    return column.contains(_BEHIND)
