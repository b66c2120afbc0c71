"""A host of videos that asks nobody: for demos, tests and `memory:` schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field

from ledr_adapters.video.addresses import https_address
from ledr_adapters.video.hosts import VIMEO
from ledr_core.ports.videos import Checked, VideoCheck, VideoFault, VideoHost


@define
class OfflineVideos:
    """A `Videos` for which every https address is a video that can be watched, except those it is told a fault of.

    Example: `OfflineVideos({"https://vimeo.com/1": VideoFault.NOT_FOUND})`.
    """

    faults: Mapping[str, VideoFault] = field(factory=dict)

    @property
    def name(self) -> str:
        """`offline`."""
        return "offline"

    @property
    def host(self) -> VideoHost:
        """Vimeo, whose place it takes."""
        return VIMEO

    def holds(self, address: str) -> bool:
        """Whether it is an https address at all."""
        return https_address(address) is not None

    def check(
        self, addresses: Sequence[str], *, site: str | None = None, checked: Checked | None = None
    ) -> tuple[VideoCheck, ...]:
        """What it was told of each, else `ok`. See `Videos.check`."""
        if checked is not None:
            for number, _ in enumerate(dict.fromkeys(addresses), start=1):
                checked(number)
        return tuple(VideoCheck(address, self._fault(address)) for address in addresses)

    def close(self) -> None:
        """Nothing is held open."""

    def _fault(self, address: str) -> VideoFault | None:
        return self.faults.get(address) if self.holds(address) else VideoFault.NO_LINK
