"""Videos at Vimeo, asked for through its public oEmbed interface (developer.vimeo.com, "Working with oEmbed").

Vimeo answers 200 with JSON when a site may show the video; 200 with `domain_status_code: 403` and little else when the
site that asks, named by the Referer, is not among those that may; 200 without a title when viewers need a password; 403
when no site may show it; 404 when there is no such video, or it is hidden or not ready yet; 429 to who asks too much.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from attrs import define, field

from ledr_adapters.kept_asker import KeptAsker
from ledr_adapters.video.addresses import https_address, leads_to
from ledr_adapters.video.hosts import VIMEO
from ledr_core.ports.videos import Checked, VideoCheck, VideoFault, VideoHost, VideoState

if TYPE_CHECKING:
    from ledr_adapters.asking import Answer, Asker

_PAGES: Final = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
_SITE: Final = re.compile(r"https?://[!-~]{1,200}")
_IN_A_ROW: Final = 3
"""Addresses without a usable answer, one after another, after which the host counts as down."""


@define(eq=False)
class VimeoVideos:
    """A `Videos` that asks Vimeo, or the *server* that speaks as Vimeo does.

    At most `workers` videos are asked for at once. `connecting` and `reading` are the seconds that the host has to take
    a connection and to answer. What may pass (no answer, trouble at the host, too many requests) is tried again after
    each of the `pauses`, in seconds, or after as long as the host asks for, up to `patience`; if it asks for longer, no
    more requests are made. No redirect is followed. Proxies are those of the environment (HTTPS_PROXY, NO_PROXY);
    certificates are verified against the system's, or those that SSL_CERT_FILE names.
    """

    server: str = "https://vimeo.com"
    connecting: float = field(default=5.0, kw_only=True)
    reading: float = field(default=10.0, kw_only=True)
    pauses: tuple[float, ...] = field(default=(1.0, 4.0), kw_only=True)
    patience: float = field(default=30.0, kw_only=True)
    workers: int = field(default=4, kw_only=True)
    _wait: Callable[[threading.Event, float], object] = field(default=threading.Event.wait, kw_only=True, repr=False)
    _kept: KeptAsker = field(init=False, repr=False)

    @_kept.default
    def _not_opened_yet(self) -> KeptAsker:
        return KeptAsker(self.server, self.connecting, self.reading, self.workers, "videos")

    @property
    def name(self) -> str:
        """`vimeo`."""
        return "vimeo"

    @property
    def host(self) -> VideoHost:
        """Vimeo."""
        return VIMEO

    def holds(self, address: str) -> bool:
        """Whether it is an https address of vimeo.com or its player, with something behind the host."""
        return leads_to(address, _PAGES)

    def check(
        self, addresses: Sequence[str], *, site: str | None = None, checked: Checked | None = None
    ) -> tuple[VideoCheck, ...]:
        """Ask for each address once, several at a time. See `Videos.check`."""
        faults: dict[str, VideoFault | None] = {}

        def settle(address: str, fault: VideoFault | None) -> None:
            faults[address] = fault
            if checked is not None:
                checked(len(faults))

        distinct = dict.fromkeys(addresses)
        for address in distinct:
            if not self.holds(address):
                settle(address, VideoFault.ANOTHER_HOST if https_address(address) else VideoFault.NO_LINK)
        self._ask_for([address for address in distinct if self.holds(address)], site, settle)
        return tuple(VideoCheck(address, faults[address]) for address in addresses)

    def close(self) -> None:
        """Close the connections."""
        self._kept.close()

    def _ask_for(
        self, addresses: Sequence[str], site: str | None, settle: Callable[[str, VideoFault | None], None]
    ) -> None:
        if not addresses:
            return
        from concurrent.futures import ThreadPoolExecutor, as_completed

        inquiry = _Inquiry(self._kept.opened(), {"referer": site} if site and _SITE.fullmatch(site) else {})
        with ThreadPoolExecutor(self.workers, "videos") as threads:
            try:
                asked = {threads.submit(self._ask, inquiry, address): address for address in addresses}
                for one in as_completed(asked):
                    settle(asked[one], one.result())
            except BaseException:  # interrupted: nobody waits for the rest
                inquiry.over.set()
                raise

    def _ask(self, inquiry: _Inquiry, address: str) -> VideoFault | None:
        """What is wrong with a video, tried again while that may pass, unless the inquiry is over meanwhile."""
        fault: VideoFault | None = VideoFault.NOT_ASKED
        for pause in (*self.pauses, None):
            if inquiry.over.is_set():
                return fault
            fault, longer = inquiry.ask(address)
            if longer > self.patience:
                inquiry.over.set()
            elif fault in _MAY_PASS and pause is not None:
                self._wait(inquiry.over, max(pause, longer))
                continue
            break
        inquiry.learn_from(fault)
        return fault


@define(eq=False)
class _Inquiry:
    """One check: how to ask, and what its threads have learnt together of how the host answers."""

    asker: Asker
    headers: dict[str, str]
    over: threading.Event = field(factory=threading.Event)
    """Set when no more requests are to be made."""
    _unanswered: int = 0
    _lock: threading.Lock = field(factory=threading.Lock)

    def ask(self, address: str) -> tuple[VideoFault | None, float]:
        """What is wrong with a video, and the seconds for which the host asks to be left alone."""
        from ledr_adapters.asking import NoAnswer

        try:
            answer = self.asker.get(f"/api/oembed.json?url={quote(address, safe='')}", self.headers)
        except NoAnswer:
            return VideoFault.NO_ANSWER, 0.0
        fault = _fault_told_by(answer)
        return fault, answer.retry_after if fault in _MAY_PASS else 0.0

    def learn_from(self, fault: VideoFault | None) -> None:
        """Whether the host still answers: after several in a row without a usable answer, the inquiry is over."""
        with self._lock:
            answered = fault is None or fault.state is not VideoState.HOST_DOWN
            self._unanswered = 0 if answered else self._unanswered + 1
            if self._unanswered >= _IN_A_ROW:
                self.over.set()


_MAY_PASS: Final = frozenset({VideoFault.NO_ANSWER, VideoFault.TOO_MANY_REQUESTS})


def _fault_told_by(answer: Answer) -> VideoFault | None:
    match answer.status:
        case 200:
            return _fault_in(answer.content)
        case 304:  # it is as it was when last asked for
            return None
        case 401 | 403:
            return VideoFault.NOT_EMBEDDABLE
        case 400 | 404 | 410 | 414 | 422 | 451:
            return VideoFault.NOT_FOUND
        case 429:
            return VideoFault.TOO_MANY_REQUESTS
        case 408 | 425 | 500 | 502 | 503 | 504:
            return VideoFault.NO_ANSWER
    return VideoFault.NO_HOST_SPEAKING


def _fault_in(content: bytes | None) -> VideoFault | None:
    try:
        told = json.loads(content or b"")
    except (ValueError, RecursionError):
        return VideoFault.NO_HOST_SPEAKING
    if not isinstance(told, dict) or told.get("type") != "video":
        return VideoFault.NO_HOST_SPEAKING
    if told.get("domain_status_code") == 403:
        return VideoFault.OTHER_SITES_ONLY
    return None if "title" in told else VideoFault.HIDDEN
