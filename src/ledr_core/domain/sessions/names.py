"""The values of the closed lists of this context, for who names them and needs no more of it."""

from __future__ import annotations

from typing import Literal, TypeAlias

SessionKindName: TypeAlias = Literal["licence", "slot"]
"""A `SessionKind` by its value."""
PolicyName: TypeAlias = Literal["manual", "natural", "paced"]
"""A `PolicyKind` by its value."""
OpenedName: TypeAlias = Literal["manual", "rotation", "kind_change", "reopened"]
"""A `Opened` by its value."""
ClosedName: TypeAlias = Literal[
    "released", "rotation", "finished", "left", "role_lost", "ended", "expired", "kind_change"
]
"""A `Closed` by its value."""
