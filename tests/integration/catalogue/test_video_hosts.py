"""Hosts of videos: Vimeo over HTTP, as it documents its answers and as networks garble them; the one offline."""

import gzip
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from ledr_adapters.recording import RecordingVideos

from ledr_adapters import open_rehearsal, open_school
from ledr_adapters.video import videos_from
from ledr_adapters.video.offline import OfflineVideos
from ledr_adapters.video.vimeo import VimeoVideos
from ledr_core import Invalid, Unavailable
from ledr_core.ports.videos import VideoCheck, VideoFault, VideoHost, Videos, VideoState
from ledr_core.testing.contracts.videos import AVideo, VideosContract
from tests.vimeo import OK, FakeVimeo, Reply, fake_vimeo, told

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def vimeo() -> Iterator[FakeVimeo]:
    with fake_vimeo() as running:
        yield running


class Waits(list[float]):
    """Takes no time, and keeps how long it was to take."""

    def __call__(self, over: threading.Event, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def videos(vimeo: FakeVimeo, waits: Waits) -> Iterator[VimeoVideos]:
    adapter = VimeoVideos(vimeo.address, wait=waits)
    yield adapter
    adapter.close()


def one_by_one(vimeo: FakeVimeo, waits: Waits | None = None, **settings: float) -> VimeoVideos:
    """The adapter when it asks for one video at a time, so that the order is known."""
    return VimeoVideos(vimeo.address, workers=1, wait=Waits() if waits is None else waits, **settings)


def numbered(count: int) -> list[str]:
    return [f"https://vimeo.com/{number}" for number in range(1, count + 1)]


def faults(checks: tuple[VideoCheck, ...]) -> list[VideoFault | None]:
    return [check.fault for check in checks]


@pytest.mark.rule("CAT-12")
class TestVimeo(VideosContract):
    @pytest.fixture
    def a_video(self, vimeo: FakeVimeo) -> AVideo:
        return vimeo.a_video


class TestOffline(VideosContract):
    @pytest.fixture
    def told_faults(self) -> dict[str, VideoFault]:
        return {}

    @pytest.fixture
    def videos(self, told_faults: dict[str, VideoFault]) -> OfflineVideos:  # type: ignore[override]
        return OfflineVideos(told_faults)

    @pytest.fixture
    def a_video(self, told_faults: dict[str, VideoFault]) -> AVideo:
        return telling(told_faults)


class TestRecording(VideosContract):
    @pytest.fixture
    def videos(self) -> RecordingVideos:  # type: ignore[override]
        return RecordingVideos()

    @pytest.fixture
    def a_video(self, videos: RecordingVideos) -> AVideo:
        return telling(videos.faults)


def telling(faults: dict[str, VideoFault]) -> AVideo:
    numbers = iter(range(1, 1000))

    def a_video(fault: VideoFault | None) -> str:
        address = f"https://vimeo.com/{next(numbers)}"
        if fault is not None:
            faults[address] = fault
        return address

    return a_video


# What Vimeo says


@pytest.mark.rule("CAT-12")
@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (OK, None),
        (told(type="video", title="", domain_status_code=200), None),
        (Reply(304), None),
        (Reply(400), VideoFault.NOT_FOUND),
        (Reply(401), VideoFault.NOT_EMBEDDABLE),
        (Reply(403), VideoFault.NOT_EMBEDDABLE),
        (Reply(404), VideoFault.NOT_FOUND),
        (Reply(410), VideoFault.NOT_FOUND),
        (Reply(429), VideoFault.TOO_MANY_REQUESTS),
        (Reply(500), VideoFault.NO_ANSWER),
        (Reply(502), VideoFault.NO_ANSWER),
        (Reply(503), VideoFault.NO_ANSWER),
        (Reply(0), VideoFault.NO_ANSWER),
        (Reply(204), VideoFault.NO_HOST_SPEAKING),
        (Reply(407), VideoFault.NO_HOST_SPEAKING),
        (Reply(418), VideoFault.NO_HOST_SPEAKING),
        (Reply(200, b""), VideoFault.NO_HOST_SPEAKING),
        (Reply(200, b"<html>Sign in to the network</html>"), VideoFault.NO_HOST_SPEAKING),
        (Reply(200, b"\xff\xfe\x00"), VideoFault.NO_HOST_SPEAKING),
        (Reply(200, b"[" * 100_000), VideoFault.NO_HOST_SPEAKING),
        (Reply(200, b"[]"), VideoFault.NO_HOST_SPEAKING),
        (Reply(200, b"null"), VideoFault.NO_HOST_SPEAKING),
        (told(type="rich", title="x"), VideoFault.NO_HOST_SPEAKING),
        (Reply(200, b'{"type": "video", "title": "' + b"x" * 500_000 + b'"}'), VideoFault.NO_HOST_SPEAKING),
        (Reply(200, b"{", {"content-length": "100", "connection": "close"}), VideoFault.NO_ANSWER),
        (Reply(200, gzip.compress(OK.content, mtime=0), {"content-encoding": "gzip"}), VideoFault.NO_HOST_SPEAKING),
    ],
    ids=lambda value: (
        value if isinstance(value, VideoFault) else f"{value.status} {value.content[:12]!r}" if value else ""
    ),
)
def test_each_answer_has_its_meaning(
    vimeo: FakeVimeo, videos: VimeoVideos, reply: Reply, fault: VideoFault | None
) -> None:
    video = vimeo.will_answer("https://vimeo.com/1", reply, reply, reply)

    assert videos.check([video]) == (VideoCheck(video, fault),)


