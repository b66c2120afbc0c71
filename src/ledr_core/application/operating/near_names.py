"""What is called nearly as what is not found: staff are told, who may see every name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final, cast, get_args

from ledr_core.domain.kernel.errors import NotFound
from ledr_core.domain.kernel.texts import address_key, folded
from ledr_core.ports.paging import Page
from ledr_core.ports.readings import NamedKind
from ledr_core.ports.unit import UnitOfWork
from ledr_core.wording.choices import close_to

_ALIKE: Final = 0.6
"""How much alike names are that are proposed: what is typed for one that exists is mostly meant for one."""
_PEOPLE_LOOKED_AT: Final = 5
_MOST: Final = 3
"""Names that begin so and are told, where none is spelled nearly so."""


def look_for_near_names(error: NotFound, unit: UnitOfWork) -> None:
    """Have an error know what is called nearly so; and that there is no company, where there is none."""
    near = near_addresses if error.kind == "person" else partial(near_names, error.kind)
    if close := near(error.reference, unit):
        error.facts = {"close": close}
    elif error.kind == "company" and not unit.readings.companies(Page(limit=1)):
        error.facts = {"none_yet": True}


def near_addresses(email: str, unit: UnitOfWork) -> list[str]:
    """The addresses that have the same part before the @."""
    name = _before_at(email)
    found = unit.readings.people(text=name, page=Page(limit=_PEOPLE_LOOKED_AT))
    return [one.email for one in found if _before_at(one.email) == name]


def _before_at(email: str) -> str:
    return address_key(email).partition("@")[0]


def near_names(kind: str, reference: str, unit: UnitOfWork, others: Iterable[str] = ()) -> list[str]:
    """What of that kind, or of the *others*, is spelled nearly so, or begins so; nothing of what has no name."""
    if kind not in get_args(NamedKind):
        return []
    return spelled_nearly(reference, [*unit.readings.names_like(cast(NamedKind, kind), reference), *others])


def spelled_nearly(reference: str, names: Sequence[str]) -> list[str]:
    """Which of the names is spelled nearly so, or which begin so."""
    typed = folded(reference)
    return (
        close_to(reference, names, _ALIKE) or [one for one in names if typed and folded(one).startswith(typed)][:_MOST]
    )
