"""Results about the videos of lessons."""

from __future__ import annotations

from attrs import frozen

from ledr_core.domain.catalogue.names import VideoFaultName, VideoStateName


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