@pytest.mark.rule("CAT-12")
def test_the_site_of_the_school_is_who_asks(vimeo: FakeVimeo, videos: VimeoVideos) -> None:
    videos.check([vimeo.a_video()], site="https://leparcours.co")
    videos.check([vimeo.a_video()], site="leparcours.co")
    videos.check([vimeo.a_video()], site="https://é.example")

    assert [request.headers.get("referer") for request in vimeo.requests] == ["https://leparcours.co", None, None]


def test_a_redirect_is_not_followed(vimeo: FakeVimeo, videos: VimeoVideos) -> None:
    with fake_vimeo() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            moved = Reply(status, b"", {"location": f"{elsewhere.address}/api/oembed.json"})
            video = vimeo.will_answer(f"https://vimeo.com/{status}", moved)
            assert faults(videos.check([video])) == [VideoFault.NO_HOST_SPEAKING]

        assert elsewhere.requests == []


# What is asked, and of whom


@pytest.mark.parametrize(
    "address",
    [
        "https://vimeo.com/76979871",
        "https://www.vimeo.com/76979871",
        "https://vimeo.com/581039021/9603038895",
        "https://vimeo.com/channels/staffpicks/76979871",
        "https://player.vimeo.com/video/76979871?h=8272103f6e&dnt=1#t=10",
        "https://vimeo.com:443/76979871",
        "https://VIMEO.com/76979871",
    ],
)
def test_the_address_is_passed_on_as_it_is(vimeo: FakeVimeo, videos: VimeoVideos, address: str) -> None:
    assert videos.check([address]) == (VideoCheck(address),)

    assert vimeo.asked() == [address]
    assert vimeo.requests[0].path.startswith("/api/oembed.json?url=https%3A%2F%2F")
    assert "&" not in vimeo.requests[0].path


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://vimeo.com/1", VideoFault.NO_LINK),
        ("https://vimeo.com:8443/1", VideoFault.NO_LINK),
        ("https://vimeo.com@evil.example/1", VideoFault.NO_LINK),
        ("https://evil.example\\@vimeo.com/1", VideoFault.NO_LINK),
        ("https://vimeo.com\t/1", VideoFault.NO_LINK),
        ("https://vimeo.com/é", VideoFault.NO_LINK),
        ("https://ⅴimeo.com/1", VideoFault.NO_LINK),
        ("https://vimeo.com:x/1", VideoFault.NO_LINK),
        ("https://vimeo.com/" + "1" * 3000, VideoFault.NO_LINK),
        ("https://evil.example/vimeo.com/1", VideoFault.ANOTHER_HOST),
        ("https://vimeo.com.evil.example/1", VideoFault.ANOTHER_HOST),
        ("https://evilvimeo.com/1", VideoFault.ANOTHER_HOST),
        ("https://127.0.0.1/1", VideoFault.ANOTHER_HOST),
        ("https://[::1]/1", VideoFault.ANOTHER_HOST),
        ("https://www.youtube.com/watch?v=1", VideoFault.ANOTHER_HOST),
        ("https://vimeo.com", VideoFault.ANOTHER_HOST),
        ("https://vimeo.com/", VideoFault.ANOTHER_HOST),
    ],
)
def test_nobody_is_asked_about_an_address_that_is_not_of_the_host(
    vimeo: FakeVimeo, videos: VimeoVideos, address: str, fault: VideoFault
) -> None:
    assert videos.check([address]) == (VideoCheck(address, fault),)
    assert vimeo.requests == []


