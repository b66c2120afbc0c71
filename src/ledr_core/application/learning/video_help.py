"""Help on videos (SUP-3): whom a firewall must allow, and what to try."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from ledr_core.ports.videos import VideoHost, Videos
from ledr_core.views.learning import VideoHelp

_OF_A_HOST: Final = ("firewall", "every video")
_OF_ANY: Final = ("this video", "to the end", "online only")


def help_on_video(video: str, videos: Videos, contact: str) -> VideoHelp:
    """What helps when the *video* of a lesson does not play: *videos* knows its host, *contact* is where to ask.

    Nobody is asked. A video at another host names that one; a link that is no address names none.
    """
    host = videos.host if videos.holds(video) else _host_in(video)
    if host is None:
        return VideoHelp(None, (), contact, _OF_ANY)
    return VideoHelp(host.name, host.domains, contact, _OF_A_HOST + _OF_ANY)


def _host_in(video: str) -> VideoHost | None:
    try:
        parts = urlsplit(video)
        name = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
    return None if name is None else VideoHost(name, (name,))
