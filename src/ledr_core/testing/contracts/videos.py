"""What every host of videos promises. A subclass brings two fixtures; `RecordingVideos` passes them too.

`videos` is the adapter of a host that answers; `a_video` a function that gives the address of a video there, with a
fault or in order.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from ledr_core.ports.videos import VideoCheck, VideoFault, Videos, VideoState

AVideo = Callable[[VideoFault | None], str]

_TELLING: Final = (
    VideoFault.NOT_FOUND,
    VideoFault.NOT_EMBEDDABLE,
    VideoFault.OTHER_SITES_ONLY,
    VideoFault.HIDDEN,
    VideoFault.NO_ANSWER,
)
"""The faults that a host itself tells of a video."""
NO_ADDRESSES: Final = (
    *("", " ", "x", "l1", "//", "https:", "https://", "https:///1", "http://", "vimeo.com/1", "/1"),
    *("ftp://vimeo.com/1", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,1"),
    *("https://vimeo.com/1 2", "https://vimeo.com/1\nhttps://vimeo.com/2", "https://lea@vimeo.com/1", "https://[::1/1"),
)
"""Texts that are no address of a video anywhere."""


class VideosContract:
    """The contract of `ledr_core.ports.videos.Videos`."""

    def test_it_has_a_name_and_a_host_that_a_firewall_can_allow(self, videos: Videos) -> None:
        """SUP-3: people are told whom to allow, by name and by domain."""
        assert videos.name
        assert videos.host.name
        assert videos.host.domains
        assert all("." in domain and "/" not in domain for domain in videos.host.domains)

    def test_a_video_that_can_be_watched_is_ok(self, videos: Videos, a_video: AVideo) -> None:
        """Without a fault."""
        address = a_video(None)

        (found,) = videos.check([address])

        assert (found.address, found.state, found.fault) == (address, VideoState.OK, None)

    @pytest.mark.parametrize("fault", _TELLING)
    def test_each_fault_is_told_apart(self, videos: Videos, a_video: AVideo, fault: VideoFault) -> None:
        """CAT-12: a broken link, wrong privacy, a host that does not answer."""
        address = a_video(fault)

        assert videos.check([address]) == (VideoCheck(address, fault),)

    def test_one_bad_video_says_nothing_about_the_others(self, videos: Videos, a_video: AVideo) -> None:
        """Each has a state of its own, in the order in which they were given."""
        addresses = [a_video(fault) for fault in (None, VideoFault.NOT_FOUND, None, VideoFault.HIDDEN, None)]

        checks = videos.check(addresses)

        assert [check.address for check in checks] == addresses
        assert [str(check.state) for check in checks] == ["ok", "broken", "ok", "private", "ok"]

    def test_a_video_given_twice_is_answered_twice(self, videos: Videos, a_video: AVideo) -> None:
        """Two lessons may have one video."""
        good, bad = a_video(None), a_video(VideoFault.NOT_FOUND)

        assert [check.address for check in videos.check([good, bad, good])] == [good, bad, good]

    def test_nothing_to_check_is_nothing(self, videos: Videos) -> None:
        """No question is asked for it."""
        assert videos.check([]) == ()

    @pytest.mark.parametrize("text", NO_ADDRESSES)
    def test_what_is_no_address_is_broken_and_raises_nothing(self, videos: Videos, text: str) -> None:
        """Whatever stands in a catalogue."""
        assert not videos.holds(text)
        assert videos.check([text]) == (VideoCheck(text, VideoFault.NO_LINK),)

    def test_it_holds_the_videos_it_finds(self, videos: Videos, a_video: AVideo) -> None:
        """So that help can name the host of a lesson."""
        assert videos.holds(a_video(None))

    def test_progress_counts_each_address_once(self, videos: Videos, a_video: AVideo) -> None:
        """From the first to the last, whatever is wrong with it."""
        good, counted = a_video(None), list[int]()

        videos.check([good, "x", a_video(VideoFault.NOT_FOUND), good], checked=counted.append)

        assert counted == [1, 2, 3]

    def test_the_site_does_not_matter_to_a_video_for_all_sites(self, videos: Videos, a_video: AVideo) -> None:
        """Nor does a site that is none."""
        good = a_video(None)

        for site in (None, "", "https://ecole.example", "x\r\ny: z", "é"):
            assert videos.check([good], site=site) == (VideoCheck(good),)

    def test_it_works_again_after_it_was_closed(self, videos: Videos, a_video: AVideo) -> None:
        """And closing twice does no harm."""
        good = a_video(None)
        videos.check([good])
        videos.close()
        videos.close()

        assert videos.check([good]) == (VideoCheck(good),)

    def test_threads_may_share_it(self, videos: Videos, a_video: AVideo) -> None:
        """Each gets its own answers."""
        faults = [None, VideoFault.NOT_FOUND, VideoFault.HIDDEN, None] * 3
        addresses = [a_video(fault) for fault in faults]

        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda address: videos.check([address]), addresses))

        assert found == [(VideoCheck(address, fault),) for address, fault in zip(addresses, faults, strict=True)]
