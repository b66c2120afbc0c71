"""Asking a host whether videos can be watched. Contract: `ledr_core.testing.contracts.videos`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final, Protocol

from attrs import frozen

from ledr_core.domain.catalogue.names import VideoFaultName, VideoStateName


class VideoState(StrEnum):
    """What is known of a video after asking its host (CAT-12)."""

    _value_: VideoStateName

    OK = "ok"
    """It is there, and the school's pages may show it."""
    BROKEN = "broken"
    """Its link leads nowhere: to be mended in the catalogue or at the host."""
    PRIVATE = "private"
    """It is there, but its privacy at the host keeps the school's pages from showing it."""
    HOST_DOWN = "host_down"
    """Nothing is known: the host gave no usable answer. Says nothing about the video itself."""


class VideoFault(StrEnum):
    """Why a video is in another state than `ok`."""

    _value_: VideoFaultName

    NO_LINK = "no_link"
    """Broken: what the lesson has is no https address."""
    ANOTHER_HOST = "another_host"
    """Broken: the address is not one of a video at the school's host, so that its player cannot show it."""
    NOT_FOUND = "not_found"
    """Broken: the host knows no such video; or hides it, or is still preparing it, and does not tell these apart."""
    NOT_EMBEDDABLE = "not_embeddable"
    """Private: the host lets no other site show the video."""
    OTHER_SITES_ONLY = "other_sites_only"
    """Private: the video is for other sites than the school's."""
    HIDDEN = "hidden"
    """Private: the host tells next to nothing of the video, as when viewers need a password."""
    NO_ANSWER = "no_answer"
    """Host down: no connection, no answer in time, or an answer that says the host is in trouble."""
    TOO_MANY_REQUESTS = "too_many_requests"
    """Host down: the host asks to be left alone for a while."""
    NO_HOST_SPEAKING = "no_host_speaking"
    """Host down: what answered does not speak as the host does, as a firewall's page."""
    NOT_ASKED = "not_asked"
    """Host down: several others had no answer, so this one was not asked for."""

    @property
    def state(self) -> VideoState:
        """The state of a video that has this fault."""
        return _STATES[self]


_STATES: Final = {
    VideoFault.NO_LINK: VideoState.BROKEN,
    VideoFault.ANOTHER_HOST: VideoState.BROKEN,
    VideoFault.NOT_FOUND: VideoState.BROKEN,
    VideoFault.NOT_EMBEDDABLE: VideoState.PRIVATE,
    VideoFault.OTHER_SITES_ONLY: VideoState.PRIVATE,
    VideoFault.HIDDEN: VideoState.PRIVATE,
    VideoFault.NO_ANSWER: VideoState.HOST_DOWN,
    VideoFault.TOO_MANY_REQUESTS: VideoState.HOST_DOWN,
    VideoFault.NO_HOST_SPEAKING: VideoState.HOST_DOWN,
    VideoFault.NOT_ASKED: VideoState.HOST_DOWN,
}


@frozen
class VideoCheck:
    """What is known of one video: without a fault it is `ok`."""

    address: str
    fault: VideoFault | None = None

    @property
    def state(self) -> VideoState:
        """Its state."""
        return VideoState.OK if self.fault is None else self.fault.state


@frozen
class VideoHost:
    """Who keeps the videos: a name for people, and the domains, with all under them, that a firewall must allow."""

    name: str
    domains: tuple[str, ...]


Checked = Callable[[int], None]
"""Called with the number of addresses that are settled so far, in the thread that asked."""


class Videos(Protocol):
    """A host of videos. May be shared by threads."""

    @property
    def name(self) -> str:
        """A short name for people ("vimeo"), without any secret."""

    @property
    def host(self) -> VideoHost:
        """The host, for the help on videos (SUP-3)."""

    def holds(self, address: str) -> bool:
        """Whether an address is one of a video at this host. Asks nobody."""

    def check(
        self, addresses: Sequence[str], *, site: str | None = None, checked: Checked | None = None
    ) -> tuple[VideoCheck, ...]:
        """The state of each video, in the order given; an address given twice is asked for once.

        *site* is the address of the pages that show the videos: privacy is judged for them. How many are asked for at
        once is the adapter's matter. When the host answers nobody, the rest is `host_down` without being asked for.
        Only addresses of the host are asked for; any other is broken.

        Does not raise for what a host, a network or an address can do wrong: that is the state. Raises Unavailable when
        this machine's own setting of proxies cannot be used.
        """

    def close(self) -> None:
        """Give back what is held open; a later check opens it again."""
