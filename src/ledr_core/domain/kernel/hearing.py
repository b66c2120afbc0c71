"""Whom an error is told to: what they may do next, and how they reach the school's team (SUP-4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import frozen


def anything(_: str) -> bool:
    """Whatever there is."""
    return True


@frozen
class Hearer:
    """Somebody whom an error or a result is told to; unless more is known, the operator, who may do everything."""

    staff: bool = True
    """Whether they are of the school's team: they are not sent to it."""
    types: bool = True
    """Whether they work by commands and operations; a learner or a visitor is told in words alone."""
    may: Callable[[str], bool] = anything
    """Whether they may ask for the operation of a name such as `slots.release`."""
    takes: Callable[[str], bool] = anything
    """Whether the operation that they have asked for has a parameter of a name such as `package`."""
    address: str = ""
    """Where one writes to the team."""
    chat: str = ""
    """Where one chats with it; nothing when there is no chat."""


OPERATOR: Final = Hearer()
"""Whoever can open the database."""
