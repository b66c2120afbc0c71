"""What an operator can change of organisations."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.settings import Setting, number

INVITATION_DAYS: Final = Setting(
    "invitation_days",
    30,
    number(1, 365),
    "INV-3",
    unit="days",
)
