"""Rows that were told apart before their kind had a key, and have the same one now (ACC-18, SES-2, CO-1).

The first keeps the key. Each of the others has it with what it is called behind, which nobody else is called: it is
found by exactly that, and by nothing else, until it is given another name. `ledr doctor` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from ledr_core.domain.kernel.texts import as_given, spellings, trimmed

A = TypeVar("A")

_BEHIND: Final = "\n"
"""What stands between the two: no name that is kept has one."""


def keys_of(key: str, text: str) -> list[str]:
    """The keys under which what is called so may be kept: that of all who share it, and a double's own.

    Several may be found by them: which one is `meant` is read from what they are called, and not from their keys.
    """
    return [key, *(key_of_double(key, spelling) for spelling in _likeliest_first(text))]


def meant(text: str, found: Iterable[A], called: Callable[[A], str]) -> A | None:
    """Of what was found by the keys of a text: what is called so letter by letter, else in composed form, else the one
    that has the key of all."""
    likely = _likeliest_first(text)
    return min(found, key=lambda one: [called(one) != spelling for spelling in likely], default=None)


def _likeliest_first(text: str) -> list[str]:
    """A text as it was typed, with and without the signs around it that nobody sees, then in composed form."""
    return list(dict.fromkeys((as_given(text), *reversed(spellings(trimmed(text))))))


def key_of_double(key: str, text: str) -> str:
    """The key of a double that is called so."""
    return f"{key}{_BEHIND}{text}"


def is_double(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the key in a column is a double's."""
    return column.contains(_BEHIND)
