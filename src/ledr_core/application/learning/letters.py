"""The message that opens the result of a placement test (TEST-3)."""

from __future__ import annotations

from datetime import date
from typing import Final

from attrs import frozen

from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import MessageKind, Said
from ledr_core.domain.kernel.moments import Moment


@frozen(kw_only=True)
class PlacementResultFacts:
    """What opens the result, and the day of the test."""

    token: str
    day: date


def _today(made_up: MadeUp, moment: Moment) -> Said:
    return {"day": moment.day, "token": made_up.secret}


PLACEMENT_RESULT: Final = MessageKind(
    name="placement_result",
    rule="TEST-3",
    facts=PlacementResultFacts,
    sample=_today,
    secrets=("token",),
    page="placement",
)

KINDS: Final = (PLACEMENT_RESULT,)
