"""What is wrong with an installation, or soon could be (`ledr doctor`). Nothing is changed and no secret is told.

Each adapter knows what can be wrong with it, and says so in its `findings`; they are put together in `collecting`.
"""

from __future__ import annotations

from ledr_adapters.doctor.findings import Finding, State

__all__ = ["Finding", "State"]
