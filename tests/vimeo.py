"""A server on this machine that answers as Vimeo's oEmbed interface does, or as its test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from attrs import define, field, frozen

from ledr_core.ports.videos import VideoFault

TRUNCATED = {"type": "video", "version": "1.0", "provider_name": "Vimeo", "html": "<iframe></iframe>", "width": 426}
WHOLE = TRUNCATED | {"title": "Le besoin", "author_name": "LEDR", "duration": 240, "video_id": 1}


@frozen
class Reply:
    """What the server answers; a `status` of 0 hangs up without a word.

    What `hangs` waits until the server stops, what `drips` comes byte by byte.
    """

    status: int = 200
    content: bytes = b""
    headers: dict[str, str] = field(factory=dict)
    hangs: bool = False
    drips: bool = False


def told(**content: object) -> Reply:
    """A 200 with this JSON."""
    return Reply(200, json.dumps(content).encode(), {"content-type": "application/json"})


OK = told(**WHOLE)
AS_VIMEO_TELLS: dict[VideoFault | None, Reply] = {
    None: OK,
    VideoFault.NOT_FOUND: Reply(404, b"404 Not Found"),
    VideoFault.NOT_EMBEDDABLE: Reply(403, b"403 Forbidden"),
    VideoFault.OTHER_SITES_ONLY: told(**TRUNCATED, domain_status_code=403),
    VideoFault.HIDDEN: told(**TRUNCATED),
    VideoFault.NO_ANSWER: Reply(500, b"<h1>500</h1>"),
}


@frozen
class Request:
    """What the server was asked: the address of the video, and by whom."""

    video: str
    headers: dict[str, str]
    path: str


@define
class FakeVimeo:
    """The server at work."""

    address: str = ""
    requests: list[Request] = field(factory=list)
    connections: int = 0
    at_once: int = 0
    """The most requests that were being answered at one time."""
    replies: dict[str, list[Reply]] = field(factory=dict)
    """What is answered for each video in turn, the last one from then on."""
    usual: Reply = OK
    before: Callable[[], object] = lambda: None
    """Called before each answer, in the thread of its request."""
    _busy: int = 0
    _lock: threading.Lock = field(factory=threading.Lock)
    _stopped: threading.Event = field(factory=threading.Event)

    def will_answer(self, video: str, *replies: Reply) -> str:
        """Have the video answered for in this way; gives its address."""
        self.replies[video] = list(replies)
        return video

    def asked(self) -> list[str]:
        """The videos asked for, in order."""
        return [request.video for request in self.requests]

    def a_video(self, fault: VideoFault | None = None) -> str:
        """The address of a video that has this fault."""
        return self.will_answer(f"https://vimeo.com/{len(self.replies) + 1}", AS_VIMEO_TELLS[fault])

    def reply_to(self, path: str, headers: dict[str, str]) -> Reply:
        """Note a request, and give the answer that is due."""
        video = parse_qs(urlsplit(path).query).get("url", [""])[0]
        with self._lock:
            self._busy += 1
            self.at_once = max(self.at_once, self._busy)
            self.requests.append(Request(video, headers, path))
            due = self.replies.get(video, [self.usual])
            reply = due.pop(0) if len(due) > 1 else due[0]
        self.before()
        if reply.hangs:
            self._stopped.wait()
        with self._lock:
            self._busy -= 1
        return reply

    def pause(self, seconds: float) -> bool:
        """Wait a moment; whether the server stopped meanwhile."""
        return self._stopped.wait(seconds)

    def stop(self) -> None:
        """Let go of the requests that hang."""
        self._stopped.set()


def _handler(vimeo: FakeVimeo) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def setup(self) -> None:
            vimeo.connections += 1
            super().setup()

        def do_GET(self) -> None:
            reply = vimeo.reply_to(self.path, {name.lower(): value for name, value in self.headers.items()})
            if reply.hangs or not reply.status:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in ({"content-length": str(len(reply.content))} | reply.headers).items():
                self.send_header(name, value)
            self.end_headers()
            for part in [reply.content[at : at + 1] for at in range(len(reply.content))] if reply.drips else []:
                self.wfile.write(part)
                self.wfile.flush()
                if vimeo.pause(0.01):
                    return
            if not reply.drips:
                self.wfile.write(reply.content)

        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Who asked has left before the end of the answer."""


@contextmanager
def fake_vimeo() -> Iterator[FakeVimeo]:
    """The server while the block runs."""
    vimeo = FakeVimeo()
    server = _Server(("127.0.0.1", 0), _handler(vimeo))
    vimeo.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield vimeo
    finally:
        vimeo.stop()
        server.shutdown()
        thread.join()
        server.server_close()
