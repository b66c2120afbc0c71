"""The hosts of videos that adapters speak for."""

from __future__ import annotations

from typing import Final

from ledr_core.ports.videos import VideoHost

VIMEO: Final = VideoHost("Vimeo", ("vimeo.com", "vimeocdn.com"))
"""The player comes from player.vimeo.com, the pictures and the video itself from vimeocdn.com."""