def test_a_video_of_several_lessons_is_asked_for_once(vimeo: FakeVimeo, videos: VimeoVideos) -> None:
    videos.check(["https://vimeo.com/1", "https://vimeo.com/2", "https://vimeo.com/1"])

    assert sorted(vimeo.asked()) == ["https://vimeo.com/1", "https://vimeo.com/2"]


def test_several_are_asked_for_at_once_but_not_more_than_its_workers(vimeo: FakeVimeo) -> None:
    together = threading.Barrier(3)
    vimeo.before = lambda: together.wait(timeout=30)

    VimeoVideos(vimeo.address, workers=3).check(numbered(9))

    assert vimeo.at_once == 3


def test_connections_are_kept_between_questions(vimeo: FakeVimeo) -> None:
    one_by_one(vimeo).check(numbered(20))

    assert vimeo.connections == 1


# What may pass


@pytest.mark.rule("CAT-12")
@pytest.mark.parametrize("trouble", [Reply(0), Reply(429), Reply(500), Reply(503)], ids=lambda one: str(one.status))
def test_trouble_that_passes_is_not_told(vimeo: FakeVimeo, videos: VimeoVideos, waits: Waits, trouble: Reply) -> None:
    video = vimeo.will_answer("https://vimeo.com/1", trouble, trouble, OK)

    assert videos.check([video]) == (VideoCheck(video),)
    assert waits == [1.0, 4.0]


def test_what_will_not_pass_is_not_asked_for_again(vimeo: FakeVimeo, videos: VimeoVideos, waits: Waits) -> None:
    for reply in (Reply(404), Reply(403), Reply(200, b"x")):
        videos.check([vimeo.will_answer(f"https://vimeo.com/{reply.status}", reply)])

    assert (len(vimeo.requests), waits) == (3, [])


@pytest.mark.parametrize(("said", "waited"), [("20", 20.0), ("2", 2.0), ("0", 1.0), ("soon", 1.0), ("-5", 1.0)])
def test_it_waits_for_as_long_as_the_host_asks(
    vimeo: FakeVimeo, videos: VimeoVideos, waits: Waits, said: str, waited: float
) -> None:
    video = vimeo.will_answer("https://vimeo.com/1", Reply(429, b"", {"retry-after": said}), OK)

    assert videos.check([video]) == (VideoCheck(video),)
    assert waits == [waited]


def test_the_host_may_name_an_hour(vimeo: FakeVimeo, videos: VimeoVideos, waits: Waits) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=25), usegmt=True)
    video = vimeo.will_answer("https://vimeo.com/1", Reply(503, b"", {"retry-after": soon}), OK)

    assert videos.check([video]) == (VideoCheck(video),)
    assert 15 < waits[0] <= 25


@pytest.mark.rule("CAT-12")
def test_a_host_that_wants_to_be_left_alone_for_long_is_left_alone(vimeo: FakeVimeo, waits: Waits) -> None:
    vimeo.usual = Reply(429, b"", {"retry-after": "3600"})

    checks = one_by_one(vimeo, waits).check(numbered(50))

    assert faults(checks) == [VideoFault.TOO_MANY_REQUESTS] + [VideoFault.NOT_ASKED] * 49
    assert (len(vimeo.requests), waits) == (1, [])


