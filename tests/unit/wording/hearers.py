"""Those whom errors are told to, made of the permissions of the operations as a school does."""

from __future__ import annotations

from functools import partial

from ledr_core.application.areas import operation_named
from ledr_core.application.operating.hearing import may_ask
from ledr_core.application.operating.permissions import Who
from ledr_core.domain.kernel.hearing import Hearer


def hearer(*kinds: Who, types: bool) -> Hearer:
    """Somebody of these kinds, who is no staff."""
    return Hearer(
        staff=False,
        types=types,
        may=partial(may_ask, operation_named, frozenset(kinds)),
        address="aide@ecole.example",
        chat="https://chat.example",
    )


PILOT = hearer(Who.SELF, Who.PILOT, types=True)
MANAGER = hearer(Who.SELF, Who.MANAGER, types=True)
LEARNER = hearer(Who.SELF, types=False)
PUBLIC = hearer(types=False)
