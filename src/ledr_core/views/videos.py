"""Results about the videos of lessons."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

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


@frozen
class VideoView:
    """A lesson's video at its host; `reason` is one of `VideoFault`, None when the state is `ok` (CAT-12)."""

    lesson: str
    state: VideoStateName
    reason: VideoFaultName | None
    title: str
    video: str

    @property
    def all_well(self) -> bool:
        """Whether it can be watched."""
        return self.state == "ok"