# One video, or the host


@pytest.mark.rule("CAT-12")
def test_a_host_that_answers_nobody_is_soon_asked_no_more(vimeo: FakeVimeo) -> None:
    vimeo.usual = Reply(503)

    checks = one_by_one(vimeo).check(numbered(50))

    assert {check.state for check in checks} == {VideoState.HOST_DOWN}
    assert faults(checks) == [VideoFault.NO_ANSWER] * 3 + [VideoFault.NOT_ASKED] * 47
    assert len(vimeo.requests) == 9


@pytest.mark.rule("CAT-12")
def test_what_was_known_before_the_host_went_down_stays_known(vimeo: FakeVimeo) -> None:
    first, second, *rest = numbered(10)
    vimeo.will_answer(first, OK)
    vimeo.will_answer(second, Reply(404))
    vimeo.usual = Reply(500)

    states = [check.state for check in one_by_one(vimeo).check([first, second, *rest])]

    assert states == ["ok", "broken"] + ["host_down"] * 8


@pytest.mark.rule("CAT-12")
def test_troubled_videos_among_good_ones_do_not_make_the_host_down(vimeo: FakeVimeo) -> None:
    addresses = numbered(40)
    for address in addresses[::2]:
        vimeo.will_answer(address, Reply(500))

    states = [check.state for check in one_by_one(vimeo).check(addresses)]

    assert states == ["host_down", "ok"] * 20


@pytest.mark.rule("CAT-12")
def test_broken_links_alone_never_make_the_host_down(vimeo: FakeVimeo, videos: VimeoVideos) -> None:
    vimeo.usual = Reply(404)

    assert {check.fault for check in videos.check(numbered(50))} == {VideoFault.NOT_FOUND}


def test_a_page_that_takes_the_place_of_the_host_is_not_asked_for_every_video(vimeo: FakeVimeo) -> None:
    vimeo.usual = Reply(200, b"<html>This site is blocked here</html>")

    checks = one_by_one(vimeo).check(numbered(50))

    assert faults(checks) == [VideoFault.NO_HOST_SPEAKING] * 3 + [VideoFault.NOT_ASKED] * 47


def test_a_new_check_asks_again(vimeo: FakeVimeo) -> None:
    videos = one_by_one(vimeo)
    vimeo.usual = Reply(503)
    videos.check(numbered(10))
    vimeo.usual = OK

    assert {check.state for check in videos.check(numbered(10))} == {VideoState.OK}


@pytest.mark.rule("CAT-12")
def test_a_host_that_takes_no_connection_is_down(waits: Waits) -> None:
    with fake_vimeo() as gone:
        pass

    checks = VimeoVideos(gone.address, wait=waits).check(numbered(20))

    assert {check.state for check in checks} == {VideoState.HOST_DOWN}


@pytest.mark.rule("CAT-12")
def test_a_host_whose_name_leads_nowhere_is_down(waits: Waits) -> None:
    for server in ("http://vimeo.invalid", "http://" + "x" * 70 + ".example", "http://a..b"):
        checks = VimeoVideos(server, wait=waits).check(numbered(5))
        assert {check.state for check in checks} == {VideoState.HOST_DOWN}


@pytest.mark.rule("CAT-12")
def test_a_host_that_never_answers_is_given_up(vimeo: FakeVimeo) -> None:
    vimeo.usual = Reply(hangs=True)

    checks = one_by_one(vimeo, reading=0.05).check(numbered(10))

    assert faults(checks) == [VideoFault.NO_ANSWER] * 3 + [VideoFault.NOT_ASKED] * 7


def test_an_answer_that_drips_in_is_given_up(vimeo: FakeVimeo) -> None:
    vimeo.usual = Reply(200, OK.content * 100, drips=True)

    checks = one_by_one(vimeo, reading=0.05).check(numbered(1))

    assert faults(checks) == [VideoFault.NO_ANSWER]


