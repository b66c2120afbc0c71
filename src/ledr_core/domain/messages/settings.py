"""What an operator can change of messages."""

from __future__ import annotations

import re
from typing import Final

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.settings import Setting, listed

_KIND: Final = re.compile(r"[a-z_]+")


def _kinds(value: object) -> list[str]:
    value = listed(value, empty=True)
    if not isinstance(value, list | tuple):
        raise Invalid("value", "not a list of kinds of message", {"value": value})
    for kind in value:
        if not isinstance(kind, str) or not _KIND.fullmatch(kind):
            raise Invalid("value", "not a kind of message", {"value": kind})
    return sorted(set(value))


SEND_AGAIN_UNKNOWN: Final = Setting(
    "send_again_unknown",
    ["reset_password"],
    _kinds,
    "JOB-4",
)
