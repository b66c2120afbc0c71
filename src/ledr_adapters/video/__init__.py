"""The hosts of videos that a school can ask, and the text that chooses one."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.videos import Videos

_FORMS: Final = ("vimeo", "offline", "vimeo+http://HOST:PORT")


def videos_from(text: str) -> Videos:
    """The host that a setting such as LEDR_VIDEOS chooses: `vimeo`, `offline`, or `vimeo+http://…`.

    The last asks a server that speaks as Vimeo does, for rehearsals. Nothing is opened yet. Raises Invalid.
    """
    match text.strip().partition("+"):
        case ("vimeo", "", _):
            from ledr_adapters.video.vimeo import VimeoVideos

            return VimeoVideos()
        case ("offline", "", _):
            from ledr_adapters.video.offline import OfflineVideos

            return OfflineVideos()
        case ("vimeo", _, server):
            from ledr_adapters.video.vimeo import VimeoVideos

            return VimeoVideos(_server(server))
    raise Invalid("videos", "not a host of videos", _FORMS)


def _server(text: str) -> str:
    """The address of a server, without anything behind its port."""
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise Invalid("videos", "the port is no number", _FORMS) from None
    bare = not (url.username or url.password or url.path.strip("/") or url.query or url.fragment)
    if url.scheme not in ("http", "https") or not url.hostname or not bare:
        raise Invalid("videos", "not the address of a server", _FORMS)
    host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
    return f"{url.scheme}://{host}" + ("" if port is None else f":{port}")