def test_who_interrupts_a_check_does_not_wait_for_the_rest(vimeo: FakeVimeo) -> None:
    interrupted = threading.Event()
    vimeo.before = lambda: len(vimeo.requests) == 1 or interrupted.wait(timeout=30)

    def interrupt(_: int) -> None:
        interrupted.set()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        one_by_one(vimeo).check(numbered(500), checked=interrupt)

    assert len(vimeo.requests) < 400


# Proxies


def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch, vimeo: FakeVimeo) -> None:
    proxy = vimeo.address.replace("http://", "http://lea:s%40cret@")
    monkeypatch.setenv("http_proxy", proxy)

    checks = VimeoVideos("http://vimeo.invalid").check(["https://vimeo.com/1"])

    assert faults(checks) == [None]
    (request,) = vimeo.requests
    assert request.path.startswith("http://vimeo.invalid/api/oembed.json?")
    assert request.headers["proxy-authorization"] == "Basic bGVhOnNAY3JldA=="


def test_a_host_that_needs_no_proxy_is_asked_directly(monkeypatch: pytest.MonkeyPatch, vimeo: FakeVimeo) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    assert faults(VimeoVideos(vimeo.address).check(["https://vimeo.com/1"])) == [None]


def test_a_proxy_that_cannot_be_used_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://lea:s3cret@127.0.0.1:9")

    with pytest.raises(Unavailable) as unavailable:
        VimeoVideos().check(["https://vimeo.com/1"])

    assert unavailable.value.part == "videos"
    assert "s3cret" not in str(unavailable.value)


# Choosing a host


def test_text_chooses_the_host(vimeo: FakeVimeo) -> None:
    assert isinstance(videos_from("offline"), OfflineVideos)
    assert isinstance(chosen := videos_from(" vimeo "), VimeoVideos)
    assert chosen.server == "https://vimeo.com"
    local = videos_from(f"vimeo+{vimeo.address}/")
    assert local.check(["https://vimeo.com/1"]) == (VideoCheck("https://vimeo.com/1"),)


@pytest.mark.parametrize(
    "text",
    [
        *("", "youtube", "vimeo:", "vimeo://x", "vimeo+", "vimeo+ftp://x", "vimeo+http://", "offline+http://x"),
        *(
            "vimeo+http://x:y",
            "vimeo+http://u:s3cret@x",
            "vimeo+http://x/path",
            "vimeo+http://x?a=b",
            "vimeo+http://[x",
        ),
    ],
)
def test_what_names_no_host_is_invalid(text: str) -> None:
    with pytest.raises(Invalid) as invalid:
        videos_from(text)

    assert invalid.value.field == "videos"
    assert "s3cret" not in str(invalid.value)


@pytest.mark.parametrize(
    ("opener", "url", "name"),
    [
        (open_school, "sqlite:///{}/ecole.db", "vimeo"),
        (open_school, "memory:", "offline"),
        (open_rehearsal, "sqlite:///{}/ecole.db", "offline"),
        (open_rehearsal, "memory:", "offline"),
    ],
)
def test_a_kept_school_asks_vimeo_and_others_nobody(
    tmp_path: Path, opener: Callable[..., object], url: str, name: str
) -> None:
    school = opener(url.format(tmp_path))

    assert school._desk.ports.videos.name == name  # type: ignore[attr-defined]
    school.close()  # type: ignore[attr-defined]


def test_a_school_closes_its_host() -> None:
    closed: list[Videos] = []

    class Closing(RecordingVideos):
        def close(self) -> None:
            closed.append(self)

    videos = Closing()
    open_rehearsal("memory:", videos=videos).close()

    assert closed == [videos]


def test_opening_a_school_does_not_bring_in_the_http_library(tmp_path: Path) -> None:
    code = (
        "import sys; from ledr_adapters import open_school;"
        f"open_school('sqlite:///{tmp_path}/x.db').close(); print('urllib3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert done.stdout.strip() == "False"


@pytest.mark.rule("SUP-3")
@pytest.mark.parametrize("videos", [VimeoVideos(), OfflineVideos()])
def test_the_domains_of_vimeo_are_named(videos: Videos) -> None:
    assert videos.host == VideoHost("Vimeo", ("vimeo.com", "vimeocdn.com"))
