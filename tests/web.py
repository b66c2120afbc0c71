"""A web server on this machine, in clear or over TLS, that answers as told and notes what it was asked."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from attrs import define, field, frozen


@frozen
class Reply:
    """What the server answers. One that is `lost` is never sent: the connection ends; one that `hangs` never comes."""

    status: int = 200
    content: bytes = b""
    headers: dict[str, str] = field(factory=dict)
    lost: bool = False
    hangs: bool = False


LOST, HANGING = Reply(lost=True), Reply(hangs=True)
PAGE = b"<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>"


def told(status: int, content: object, **headers: str) -> Reply:
    """An answer in JSON; `retry_after="3"` is the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(content).encode(), {"Content-Type": "application/json"} | named)


def page(status: int) -> Reply:
    """The HTML page of something on the way."""
    return Reply(status, PAGE, {"Content-Type": "text/html"})


@frozen
class Request:
    """What the server was asked."""

    method: str
    address: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The address without its options."""
        return urlsplit(self.address).path

    @property
    def options(self) -> dict[str, str]:
        """What stands behind the question mark, the first of each name."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.address).query).items()}


@define
class WebServer:
    """A server at work: what it was asked, and how it answers."""

    usual: Callable[[Request], Reply]
    """The answer when no other is due."""
    port: int = 0
    requests: list[Request] = field(factory=list)
    connections: int = 0
    _due: list[Reply] = field(factory=list)
    _lock: threading.Lock = field(factory=threading.Lock)
    _stopped: threading.Event = field(factory=threading.Event)

    def will_answer(self, *replies: Reply) -> None:
        """Answer the next requests so, one each. A lost answer is to a request that was carried out as usual."""
        self._due += replies

    def reply_to(self, request: Request) -> Reply:
        """Note a request, and give the answer that is due."""
        with self._lock:
            self.requests.append(request)
            due = self._due.pop(0) if self._due else None
            usual = self.usual(request) if due is None or due.lost or due.hangs else None
        if due is not None and due.hangs:
            self._stopped.wait()
        return due or usual or Reply(404)

    def connected(self) -> None:
        """Note a connection."""
        with self._lock:
            self.connections += 1

    def stop(self) -> None:
        """Let go of the requests that hang."""
        self._stopped.set()


def _handler(server: WebServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True  # else an answer in two parts waits for 40 ms

        def setup(self) -> None:
            server.connected()
            super().setup()

        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, self.rfile.read(length))
            reply = server.reply_to(request)
            if reply.lost or reply.hangs:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in ({"Content-Length": str(len(reply.content))} | reply.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.content)

        do_GET = do_POST = answer

        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

    return Handler


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, server: WebServer, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _handler(server))
        self._tls = tls

    def get_request(self) -> tuple[Any, Any]:
        """A connection; over TLS it is greeted in its own thread, so that a client that says nothing stops no other."""
        request, address = super().get_request()
        if self._tls is not None:
            request = self._tls.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
        return request, address

    def handle_error(self, *_: Any) -> None:
        """Who asked has left before the end of the answer."""


@contextmanager
def serving(server: WebServer, tls: ssl.SSLContext | None = None) -> Iterator[None]:
    """The server listens on a free port while the block runs."""
    listener = _Listener(server, tls)
    server.port = listener.server_address[1]
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.stop()
        listener.shutdown()
        thread.join()
        listener.server_close()
