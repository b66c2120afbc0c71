"""Help on videos, in words (SUP-3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import speech


class HelpOnVideo(Protocol):
    """What helps when a video does not play: `ledr_core.views.learning.VideoHelp`."""

    @property
    def host(self) -> str | None:
        """Who keeps the video, where its link says so."""

    @property
    def domains(self) -> Sequence[str]:
        """What a firewall must allow, each with all under it."""

    @property
    def contact(self) -> str:
        """Where to ask for help."""

    @property
    def advice(self) -> Sequence[str]:
        """The grounds of videos.yaml that apply, in the order in which to try them."""


def video_advice(help_on_video: HelpOnVideo, language: str) -> tuple[str, ...]:
    """What to try when a video does not play, a sentence or two each.

    Raises Invalid for a language that the school does not speak.
    """
    advice, speaking = sentences("videos")["advice"], speech(language)
    facts = {"host": help_on_video.host, "domains": help_on_video.domains, "contact": help_on_video.contact}
    return tuple(speaking.say(advice[ground][language], facts) for ground in help_on_video.advice)
