"""What an operator can change of what learners do."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.settings import Setting, flag

PLACEMENT_REQUIRED: Final = Setting[bool](
    "placement_required",
    True,
    flag,
    "TEST-4",
    "Whether the final case of a certifying course waits for the placement test.",
    "Si le cas pratique d'un parcours certifiant attend le test d'autoévaluation.",
    by_course=True,
)
