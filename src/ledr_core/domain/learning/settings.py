"""What an operator can change of what learners do."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.settings import Setting, flag

PLACEMENT_REQUIRED: Final = Setting[bool](
    "placement_required",
    True,
    flag,
    "TEST-4",
    by_course=True,
)
