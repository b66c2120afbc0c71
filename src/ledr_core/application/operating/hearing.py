"""Whom an error or a result is told to: the acting person, with what they may ask for next (SUP-4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from ledr_core.application.operating.actor import STAFF
from ledr_core.application.operating.permissions import Who
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.hearing import OPERATOR, Hearer
from ledr_core.domain.kernel.school import SUPPORT_ADDRESS, SUPPORT_CHAT

if TYPE_CHECKING:
    from ledr_core.application.operating.operation import Operation
    from ledr_core.application.operating.work import Work

Lookup: TypeAlias = "Callable[[str], Operation]"
"""Gives the operation of a name, or raises Invalid."""


def hearer_of(work: Work, operations: Lookup, *, reading: bool = True) -> Hearer:
    """The acting person of a piece of work; where nothing can be read any more, without the team's address."""
    actor = work.actor
    if actor.is_staff:
        return OPERATOR
    return Hearer(
        staff=False,
        types=actor.steers or actor.manages,
        may=partial(may_ask, operations, actor.kinds),
        address=work.setting(SUPPORT_ADDRESS) if reading else "",
        chat=work.setting(SUPPORT_CHAT) if reading else "",
    )


def hearer_before(by: object) -> Hearer:
    """Somebody of whom nothing has been looked up yet."""
    return OPERATOR if by == STAFF else Hearer(staff=False, types=False, may=_nothing)


def may_ask(operations: Lookup, kinds: frozenset[Who], name: str) -> bool:
    """Whether people of these kinds may ask for the operation of that name, staff apart."""
    try:
        permission = operations(name).permission
    except Invalid:
        return False
    return permission.is_open_to(kinds)


def _nothing(_: str) -> bool:
    return False
