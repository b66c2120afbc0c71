"""What tests of the school, and of services that embed it, may use. Importing this package loads nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledr_adapters.recording import RecordingContacts as RecordingContacts
    from ledr_adapters.recording import RecordingMail as RecordingMail
    from ledr_adapters.recording import RecordingSms as RecordingSms
    from ledr_core.ports.clock import FixedClock as FixedClock

__all__ = ["FixedClock", "RecordingContacts", "RecordingMail", "RecordingSms"]

_WHERE: Final = {
    "FixedClock": "ledr_core.ports.clock",
    **dict.fromkeys(("RecordingContacts", "RecordingMail", "RecordingSms"), "ledr_adapters.recording"),
}


def __getattr__(name: str) -> object:
    # When asked for: pytest imports this package in every run, for its plugin.
    if name in _WHERE:
        found: object = getattr(import_module(_WHERE[name]), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
