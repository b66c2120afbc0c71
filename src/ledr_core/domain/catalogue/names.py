"""The values of the closed lists of this context, for who names them and needs no more of it."""

from __future__ import annotations

from typing import Literal, TypeAlias

VideoStateName: TypeAlias = Literal["ok", "broken", "private", "host_down"]
"""A `VideoState` by its value."""
VideoFaultName: TypeAlias = Literal[
    "no_link",
    "another_host",
    "not_found",
    "not_embeddable",
    "other_sites_only",
    "hidden",
    "no_answer",
    "too_many_requests",
    "no_host_speaking",
    "not_asked",
]
"""A `VideoFault` by its value."""
